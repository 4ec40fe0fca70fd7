package dev.tillgate.webapp.api.shape;

import dev.tillgate.payment.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Money given back, or on its way back. */
@Schema(name = "Refund", description = "Money given back, or on its way back.")
public record RefundJson(
        @Schema(pattern = "^opn_[0-9a-z]{26}$") String id,
        @Schema(pattern = "^pay_[0-9a-z]{26}$") String paymentId,

        @Schema(
                allowableValues = {"started", "pending", "succeeded", "failed"},
                description = "started means: sent, and not known yet what became of it")
        String status,

        @Schema(example = "5.00") String amount,
        long amountMinor,
        String currency,

        @Schema(
                allowableValues = {"requested", "second_success", "overpaid", "underpaid", "late"},
                description = "second_success: the order was charged twice and this gives one charge back. overpaid,"
                        + " underpaid, late: what came too much, in part or too late goes back by the store's policy")
        String cause,

        @Schema(description = "The caller's own words") @Nullable
        String reason,

        @Schema(format = "date-time") String createdAt,
        @Schema(format = "date-time") String updatedAt) {
    public static RefundJson of(Operation refund) {
        return new RefundJson(
                refund.id().value(),
                refund.payment().value(),
                Spelling.of(refund.status()),
                refund.amount().toDecimalText(),
                refund.amount().minorUnits(),
                refund.amount().currencyCode(),
                Spelling.of(refund.cause()),
                refund.reason(),
                Spelling.of(refund.createdAt()),
                Spelling.of(refund.updatedAt()));
    }
}
