package dev.tillgate.platform;

import dev.tillgate.flow.shop.ConnectionBook;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The drawer of one connection. */
record StoreDrawer(ConnectionBook book, MerchantId merchant, StoreId store, InstantSource clock) implements Drawer {
    @Override
    public Optional<Kept> read(String name) {
        return book.read(merchant, store, name).map(kept -> new Kept(kept.value(), kept.expiresAt()));
    }

    @Override
    public boolean claim(String name, Duration lease) {
        return book.claim(merchant, store, name, clock.instant(), lease);
    }

    @Override
    public void put(String name, String value, @Nullable Instant expiresAt) {
        book.put(merchant, store, name, new ConnectionBook.Kept(value, expiresAt));
    }
}
