package dev.tillgate.flow.shop;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something the merchant should know of a shop.
 *
 * @param order null when it is about the connection
 * @param what a message key
 * @param details its parameters; never personal data
 */
public record ShopNote(
        MerchantId merchant,
        String id,
        StoreId store,
        @Nullable OrderId order,
        @Nullable String reference,
        Kind kind,
        String what,
        Map<String, String> details,
        Instant at) {
    public static final String PREFIX = "snt";

    /** What is to be done about it. */
    public enum Kind {
        /** Nothing: it was mended. */
        REPAIRED,
        /** A person should look. */
        ATTENTION
    }

    public ShopNote {
        details = Map.copyOf(details);
    }

    /** About a watched order. */
    public static ShopNote of(ShopGuard guard, Kind kind, String what, Map<String, String> details, Instant at) {
        return new ShopNote(
                guard.merchant(), next(), guard.store(), guard.order(), guard.reference(), kind, what, details, at);
    }

    /** About a connection. */
    public static ShopNote of(MerchantId merchant, StoreId store, Kind kind, String what, Instant at) {
        return new ShopNote(merchant, next(), store, null, null, kind, what, Map.of(), at);
    }

    public static String next() {
        return TimeOrderedId.next(PREFIX);
    }
}
