package dev.tillgate.webapp.console;

import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementReader.Sum;
import dev.tillgate.provider.SettlementFormat.Bad;
import java.util.List;

/** One import: how far it is, what it comes to, and which rows could not be read. */
public record SettlementImportPage(View view, AccountNames names, SettlementImport of, List<Sum> sums, List<Bad> bad) {
    /** Whether there is more to come. */
    public boolean isUnderWay() {
        return switch (of.status()) {
            case UPLOADING, WAITING, RUNNING -> true;
            case DONE, FAILED -> false;
        };
    }

    /** Whether it failed at some rows before. */
    public boolean isBetweenTries() {
        return isUnderWay() && of.tries() > 1;
    }
}
