package dev.tillgate.flow.route;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules and past decisions, as kept. Each method is a short transaction of its own. */
public interface RouteBook {
    /** The rules of a store's method by account; accounts without one are absent. */
    Map<AccountId, RouteRule> rules(MerchantId merchant, StoreId store, String method);

    /** Puts these rules in the place of those that the accounts have. */
    void change(MerchantId merchant, StoreId store, String method, Map<AccountId, RouteRule> rules);

    /** The decisions behind a payment's attempts, oldest first; attempts that had no choice have none. */
    List<DecisionRecord> decisions(MerchantId merchant, PaymentId payment);

    /** A part of what happened, newest first; the last part has no {@code next}. */
    Past past(Span span, @Nullable AttemptId before);

    /** Which attempts to look at: those of one method of a store since a time. */
    record Span(MerchantId merchant, StoreId store, String method, Instant since) {}

    /**
     * Attempts of a span.
     *
     * @param seen how many attempts of the merchant were looked through for them
     * @param next where the next part begins, or null
     */
    record Past(
            List<PastAttempt> attempts, int seen, @Nullable AttemptId next) {}

    /**
     * An attempt and what was known when it was made.
     *
     * @param country of the buyer, or null
     * @param decision or null when there was nothing to choose from
     */
    record PastAttempt(
            AttemptId id,
            PaymentId payment,
            AccountId account,
            Money amount,
            AttemptStatus status,
            CaptureMode captureMode,
            @Nullable String country,
            @Nullable DecisionRecord decision) {}
}
