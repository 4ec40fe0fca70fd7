package dev.tillgate.webapp.api.shape;

import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.NextAction;
import dev.tillgate.provider.ErrorTable.Advice;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One try at a payment with one method. */
@Schema(name = "Attempt", description = "One try at a payment with one method.")
public record AttemptJson(
        @Schema(pattern = "^att_[0-9a-z]{26}$") String id,
        @Schema(example = "card") String method,
        @Schema(example = "sandbox") String provider,

        @Schema(
                allowableValues = {
                    "started",
                    "awaiting_payer",
                    "pending",
                    "authorized",
                    "succeeded",
                    "declined",
                    "not_sent",
                    "abandoned"
                },
                description = "started means: sent, and not known yet what became of it")
        String status,

        @Schema(example = "12.34") String amount,
        long amountMinor,
        String currency,

        @Schema(description = "Why the payer's side said no", example = "insufficient_funds") @Nullable
        String declineReason,

        @Schema(
                allowableValues = {"try_later", "correct_details", "other_method", "choose_again"},
                description = "What helps the payer after this decline; every further try is a new attempt")
        @Nullable
        String advice,

        @Nullable NextActionJson nextAction,
        @Schema(format = "date-time") String createdAt,
        @Schema(format = "date-time") String updatedAt) {
    public static AttemptJson of(Attempt attempt, Optional<Advice> advice) {
        NextAction next = attempt.nextAction();
        return new AttemptJson(
                attempt.id().value(),
                attempt.method(),
                attempt.provider(),
                Spelling.of(attempt.status()),
                attempt.amount().toDecimalText(),
                attempt.amount().minorUnits(),
                attempt.amount().currencyCode(),
                Spelling.ofOptional(attempt.declineReason()),
                advice.map(Spelling::of).orElse(null),
                next == null ? null : NextActionJson.of(next),
                Spelling.of(attempt.createdAt()),
                Spelling.of(attempt.updatedAt()));
    }
}
