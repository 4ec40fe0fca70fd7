package dev.tillgate.ledger;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import java.util.List;

/** Reads the books for people; takes no lock. */
@FunctionalInterface
public interface LedgerReader {
    /** What was posted for a payment, oldest first. */
    List<LedgerEntry> entries(MerchantId merchant, PaymentId payment);
}
