package dev.tillgate.provider;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether somebody on the internet can call an address, as far as it can be told by looking at it. */
public final class PublicAddress {
    private static final int HTTPS_PORT = 443;

    private PublicAddress() {}

    /**
     * What is wrong with it, or null.
     *
     * @param https whether it must be https
     * @param usualPort whether it must be on port 443
     */
    public static Registration.@Nullable Reason problem(String url, boolean https, boolean usualPort) {
        URI address;
        try {
            address = new URI(url);
        } catch (URISyntaxException odd) {
            return Registration.Reason.NOT_PUBLIC;
        }
        String host = address.getHost() == null ? "" : address.getHost().toLowerCase(Locale.ROOT);
        if (!isPublic(host)) {
            return Registration.Reason.NOT_PUBLIC;
        }
        if (https && !"https".equalsIgnoreCase(address.getScheme())) {
            return Registration.Reason.NOT_HTTPS;
        }
        boolean usual = address.getPort() < 0 || address.getPort() == HTTPS_PORT;
        return usualPort && !usual ? Registration.Reason.PORT : null;
    }

    private static boolean isPublic(String host) {
        if (host.startsWith("[")) {
            // Loopback, unspecified, link-local, unique local.
            return !host.matches("\\[(::1?|fe[89ab].*|f[cd].*)]");
        }
        if (host.matches("[0-9.]+")) {
            return !host.matches("(0|10|127)\\..*|192\\.168\\..*|169\\.254\\..*|172\\.(1[6-9]|2[0-9]|3[01])\\..*");
        }
        return host.contains(".") && !host.matches(".*\\.(localhost|local|internal|lan|home\\.arpa)");
    }
}
