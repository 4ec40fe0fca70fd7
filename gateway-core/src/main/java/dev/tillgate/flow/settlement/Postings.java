package dev.tillgate.flow.settlement;

import dev.tillgate.ledger.SettlementPosting;
import dev.tillgate.money.Money;
import dev.tillgate.provider.SettlementRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What a settlement row adds to the books. A charge or refund that is matched was posted when it happened; here come its
 * fee, its exchange and everything that happened at the provider alone, so that what is held there by our books is what
 * the provider says.
 *
 * @param suspended what of the row stands as an open item, zero when nothing does
 */
public record Postings(List<SettlementPosting> entries, Money suspended) {
    static Postings of(String provider, SettlementRow row, Matched match) {
        List<SettlementPosting> entries = new ArrayList<>();
        if (!row.moves()) {
            return new Postings(entries, Money.zero(row.gross().currency()));
        }
        if (!row.fee().isZero()) {
            entries.add(SettlementPosting.fee(provider, row.fee()));
        }
        Money suspended = gross(provider, row, match, entries);
        return new Postings(entries, suspended);
    }

    /** An open item found its explanation, or another one: the old entry is taken back, the fee stays. */
    static Postings again(String provider, SettlementRow row, Matched match, Money before) {
        List<SettlementPosting> entries = new ArrayList<>();
        if (!row.moves()) {
            return new Postings(entries, before);
        }
        if (!before.isZero()) {
            entries.add(SettlementPosting.openItemCleared(provider, before));
        }
        Money suspended = gross(provider, row, match, entries);
        return new Postings(entries, suspended);
    }

    /** Answers what stands as an open item. */
    private static Money gross(String provider, SettlementRow row, Matched match, List<SettlementPosting> entries) {
        Money gross = row.gross();
        Money none = Money.zero(gross.currency());
        if (gross.isZero()) {
            return none;
        }
        switch (row.kind()) {
            case CHARGE, REFUND -> {
                return trade(provider, row, match, entries);
            }
            case PAYOUT -> entries.add(SettlementPosting.payout(provider, gross));
            case DISPUTE -> entries.add(SettlementPosting.disputed(provider, gross));
            case EXCHANGE ->
                entries.add(
                        gross.isPositive()
                                ? SettlementPosting.exchangedTo(provider, gross)
                                : SettlementPosting.exchangedFrom(provider, none.minus(gross)));
            case FEE, ADJUSTMENT, OTHER -> entries.add(SettlementPosting.adjusted(provider, gross));
        }
        return none;
    }

    private static Money trade(String provider, SettlementRow row, Matched match, List<SettlementPosting> entries) {
        Money open =
                switch (match.finding()) {
                    case MATCHED, NOT_NEEDED -> Money.zero(row.payersAmount().currency());
                    case AMOUNT_DIFFERS ->
                        row.payersAmount().minus(Objects.requireNonNull(match.expected(), "it differs from something"));
                    case UNKNOWN_HERE, CURRENCY_DIFFERS, STATE_DIFFERS -> row.payersAmount();
                };
        if (!open.isZero()) {
            entries.add(SettlementPosting.openItem(provider, open));
        }
        if (row.exchange() != null) {
            entries.add(SettlementPosting.exchangedFrom(provider, row.payersAmount()));
            entries.add(SettlementPosting.exchangedTo(provider, row.gross()));
        }
        return open;
    }
}
