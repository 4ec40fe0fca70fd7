package dev.tillgate.webapp.console;

import dev.tillgate.flow.settlement.ImportSettlement;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.merchant.ProviderAccount;
import java.util.List;

/**
 * Imports of settlement files, and the form for another one.
 *
 * @param accounts those whose provider's files can be read
 * @param practiced those of them that are only for practice, and have a file to try it with
 */
public record SettlementListPage(
        View view,
        AccountNames names,
        List<ProviderAccount> accounts,
        List<ProviderAccount> practiced,
        Listing<SettlementImport> list) {
    /** The largest file that is taken, in megabytes. */
    public long mostMegabytes() {
        return ImportSettlement.MOST_BYTES >> 20;
    }

    /** How a state is colored. */
    public static String tone(SettlementImport.Status status) {
        return switch (status) {
            case DONE -> "ok";
            case UPLOADING, WAITING, RUNNING -> "warn";
            case FAILED -> "bad";
        };
    }
}
