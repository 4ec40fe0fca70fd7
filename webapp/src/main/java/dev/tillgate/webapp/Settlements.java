package dev.tillgate.webapp;

import dev.tillgate.catalog.SettlementFormats;
import dev.tillgate.flow.Committed;
import dev.tillgate.flow.FlowParts;
import dev.tillgate.flow.ForeignRefunds;
import dev.tillgate.flow.settlement.ImportSettlement;
import dev.tillgate.flow.settlement.SettlementBook;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredSettlement;
import dev.tillgate.store.StoredSettlementReader;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.console.Console;
import dev.tillgate.webapp.practice.PracticeReports;

/** The part of the composition root that builds the import of settlement files. */
final class Settlements {
    private final ImportSettlement imports;
    private final Console.Settlement console;

    Settlements(Sessions sessions, Vault vault, Committed committed, PracticeReports practice, FlowParts parts) {
        SettlementBook book = new StoredSettlement(sessions, vault, parts.clock());
        ForeignRefunds refunds = new ForeignRefunds(parts);
        imports = new ImportSettlement(book, SettlementFormats.ALL, committed, refunds::inFile, parts.clock());
        console = new Console.Settlement(imports, book, new StoredSettlementReader(sessions), practice);
    }

    /** Goes on with imports that are due. */
    ImportSettlement imports() {
        return imports;
    }

    /** What the console works on. */
    Console.Settlement console() {
        return console;
    }
}
