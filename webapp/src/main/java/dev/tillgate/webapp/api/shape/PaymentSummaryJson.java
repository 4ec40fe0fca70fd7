package dev.tillgate.webapp.api.shape;

import dev.tillgate.flow.PaymentReader.PaymentRow;
import dev.tillgate.payment.Payment;
import io.swagger.v3.oas.annotations.media.Schema;

/** A payment as lists show it. */
@Schema(name = "PaymentSummary", description = "A payment as lists show it.")
public record PaymentSummaryJson(
        @Schema(pattern = "^pay_[0-9a-z]{26}$") String id,

        @Schema(description = "The shop's own order number", example = "1001")
        String order,

        long revision,

        @Schema(allowableValues = {"open", "authorized", "paid", "canceled", "expired"})
        String status,

        @Schema(example = "12.34") String amount,
        long amountMinor,
        String currency,
        @Schema(example = "12.34") String captured,
        long capturedMinor,
        @Schema(example = "0.00") String refunded,
        long refundedMinor,
        String description,
        @Schema(format = "date-time") String createdAt,
        @Schema(format = "date-time") String updatedAt) {
    public static PaymentSummaryJson of(PaymentRow row) {
        Payment payment = row.payment();
        return new PaymentSummaryJson(
                payment.id().value(),
                row.orderReference(),
                payment.revision(),
                Spelling.of(payment.status()),
                payment.amount().toDecimalText(),
                payment.amount().minorUnits(),
                payment.amount().currencyCode(),
                payment.captured().toDecimalText(),
                payment.captured().minorUnits(),
                payment.refunded().toDecimalText(),
                payment.refunded().minorUnits(),
                row.description(),
                Spelling.of(payment.createdAt()),
                Spelling.of(payment.updatedAt()));
    }
}
