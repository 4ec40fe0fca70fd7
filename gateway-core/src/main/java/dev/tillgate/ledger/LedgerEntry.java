package dev.tillgate.ledger;

import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.TimeOrderedId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One transfer in the books: debits one account, credits another, by the same positive amount. Rows are never changed
 * or deleted; a wrong one is corrected by another.
 *
 * @param debit the account that receives
 * @param credit the account that gives
 */
public record LedgerEntry(
        MerchantId merchant,
        PaymentId payment,
        String id,
        AttemptId attempt,
        @Nullable OperationId operation,
        Code code,
        String debit,
        String credit,
        Money amount,
        Instant createdAt) {
    /** Why an entry stands. */
    public enum Code {
        /** Money reserved at the provider: pending, until captured or released. */
        AUTHORIZE,
        /** Reserved money released without being collected. */
        RELEASE,
        /** Reserved money turned into collected money. */
        CAPTURE,
        /** Money given back to the payer. */
        REFUND,
        /** A refund that bounced. */
        REFUND_REVERSED,
        /** What the provider took for its work. */
        FEE,
        /** A fee that came back. */
        FEE_REVERSED,
        /** Money settled in another currency: the payer's amount, over to where exchange differences show. */
        EXCHANGED_FROM,
        /** Money settled in another currency: what became of it. */
        EXCHANGED_TO,
        /** Money sent to the merchant's bank. */
        PAYOUT,
        /** A payout that came back. */
        PAYOUT_RETURNED,
        /** Taken for a dispute, or given back after one. */
        DISPUTED,
        /** Moved at the provider for any other reason. */
        ADJUSTED,
        /** Moved at the provider, and nothing here explains it yet. */
        OPEN_ITEM,
        /** An open item that found its explanation. */
        OPEN_ITEM_CLEARED
    }

    public LedgerEntry {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("a ledger entry moves a positive amount");
        }
    }

    /** What the provider has reserved for the merchant. */
    public static String reserved(String provider) {
        return "reserved:" + provider;
    }

    /** What the provider owes the merchant. */
    public static String held(String provider) {
        return "held:" + provider;
    }

    /** What payers have promised. */
    public static final String PAYER_PROMISED = "payer:promised";

    /** What payers have paid. */
    public static final String PAYER_PAID = "payer:paid";

    /** Money was reserved. */
    public static LedgerEntry authorized(Attempt attempt, Money amount, Instant now) {
        return entry(attempt, null, Code.AUTHORIZE, amount, now);
    }

    /** Reserved money was let go, or has become collected money. */
    public static LedgerEntry released(Attempt attempt, @Nullable OperationId by, Money amount, Instant now) {
        return entry(attempt, by, Code.RELEASE, amount, now);
    }

    /** Money was collected. */
    public static LedgerEntry captured(Attempt attempt, @Nullable OperationId by, Money amount, Instant now) {
        return entry(attempt, by, Code.CAPTURE, amount, now);
    }

    /** Money was given back. */
    public static LedgerEntry refunded(Attempt attempt, OperationId by, Money amount, Instant now) {
        return entry(attempt, by, Code.REFUND, amount, now);
    }

    /** A refund that had succeeded came back. */
    public static LedgerEntry refundReversed(Attempt attempt, OperationId by, Money amount, Instant now) {
        return entry(attempt, by, Code.REFUND_REVERSED, amount, now);
    }

    private static LedgerEntry entry(
            Attempt attempt, @Nullable OperationId operation, Code code, Money amount, Instant now) {
        String provider = attempt.provider();
        String debit =
                switch (code) {
                    case AUTHORIZE -> reserved(provider);
                    case CAPTURE, REFUND_REVERSED -> held(provider);
                    case RELEASE -> PAYER_PROMISED;
                    case REFUND -> PAYER_PAID;
                    case FEE,
                            FEE_REVERSED,
                            EXCHANGED_FROM,
                            EXCHANGED_TO,
                            PAYOUT,
                            PAYOUT_RETURNED,
                            DISPUTED,
                            ADJUSTED,
                            OPEN_ITEM,
                            OPEN_ITEM_CLEARED -> throw new IllegalArgumentException("posted by a settlement");
                };
        String credit =
                switch (code) {
                    case AUTHORIZE -> PAYER_PROMISED;
                    case CAPTURE, REFUND_REVERSED -> PAYER_PAID;
                    case RELEASE -> reserved(provider);
                    case REFUND -> held(provider);
                    case FEE,
                            FEE_REVERSED,
                            EXCHANGED_FROM,
                            EXCHANGED_TO,
                            PAYOUT,
                            PAYOUT_RETURNED,
                            DISPUTED,
                            ADJUSTED,
                            OPEN_ITEM,
                            OPEN_ITEM_CLEARED -> throw new IllegalArgumentException("posted by a settlement");
                };
        return new LedgerEntry(
                attempt.merchant(),
                attempt.payment(),
                TimeOrderedId.next("led"),
                attempt.id(),
                operation,
                code,
                debit,
                credit,
                amount,
                now);
    }
}
