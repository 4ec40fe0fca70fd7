package dev.tillgate.webapp.api.shape;

import dev.tillgate.flow.CreatePayment;
import dev.tillgate.webapp.api.json.Fields;
import dev.tillgate.webapp.api.json.JsonBody;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is asked for with a new attempt. */
@Schema(name = "StartAttempt", description = "A try to pay with one method.")
public record StartPaymentBody(
        @Schema(description = "One of the payment's methods", pattern = "^[a-z][a-z0-9_]{0,31}$", example = "card")
        String method,

        @Schema(
                description = "The provider's token of the payer's payment details, where the method wants one. Never a"
                        + " card number.",
                minLength = 1,
                maxLength = 500)
        @Nullable
        String instrument) {
    private static final Pattern METHOD = Pattern.compile("[a-z][a-z0-9_]{0,31}");
    /** Twelve to nineteen digits, perhaps in groups: may be a card number, which must never get here. */
    private static final Pattern CARD_NUMBER = Pattern.compile("[0-9](?:[ -]?[0-9]){11,18}");

    /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
    public static CreatePayment.Pay read(JsonBody body) {
        Fields fields = body.fields();
        CreatePayment.Pay pay = read(fields);
        fields.end();
        return pay;
    }

    static CreatePayment.Pay read(Fields fields) {
        String method = fields.text("method", 32);
        if (!method.isEmpty() && !METHOD.matcher(method).matches()) {
            fields.reject("method", "must be the short name of a method, such as card");
        }
        String instrument = fields.optionalText(
                "instrument",
                500,
                text -> !CARD_NUMBER.matcher(text).matches(),
                "a provider's token, never a card number");
        return new CreatePayment.Pay(method, instrument);
    }
}
