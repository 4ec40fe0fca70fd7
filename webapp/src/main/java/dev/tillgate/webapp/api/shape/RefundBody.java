package dev.tillgate.webapp.api.shape;

import dev.tillgate.money.Money;
import dev.tillgate.webapp.api.json.Fields;
import dev.tillgate.webapp.api.json.JsonBody;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How much to give back, and why. */
@Schema(name = "CreateRefund", description = "How much to give back; without an amount all that is left.")
public record RefundBody(
        @Schema(
                description = "Exact decimal text above zero; needs currency too",
                minLength = 1,
                maxLength = 24,
                example = "5.00")
        @Nullable
        String amount,

        @Schema(description = "ISO 4217, the payment's", minLength = 3, maxLength = 3, example = "EUR") @Nullable
        String currency,

        @Schema(description = "Why, without personal data", minLength = 1, maxLength = 255) @Nullable
        String reason) {
    /** What is wanted: an amount or all that is left, for a reason or none. */
    public record Wanted(@Nullable Money amount, @Nullable String reason) {}

    /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
    public static Wanted read(JsonBody body) {
        Fields fields = body.fields();
        Wanted wanted = new Wanted(AmountBody.read(fields), fields.optionalText("reason", 255));
        fields.end();
        return wanted;
    }
}
