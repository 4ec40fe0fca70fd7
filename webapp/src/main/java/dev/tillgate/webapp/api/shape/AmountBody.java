package dev.tillgate.webapp.api.shape;

import dev.tillgate.money.Money;
import dev.tillgate.webapp.api.json.Fields;
import dev.tillgate.webapp.api.json.JsonBody;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** How much to capture. */
@Schema(name = "Capture", description = "How much; without it all that is left.")
public record AmountBody(
        @Schema(
                description = "Exact decimal text above zero; needs currency too",
                minLength = 1,
                maxLength = 24,
                example = "5.00")
        @Nullable
        String amount,

        @Schema(description = "ISO 4217, the payment's", minLength = 3, maxLength = 3, example = "EUR") @Nullable
        String currency) {

    /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
    public static @Nullable Money read(JsonBody body) {
        Fields fields = body.fields();
        Money amount = read(fields);
        fields.end();
        return amount;
    }

    static @Nullable Money read(Fields fields) {
        return fields.has("amount") || fields.has("currency") ? fields.money("amount", "currency") : null;
    }
}
