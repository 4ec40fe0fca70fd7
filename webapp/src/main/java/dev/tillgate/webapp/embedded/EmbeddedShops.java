package dev.tillgate.webapp.embedded;

import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.platform.Connections;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.EmbeddedShop;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the shop that an address of ours within a shop's pages names. */
@FunctionalInterface
interface EmbeddedShops {
    /** A connected shop that shows pages of ours. */
    record Found(Connected connected, EmbeddedShop shop) {}

    Optional<Found> find(String store);

    static EmbeddedShops of(Connections connections) {
        return store -> TimeOrderedId.isWellFormed(store, StoreId.PREFIX)
                ? connections
                        .find(new StoreId(store))
                        .filter(connected -> connected.connection().isActive())
                        .flatMap(EmbeddedShops::embedded)
                : Optional.empty();
    }

    private static Optional<Found> embedded(Connected connected) {
        return connected.platform() instanceof EmbeddedShop shop
                ? Optional.of(new Found(connected, shop))
                : Optional.empty();
    }

    /** The token behind {@code Bearer}, or null. */
    static @Nullable String bearer(@Nullable String authorization) {
        String scheme = "Bearer ";
        return authorization != null && authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                ? authorization.substring(scheme.length())
                : null;
    }
}
