package dev.tillgate.webapp.console;

import dev.tillgate.flow.PaymentReader.PaymentRow;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.PaymentStatus;
import java.util.List;

/** The list of payments. */
public record PaymentsPage(View view, Listing<PaymentRow> list, List<Store> stores) {
    public List<PaymentStatus> statuses() {
        return List.of(PaymentStatus.values());
    }
}
