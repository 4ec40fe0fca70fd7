package dev.tillgate.flow.settlement;

import dev.tillgate.flow.settlement.Known.Charge;
import dev.tillgate.flow.settlement.Known.Step;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import org.jspecify.annotations.Nullable;

/**
 * What a settlement row is about, and how it fits.
 *
 * @param expected what our books say moved, signed like the row, when they say anything
 */
public record Matched(
        Finding finding,
        @Nullable PaymentId payment,
        @Nullable AttemptId attempt,
        @Nullable OperationId operation,
        @Nullable Money expected) {
    static Matched nothing(Finding finding) {
        return new Matched(finding, null, null, null, null);
    }

    static Matched to(Finding finding, Charge charge, @Nullable Money expected) {
        return new Matched(finding, charge.payment(), charge.id(), null, expected);
    }

    static Matched to(Finding finding, Step step, @Nullable Money expected) {
        return new Matched(finding, step.payment(), step.attempt(), step.id(), expected);
    }
}
