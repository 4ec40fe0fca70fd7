package dev.tillgate.provider.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * Which addresses may be connected to. Asked about the very addresses that are then used, so that a name cannot point
 * elsewhere between the check and the connection.
 */
@FunctionalInterface
public interface AddressRule {
    boolean allows(InetAddress address);

    /** Anything; for operators who say so, and for tests. */
    static AddressRule any() {
        return address -> true;
    }

    /** Only addresses of the public internet: nothing of this machine, its networks, or ranges with a special use. */
    static AddressRule publicOnly() {
        return AddressRule::isPublic;
    }

    private static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        return switch (address) {
            case Inet4Address v4 -> isPublic4(v4.getAddress());
            case Inet6Address v6 -> isPublic6(v6.getAddress());
            default -> false;
        };
    }

    /** IANA special-purpose registry for IPv4, https://www.iana.org/assignments/iana-ipv4-special-registry. */
    private static boolean isPublic4(byte[] bytes) {
        int a = bytes[0] & 0xff;
        int b = bytes[1] & 0xff;
        int c = bytes[2] & 0xff;
        boolean special = a == 0
                || a == 10
                || a == 127
                || a >= 224
                || (a == 100 && b >= 64 && b < 128)
                || (a == 169 && b == 254)
                || (a == 172 && b >= 16 && b < 32)
                || (a == 192 && b == 168)
                || (a == 192 && b == 0 && (c == 0 || c == 2))
                || (a == 192 && b == 88 && c == 99)
                || (a == 198 && (b == 18 || b == 19))
                || (a == 198 && b == 51 && c == 100)
                || (a == 203 && b == 0 && c == 113);
        return !special;
    }

    /** Only global unicast, without the ranges that carry an IPv4 address or are for documents. */
    private static boolean isPublic6(byte[] bytes) {
        int first = ((bytes[0] & 0xff) << 8) | (bytes[1] & 0xff);
        int second = ((bytes[2] & 0xff) << 8) | (bytes[3] & 0xff);
        boolean globalUnicast = (first & 0xe000) == 0x2000;
        boolean teredoOrSpecial = first == 0x2001 && (second < 0x0200 || second == 0x0db8);
        boolean sixToFour = first == 0x2002;
        boolean documents = first == 0x3fff;
        return globalUnicast && !teredoOrSpecial && !sixToFour && !documents;
    }
}
