package dev.tillgate.webapp.api.shape;

import dev.tillgate.flow.DisputeReader.Line;
import dev.tillgate.provider.Dispute;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A payer's objection to a charge. */
@Schema(name = "Dispute", description = "A payer's objection to a charge, as the provider last reported it.")
public record DisputeJson(
        @Schema(pattern = "^dis_[0-9a-z]{26}$") String id,

        @Schema(description = "The provider's own number for it")
        String reference,

        @Schema(pattern = "^pay_[0-9a-z]{26}$") String paymentId,
        @Schema(pattern = "^att_[0-9a-z]{26}$") String attemptId,

        @Schema(description = "The shop's own order number", example = "1001")
        String order,

        @Schema(
                allowableValues = {"needs_response", "under_review", "won", "lost"},
                description = "won: the merchant keeps the money")
        String status,

        @Schema(example = "12.34") String amount,
        long amountMinor,
        String currency,

        @Schema(description = "The provider's own word for it")
        String reason,

        @Schema(format = "date-time", description = "Until when evidence is taken") @Nullable
        String respondBy,

        @Schema(description = "The merchant's own words") @Nullable
        String note,

        @Schema(format = "date-time") String createdAt,
        @Schema(format = "date-time") String updatedAt) {
    public static DisputeJson of(Line line) {
        Dispute dispute = line.dispute();
        return new DisputeJson(
                line.added().id().value(),
                dispute.ref(),
                line.record().payment().value(),
                line.record().attempt().value(),
                line.orderReference(),
                Spelling.of(dispute.status()),
                dispute.amount().toDecimalText(),
                dispute.amount().minorUnits(),
                dispute.amount().currencyCode(),
                dispute.reason(),
                Spelling.ofOptional(dispute.respondBy()),
                line.added().note(),
                Spelling.of(line.record().createdAt()),
                Spelling.of(line.record().updatedAt()));
    }
}
