package dev.tillgate.flow;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;

/** Gives up a payment: an open one at once, an authorized one by releasing its money. */
public final class CancelPayment {
    private final OperationCall call;
    private final FlowParts parts;

    public CancelPayment(FlowParts parts) {
        this.call = new OperationCall(parts);
        this.parts = parts;
    }

    /** @throws NotPossible when it was paid, is over, is being captured, or an attempt is in doubt */
    public PaymentView run(MerchantId merchant, PaymentId id, OnceOnly<PaymentView> once) {
        return call.run(
                merchant,
                id,
                once,
                file -> {
                    if (file.payment(id).status() == PaymentStatus.AUTHORIZED) {
                        return parts.life()
                                .operations()
                                .release(file, id, parts.clock().instant());
                    }
                    parts.life().cancel(file, id, parts.clock().instant());
                    return null;
                },
                OperationCall.Done::view);
    }
}
