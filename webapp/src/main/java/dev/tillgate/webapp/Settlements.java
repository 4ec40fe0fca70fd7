package dev.tillgate.webapp;

import dev.tillgate.catalog.SettlementFormats;
import dev.tillgate.flow.Committed;
import dev.tillgate.flow.settlement.ImportSettlement;
import dev.tillgate.flow.settlement.SettlementBook;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.provider.sandbox.Sandbox;
import dev.tillgate.provider.sandbox.bank.BankSettlement;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredSettlement;
import dev.tillgate.store.StoredSettlementReader;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.console.Console;
import java.time.Clock;
import java.util.Optional;

/** The part of the composition root that builds the import of settlement files. */
final class Settlements {
    private final ImportSettlement imports;
    private final Console.Settlement console;

    Settlements(Sessions sessions, Vault vault, Committed committed, SandboxBank bank, Clock clock) {
        SettlementBook book = new StoredSettlement(sessions, vault, clock);
        imports = new ImportSettlement(book, SettlementFormats.ALL, committed, clock);
        console = new Console.Settlement(
                imports, book, new StoredSettlementReader(sessions), account -> report(bank, account, clock));
    }

    /** The sandbox's books are here, so its report needs no way to get it. */
    private static Optional<String> report(SandboxBank bank, ProviderAccount account, Clock clock) {
        String known = account.provider().equals(Sandbox.TYPE.id()) ? bank.accountOf(account.settings()) : null;
        return Optional.ofNullable(known).map(id -> BankSettlement.report(bank.books(id), clock.instant()));
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
