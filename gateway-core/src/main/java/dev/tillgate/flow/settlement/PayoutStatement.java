package dev.tillgate.flow.settlement;

import dev.tillgate.flow.settlement.SettlementReader.Payout;
import dev.tillgate.flow.settlement.SettlementReader.Sum;
import dev.tillgate.money.Money;
import java.util.List;

/**
 * What a payout is made of, so that it adds up to zero: what was carried in, plus the net of all that belongs to it, plus
 * the payout itself (negative), less what is carried on.
 *
 * @param named whether the provider says which rows belong to which payout; if not, all since the one before do, and
 *     balances are carried from one to the next
 * @param parts charges, refunds, fees and the rest, without the payout itself
 * @param paid the payout as its own row has it: negative, or zero while no file has told of it
 */
public record PayoutStatement(
        Payout payout, boolean named, Money carriedIn, List<Sum> parts, Money paid, Money carriedOut) {
    /** Zero, unless rows are missing. */
    public Money difference() {
        Money sum = carriedIn.plus(paid).minus(carriedOut);
        for (Sum part : parts) {
            sum = sum.plus(part.net());
        }
        return sum;
    }

    public boolean addsUp() {
        return difference().isZero();
    }
}
