package dev.tillgate.flow;

import dev.tillgate.money.Money;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Gives collected money back, whole or in parts, several times until nothing is left. */
public final class RefundPayment {
    private final OperationCall call;
    private final FlowParts parts;

    public RefundPayment(FlowParts parts) {
        this.call = new OperationCall(parts);
        this.parts = parts;
    }

    /** The payment after it, and which of its refunds this was. */
    public record Result(PaymentView view, OperationId refund) {}

    /**
     * @param amount how much, or null for all that is left
     * @param reason the caller's words for it, without personal data, or null
     * @throws NotPossible when nothing was collected or there is less left
     */
    public Result run(
            MerchantId merchant, PaymentId id, @Nullable Money amount, @Nullable String reason, OnceOnly<Result> once) {
        return call.run(
                merchant,
                id,
                once,
                file -> parts.life()
                        .operations()
                        .refund(file, id, amount, reason, parts.clock().instant()),
                done -> new Result(done.view(), Objects.requireNonNull(done.operation())));
    }
}
