package dev.tillgate.provider;

import dev.tillgate.money.Money;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one row of a provider's settlement file says, in our words. Amounts are signed by what they do to the merchant's
 * balance there: a charge is positive, a refund or a payout negative; a fee is positive when it is paid.
 *
 * @param line where it stands in the file, from 1
 * @param key the provider's own identity of what moved, unique within an account whatever file it comes in
 * @param word the provider's own word for the kind
 * @param moves whether the balance moves by it; a list of trades only tells of them
 * @param ourReference our attempt or operation id, when the row carries one
 * @param providerReferences the provider's ids of charge, capture or refund, nearest first
 * @param net gross less fee
 * @param exchange what the payer saw, when that was in another currency
 * @param payout the provider's id of the payout it is part of, or of the payout itself
 */
public record SettlementRow(
        long line,
        String key,
        Kind kind,
        String word,
        boolean moves,
        @Nullable String ourReference,
        List<String> providerReferences,
        Money gross,
        Money fee,
        Money net,
        @Nullable Exchanged exchange,
        @Nullable String payout,
        Instant bookedAt) {
    private static final int LONGEST = 128;
    private static final int LONGEST_REFERENCE = 255;
    /** Ten million millions of a currency with two decimals: more is a misread file. */
    private static final long MOST = 1_000_000_000_000_000L;

    /** What kind of movement it is. */
    public enum Kind {
        CHARGE,
        REFUND,
        FEE,
        PAYOUT,
        DISPUTE,
        /** One side of money turned into another currency on the account itself. */
        EXCHANGE,
        ADJUSTMENT,
        OTHER
    }

    /**
     * The amount before it was exchanged.
     *
     * @param rate as the provider wrote it, for people, or null
     */
    public record Exchanged(Money original, @Nullable String rate) {}

    /** Why a row of a file cannot be read. */
    public enum Problem {
        /** Not as many fields as the header names. */
        FIELDS,
        /** A quotation mark without its partner. */
        QUOTES,
        /** Longer than any row can be. */
        TOO_LONG,
        /** A field that must not be empty. */
        MISSING,
        AMOUNT,
        CURRENCY,
        TIME,
        /** Gross less fee is not net. */
        SUM
    }

    public SettlementRow {
        if (key.isEmpty() || key.length() > LONGEST || (payout != null && payout.length() > LONGEST)) {
            throw new IllegalArgumentException("an id has 1 to " + LONGEST + " characters");
        }
        if (!gross.minus(fee).equals(net)) {
            throw new IllegalArgumentException("gross less fee is not net");
        }
        if (Math.abs(gross.minorUnits()) > MOST || Math.abs(fee.minorUnits()) > MOST) {
            throw new IllegalArgumentException("more than anybody moves");
        }
        if (exchange != null && Long.signum(exchange.original().minorUnits()) != Long.signum(gross.minorUnits())) {
            throw new IllegalArgumentException("an exchange does not turn money around");
        }
        // What is longer than any id we keep names nothing of ours.
        providerReferences = providerReferences.stream()
                .filter(ref -> ref.length() <= LONGEST_REFERENCE)
                .toList();
    }

    /** What it says of the payer's amount: the one before an exchange, if there was one. */
    public Money payersAmount() {
        return exchange == null ? gross : exchange.original();
    }
}
