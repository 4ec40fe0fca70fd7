package dev.tillgate.ledger;

import dev.tillgate.ledger.LedgerEntry.Code;
import dev.tillgate.money.Money;

/**
 * A transfer that a settlement file tells of: against {@code held:…}, what the provider owes the merchant, in the books
 * like any other. What it belongs to is the row's business: a payment, or only the account at the provider.
 *
 * @param debit the account that receives
 * @param credit the account that gives
 * @param amount positive
 */
public record SettlementPosting(Code code, String debit, String credit, Money amount) {
    public SettlementPosting {
        if (!amount.isPositive()) {
            throw new IllegalArgumentException("a ledger entry moves a positive amount");
        }
    }

    /** A fee, or what comes back of one when it is negative. */
    public static SettlementPosting fee(String provider, Money fee) {
        Code code = fee.isPositive() ? Code.FEE : Code.FEE_REVERSED;
        return held(code, provider, "fees:" + provider, negated(fee));
    }

    /** The payer's amount leaves what is held in the payer's currency. */
    public static SettlementPosting exchangedFrom(String provider, Money original) {
        return held(Code.EXCHANGED_FROM, provider, exchange(provider), negated(original));
    }

    /** What became of it comes into what is held in the settlement's currency. */
    public static SettlementPosting exchangedTo(String provider, Money settled) {
        return held(Code.EXCHANGED_TO, provider, exchange(provider), settled);
    }

    /** A payout (negative), or one that came back. */
    public static SettlementPosting payout(String provider, Money effect) {
        Code code = effect.isPositive() ? Code.PAYOUT_RETURNED : Code.PAYOUT;
        return held(code, provider, "paid_out:" + provider, effect);
    }

    public static SettlementPosting disputed(String provider, Money effect) {
        return held(Code.DISPUTED, provider, "disputes:" + provider, effect);
    }

    public static SettlementPosting adjusted(String provider, Money effect) {
        return held(Code.ADJUSTED, provider, "adjustments:" + provider, effect);
    }

    public static SettlementPosting openItem(String provider, Money effect) {
        return held(Code.OPEN_ITEM, provider, "open:" + provider, effect);
    }

    /** @param effect as the open item had it */
    public static SettlementPosting openItemCleared(String provider, Money effect) {
        return held(Code.OPEN_ITEM_CLEARED, provider, "open:" + provider, negated(effect));
    }

    /** Where exchange differences show: what the two legs of all exchanges leave there. */
    private static String exchange(String provider) {
        return "exchange_difference:" + provider;
    }

    /** @param effect what it does to what the provider owes the merchant */
    private static SettlementPosting held(Code code, String provider, String other, Money effect) {
        String held = LedgerEntry.held(provider);
        return effect.isPositive()
                ? new SettlementPosting(code, held, other, effect)
                : new SettlementPosting(code, other, held, negated(effect));
    }

    private static Money negated(Money amount) {
        return Money.zero(amount.currency()).minus(amount);
    }
}
