package dev.tillgate.webapp.console;

import dev.tillgate.flow.settlement.SettlementReader;
import dev.tillgate.flow.settlement.SettlementReader.Missing;
import java.time.Duration;
import java.time.Instant;

/** Charges and refunds of ours that no settlement file tells of. */
public record SettlementMissingPage(View view, AccountNames names, Missing missing, boolean first, Instant now) {
    /** After how many days one is missed. */
    public long delayDays() {
        return SettlementReader.USUAL_DELAY.toDays();
    }

    public long days(Instant at) {
        return Math.max(0, Duration.between(at, now).toDays());
    }
}
