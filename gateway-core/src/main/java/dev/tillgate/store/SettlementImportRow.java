package dev.tillgate.store;

import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementImport.Counts;
import dev.tillgate.flow.settlement.SettlementImport.Problem;
import dev.tillgate.flow.settlement.SettlementImport.Status;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "settlement_import")
@IdClass(MerchantKey.class)
@SuppressWarnings("NullAway.Init")
class SettlementImportRow {
    @Id
    String merchantId;

    @Id
    String id;

    @Column(updatable = false)
    String accountId;

    @Column(updatable = false)
    String provider;

    @Column(updatable = false)
    String fileName;

    long fileBytes;

    @Nullable
    String format;

    String status;

    @Nullable
    String problem;

    long rowsRead;
    long rowsMatched;
    long rowsOpen;
    long rowsRepeated;
    long rowsBad;
    int tries;

    @Nullable
    Instant firstBooked;

    @Nullable
    Instant lastBooked;

    @Nullable
    Instant dueAt;

    @Column(updatable = false)
    Instant createdAt;

    Instant updatedAt;

    static SettlementImportRow of(SettlementImport file) {
        SettlementImportRow row = new SettlementImportRow();
        row.merchantId = file.merchant().value();
        row.id = file.id();
        row.accountId = file.account().value();
        row.provider = file.provider();
        row.fileName = file.fileName();
        row.fileBytes = file.bytes();
        row.format = file.format();
        row.status = file.status().name();
        Problem why = file.problem();
        row.problem = why == null ? null : why.name();
        row.rowsRead = file.counts().read();
        row.rowsMatched = file.counts().matched();
        row.rowsOpen = file.counts().open();
        row.rowsRepeated = file.counts().repeated();
        row.rowsBad = file.counts().bad();
        row.tries = file.tries();
        row.dueAt = Times.storedOrNull(file.dueAt());
        row.createdAt = Times.stored(file.createdAt());
        row.updatedAt = Times.stored(file.updatedAt());
        return row;
    }

    SettlementImport toRecord() {
        return new SettlementImport(
                new MerchantId(merchantId),
                id,
                new AccountId(accountId),
                provider,
                fileName,
                fileBytes,
                format,
                Status.valueOf(status),
                problem == null ? null : Problem.valueOf(problem),
                new Counts(rowsRead, rowsMatched, rowsOpen, rowsRepeated, rowsBad),
                tries,
                dueAt,
                createdAt,
                updatedAt);
    }
}
