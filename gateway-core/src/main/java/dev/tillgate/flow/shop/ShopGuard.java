package dev.tillgate.flow.shop;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order that is read back from its shop until the shop says what we say.
 *
 * @param version as read; whatever is new about the order raises it
 * @param reason why it does not agree yet, as a message key, or null
 * @param details the reason's parameters
 * @param tries how often it was looked at in vain since it last agreed
 * @param toldAgain whether its callbacks were sent again since it last agreed
 * @param since when what makes it be watched has happened
 * @param agreedAt when the shop first agreed since then, or null
 */
public record ShopGuard(
        MerchantId merchant,
        OrderId order,
        StoreId store,
        String reference,
        long version,
        Status status,
        @Nullable String reason,
        Map<String, String> details,
        int tries,
        boolean toldAgain,
        Instant since,
        @Nullable Instant agreedAt,
        @Nullable Instant lookedAt,
        @Nullable Instant dueAt) {
    /** How it stands. */
    public enum Status {
        /** To be looked at, now or again. */
        WATCHED,
        /** The shop does not answer, or does not say it yet: tried again by itself. */
        LATE,
        /** Only the merchant can settle it; looked at once a day all the same. */
        REFUSED,
        /** Tried for 30 days in vain. */
        GIVEN_UP,
        /** The shop has said it three times: at once, after an hour and after a day. */
        AGREED
    }

    public ShopGuard {
        details = Map.copyOf(details);
    }

    /** The shop said the same; looked at again at {@code next}, or never when that is null. */
    public ShopGuard agreed(Instant first, @Nullable Instant next, Instant now) {
        Status then = next == null ? Status.AGREED : Status.WATCHED;
        return new ShopGuard(
                merchant, order, store, reference, version, then, null, Map.of(), 0, false, since, first, now, next);
    }

    /** It did not; looked at again at {@code next}. */
    public ShopGuard troubled(
            Status then, String why, Map<String, String> parameters, @Nullable Instant next, Instant now) {
        return new ShopGuard(
                merchant,
                order,
                store,
                reference,
                version,
                then,
                why,
                parameters,
                tries + 1,
                toldAgain,
                since,
                agreedAt,
                now,
                next);
    }

    /** The shop is told once more by callback. */
    public ShopGuard tellingAgain() {
        return new ShopGuard(
                merchant, order, store, reference, version, status, reason, details, tries, true, since, agreedAt,
                lookedAt, dueAt);
    }
}
