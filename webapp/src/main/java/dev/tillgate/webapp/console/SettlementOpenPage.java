package dev.tillgate.webapp.console;

import dev.tillgate.flow.settlement.Finding;
import dev.tillgate.flow.settlement.SettlementReader.Open;
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

    /** Whole days since the provider booked it. */
    public long days(Instant at) {
        return Math.max(0, Duration.between(at, now).toDays());
    }
}
