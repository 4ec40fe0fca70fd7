package dev.tillgate.flow.shop;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Connections of stores to their shops, kept sealed. Each method is a short transaction of its own. */
public interface ConnectionBook {
    /** The connection that a message's address names. */
    Optional<ShopConnection> find(StoreId store);

    Optional<ShopConnection> find(MerchantId merchant, StoreId store);

    /** Connects a store, or puts other settings in the place of those it had; tended at once. */
    void connect(ShopConnection connection, Instant now);

    /**
     * Changes a connection under its lock; nothing when there is none. Changing it leaves alone when it is due.
     *
     * @return the changed one
     */
    Optional<ShopConnection> change(MerchantId merchant, StoreId store, UnaryOperator<ShopConnection> change);

    /** When it is looked after next; null for never. */
    void dueAt(MerchantId merchant, StoreId store, @Nullable Instant dueAt);

    /** Removes connection and drawer for good; what was repaired stays. */
    void remove(MerchantId merchant, StoreId store);

    /** A value of the connection's drawer. */
    Optional<Kept> read(MerchantId merchant, StoreId store, String name);

    /** True for one caller until the lease is over or the value was put. */
    boolean claim(MerchantId merchant, StoreId store, String name, Instant now, Duration lease);

    void put(MerchantId merchant, StoreId store, String name, Kept value);

    /** A kept value of a drawer; {@code expiresAt} is null when it does not run out. */
    record Kept(String value, @Nullable Instant expiresAt) {
        /** Without the value. */
        @Override
        public String toString() {
            return "Kept until " + expiresAt;
        }
    }
}
