package dev.tillgate.flow;

import dev.tillgate.money.Money;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.PaymentId;
import org.jspecify.annotations.Nullable;

/** Collects reserved money, whole or in parts. */
public final class CapturePayment {
    private final OperationCall call;
    private final FlowParts parts;

    public CapturePayment(FlowParts parts) {
        this.call = new OperationCall(parts);
        this.parts = parts;
    }

    /**
     * @param amount how much, or null for all that is left
     * @throws NotPossible when nothing is reserved, it is being released, or there is less
     */
    public PaymentView run(MerchantId merchant, PaymentId id, @Nullable Money amount, OnceOnly<PaymentView> once) {
        return run(merchant, id, amount, null, once);
    }

    /**
     * @param amount how much, or null for all that is left
     * @param reason the caller's words for it, without personal data, or null
     * @throws NotPossible when nothing is reserved, it is being released, or there is less
     */
    public PaymentView run(
            MerchantId merchant,
            PaymentId id,
            @Nullable Money amount,
            @Nullable String reason,
            OnceOnly<PaymentView> once) {
        return call.run(
                merchant,
                id,
                once,
                file -> {
                    Operation capture = parts.life()
                            .operations()
                            .capture(file, id, amount, parts.clock().instant())
                            .because(reason);
                    file.put(capture);
                    return capture;
                },
                OperationCall.Done::view);
    }
}
