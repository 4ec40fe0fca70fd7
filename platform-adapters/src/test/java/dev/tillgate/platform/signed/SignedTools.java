package dev.tillgate.platform.signed;

import dev.tillgate.platform.Drawer;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.provider.Exchange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a platform of the signed protocol is opened with in tests that need no database. */
public final class SignedTools {
    private SignedTools() {}

    /** For this shop, whose key is known here as it is now. */
    public static PlatformType.Tools of(Exchange exchange, FakeSignedShop shop) {
        return new PlatformType.Tools(
                exchange,
                new KeySignature(shop.key(), shop.url(), Clock.systemUTC()),
                new NoDrawer(),
                "http://gateway.test/hooks/shops/sto_x",
                Clock.systemUTC());
    }

    /** The signed protocol keeps nothing between calls. */
    private static final class NoDrawer implements Drawer {
        @Override
        public Optional<Kept> read(String name) {
            return Optional.empty();
        }

        @Override
        public boolean claim(String name, Duration lease) {
            throw new AssertionError("nothing to renew");
        }

        @Override
        public void put(String name, String value, @Nullable Instant expiresAt) {
            throw new AssertionError("nothing to keep");
        }
    }
}
