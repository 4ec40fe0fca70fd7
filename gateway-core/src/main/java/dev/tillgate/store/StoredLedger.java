package dev.tillgate.store;

import dev.tillgate.ledger.LedgerEntry;
import dev.tillgate.ledger.LedgerReader;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import java.util.List;

/** The ledger's rows of a payment, from the database. */
public final class StoredLedger implements LedgerReader {
    private static final int MOST = 1000;

    private final Sessions sessions;

    public StoredLedger(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public List<LedgerEntry> entries(MerchantId merchant, PaymentId payment) {
        return sessions.read(session -> session.createQuery(
                        "from LedgerRow where merchantId = ?1 and paymentId = ?2 order by id", LedgerRow.class)
                .setParameter(1, merchant.value())
                .setParameter(2, payment.value())
                .setMaxResults(MOST)
                .getResultStream()
                .map(LedgerRow::toRecord)
                .toList());
    }
}
