package dev.tillgate.webapp.console;

import dev.tillgate.flow.settlement.Finding;
import dev.tillgate.flow.settlement.SettlementReader.Open;
import dev.tillgate.provider.SettlementRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Rows of settlement files that nothing explains, with reason and age. */
public record SettlementOpenPage(View view, AccountNames names, Listing<Open> list, Instant now) {
    /** The reasons a row can be listed for. */
    public List<Finding> findings() {
        return Stream.of(Finding.values()).filter(Finding::isOpen).toList();
    }

    /** Whether it gives back money of a payment that is known here, by a refund that is not. */
    public boolean isRefundElsewhere(Open open) {
        return open.finding() == Finding.UNKNOWN_HERE
                && open.line().kind() == SettlementRow.Kind.REFUND
                && open.line().payment() != null;
    }

    /** Whole days since the provider booked it. */
    public long days(Instant at) {
        return Math.max(0, Duration.between(at, now).toDays());
    }
}
