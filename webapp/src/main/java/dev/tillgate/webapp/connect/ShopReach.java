package dev.tillgate.webapp.connect;

import dev.tillgate.provider.http.AddressRule;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Foresees whether callbacks to a shop will be sent at all, before a merchant connects it. */
public final class ShopReach {
    private static final Duration LOOK_UP = Duration.ofSeconds(2);

    private final boolean allowsPrivate;

    /** @param allowsPrivate what the operator has set */
    public ShopReach(boolean allowsPrivate) {
        this.allowsPrivate = allowsPrivate;
    }

    /**
     * What stands between us and a shop.
     *
     * @param plain it is reached by http, so that whoever is between could read along
     * @param hidden it has an address of a private network, or of this machine
     * @param refused nothing will be sent there as the operator has set it
     */
    public record Reach(boolean plain, boolean hidden, boolean refused) {}

    /** Looks the name up, for two seconds at most; a name that is not found is not called private. */
    public Reach of(ShopAddress shop) {
        boolean hidden = isHidden(shop.host());
        boolean refused = !allowsPrivate && (hidden || shop.isPlain());
        return new Reach(shop.isPlain(), hidden, refused);
    }

    private static boolean isHidden(String host) {
        InetAddress[] addresses = addresses(host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
        if (addresses == null) {
            return false;
        }
        AddressRule open = AddressRule.publicOnly();
        for (InetAddress address : addresses) {
            if (!open.allows(address)) {
                return true;
            }
        }
        return false;
    }

    private static InetAddress @Nullable [] addresses(String host) {
        BlockingQueue<InetAddress[]> found = new ArrayBlockingQueue<>(1);
        Thread.ofVirtual().start(() -> {
            try {
                found.add(InetAddress.getAllByName(host));
            } catch (UnknownHostException unknown) {
                found.add(new InetAddress[0]);
            }
        });
        try {
            return found.poll(LOOK_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
