package dev.tillgate.flow;

import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.Payment;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Provider.OperationRequest;
import java.time.InstantSource;
import java.util.Locale;

/** What the flows that change orders are built from; made once, in the composition root. */
public record FlowParts(
        OrderDesk desk,
        PaymentLife life,
        Dispatcher dispatcher,
        Directory directory,
        PaymentReader reader,
        Links links,
        InstantSource clock) {
    /** What was, or is, asked of the provider for an attempt. */
    ChargeRequest charge(OrderFile file, Attempt attempt, Payer payer) {
        Payment payment = file.payment(attempt.payment());
        Order order = file.order();
        String locale = order.buyer().locale();
        return new ChargeRequest(
                attempt.id(),
                attempt.amount(),
                attempt.method(),
                payer.instrument(),
                payment.captureMode(),
                order.reference(),
                order.description(),
                links.returnFrom(payment.merchant(), payment.id()),
                links.notifications(attempt.account()),
                locale == null ? Locale.ENGLISH : Locale.forLanguageTag(locale),
                payment.expiresAt(),
                payer.address());
    }

    /** What was, or is, asked of the provider for a capture, void or refund. */
    OperationRequest operation(Operation operation, Attempt attempt) {
        return new OperationRequest(
                operation.id(),
                operation.kind(),
                attempt.id(),
                attempt.providerRef(),
                operation.providerRef(),
                operation.amount(),
                attempt.amount(),
                links.notifications(attempt.account()));
    }
}
