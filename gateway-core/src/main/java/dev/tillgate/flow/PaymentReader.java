package dev.tillgate.flow;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.StoreId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads for the API, the pages and the console; takes no lock. */
public interface PaymentReader {
    /** One payment with its order's reference: one statement. */
    Optional<PaymentRow> payment(MerchantId merchant, PaymentId payment);

    /** The whole file of the payment's order, unlocked. */
    Optional<OrderFile> file(MerchantId merchant, PaymentId payment);

    /** Which order an attempt belongs to. */
    Optional<OrderId> orderOf(MerchantId merchant, AttemptId attempt);

    /** Which order a capture, void or refund belongs to. */
    Optional<OrderId> orderOf(MerchantId merchant, OperationId operation);

    /** Newest first, after the cursor (the last id of the page before, exclusive). */
    List<PaymentRow> list(Filter filter, @Nullable PaymentId after, int limit);

    /** Events of an order after a sequence, oldest first. */
    List<Event> events(MerchantId merchant, OrderId order, long afterSequence, int limit);

    /** A payment as lists show it. */
    record PaymentRow(Payment payment, String orderReference, String description) {}

    /** What to list. */
    record Filter(
            MerchantId merchant,
            @Nullable StoreId store,
            @Nullable String orderReference,
            @Nullable PaymentStatus status) {}
}
