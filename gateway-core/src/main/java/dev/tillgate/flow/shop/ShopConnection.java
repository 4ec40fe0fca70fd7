package dev.tillgate.flow.shop;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Settings;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a store is connected to its shop.
 *
 * @param platform the kind of shop, such as {@code woocommerce}
 * @param settings what the connection consists of; kept sealed
 * @param problems what the merchant must do about it, as message keys; empty when all is well
 * @param polledUntil changes in the shop before this time are known, or null when it was never asked
 * @param tendedAt when the connection itself was last looked after, or null
 */
public record ShopConnection(
        MerchantId merchant,
        StoreId store,
        String platform,
        Settings settings,
        Status status,
        List<String> problems,
        @Nullable Instant polledUntil,
        @Nullable Instant tendedAt,
        Instant connectedAt) {
    /** Whether the shop wants to be connected. */
    public enum Status {
        ACTIVE,
        /** The shop or the merchant has ended it; connecting again makes it active. */
        DISCONNECTED
    }

    public ShopConnection {
        problems = List.copyOf(problems);
    }

    /** A new connection. */
    public static ShopConnection opened(
            MerchantId merchant, StoreId store, String platform, Settings settings, Instant now) {
        return new ShopConnection(merchant, store, platform, settings, Status.ACTIVE, List.of(), null, null, now);
    }

    public boolean isActive() {
        return status == Status.ACTIVE;
    }

    /** The same connection with other settings, active. */
    public ShopConnection with(Settings newSettings) {
        return new ShopConnection(
                merchant, store, platform, newSettings, Status.ACTIVE, List.of(), polledUntil, null, connectedAt);
    }

    public ShopConnection disconnected() {
        return new ShopConnection(
                merchant, store, platform, settings, Status.DISCONNECTED, problems, polledUntil, tendedAt, connectedAt);
    }

    /** Looked after at this time, with what was found. */
    public ShopConnection tended(List<String> found, Instant at) {
        return new ShopConnection(merchant, store, platform, settings, status, found, polledUntil, at, connectedAt);
    }

    public ShopConnection withProblems(List<String> found) {
        return new ShopConnection(
                merchant, store, platform, settings, status, found, polledUntil, tendedAt, connectedAt);
    }

    public ShopConnection polled(Instant until) {
        return new ShopConnection(merchant, store, platform, settings, status, problems, until, tendedAt, connectedAt);
    }

    /** Without settings. */
    @Override
    public String toString() {
        return platform + " " + store + " " + status;
    }
}
