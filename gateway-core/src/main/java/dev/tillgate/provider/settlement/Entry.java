package dev.tillgate.provider.settlement;

import dev.tillgate.money.Money;
import dev.tillgate.provider.SettlementRow;
import dev.tillgate.provider.SettlementRow.Exchanged;
import dev.tillgate.provider.SettlementRow.Kind;
import dev.tillgate.provider.SettlementRow.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a row together, piece by piece, and checks that it adds up. */
public final class Entry {
    private final Columns columns;
    private final Kind kind;
    private final String word;
    private boolean moves = true;
    private List<String> refs = List.of();
    private @Nullable Exchanged exchange;
    private @Nullable String payout;

    /** @param word the provider's own word for the kind */
    public Entry(Columns columns, Kind kind, String word) {
        this.columns = columns;
        this.kind = kind;
        this.word = word.length() > 64 ? word.substring(0, 64) : word;
    }

    /** It tells of a trade and moves no money: what moved stands in another file. */
    public Entry onlyTells() {
        moves = false;
        return this;
    }

    /** The provider's ids of what it is about, nearest first. */
    public Entry about(List<String> providerReferences) {
        refs = providerReferences;
        return this;
    }

    public Entry exchangedFrom(Money original, @Nullable String rate) {
        exchange = new Exchanged(original, rate);
        return this;
    }

    public Entry paidOutIn(@Nullable String payoutId) {
        payout = payoutId;
        return this;
    }

    /**
     * The finished row. A fee that stands alone has no gross amount: what it takes is the fee.
     *
     * @throws BadRow when it does not add up, or an id is none
     */
    public SettlementRow row(String key, Money gross, Money fee, Instant bookedAt) throws BadRow {
        try {
            Money net = gross.minus(fee);
            Money zero = Money.zero(net.currency());
            boolean alone = kind == Kind.FEE;
            return new SettlementRow(
                    columns.line(),
                    key,
                    kind,
                    word,
                    moves,
                    columns.ourReference(),
                    refs,
                    alone ? zero : gross,
                    alone ? zero.minus(net) : fee,
                    net,
                    exchange,
                    payout,
                    bookedAt);
        } catch (IllegalArgumentException doesNotFit) {
            throw new BadRow(Problem.SUM, "");
        }
    }
}
