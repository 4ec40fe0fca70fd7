package dev.tillgate.webapp.api.shape;

import dev.tillgate.flow.CreatePayment;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderLine;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.api.json.Fields;
import dev.tillgate.webapp.api.json.JsonBody;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What is asked for with a new payment. Describes the JSON; {@link #read} turns that into the flow's request. */
@Schema(name = "CreatePayment", description = "An order to be paid.")
public record CreatePaymentBody(
        @Schema(
                description = "The shop's own order number, unique in the store",
                minLength = 1,
                maxLength = 100,
                example = "1001")
        String order,

        @Schema(
                description = "The shop's version of the order: one revision has one payment, a changed order needs a"
                        + " higher one",
                minimum = "0",
                maximum = "9007199254740991",
                defaultValue = "1")
        @Nullable
        Long revision,

        @Schema(description = "Exact decimal text above zero", minLength = 1, maxLength = 24, example = "12.34")
        String amount,

        @Schema(description = "ISO 4217", minLength = 3, maxLength = 3, example = "EUR")
        String currency,

        @Schema(description = "One line for the buyer", minLength = 1, maxLength = 255) @Nullable
        String description,

        @ArraySchema(
                maxItems = 100,
                arraySchema = @Schema(description = "What the buyer is shown; the amount is what counts"))
        @Nullable
        List<Line> lines,

        @Nullable BuyerBody buyer,

        @Schema(
                allowableValues = {"automatic", "manual"},
                defaultValue = "automatic",
                description = "manual: reserve the money only; collect it with a capture")
        @Nullable
        String capture,

        @Schema(
                description = "For how many seconds it is offered to the buyer",
                minimum = "60",
                maximum = "2592000",
                defaultValue = "86400")
        @Nullable
        Long expiresIn,

        @Schema(description = "Pay at once, in this very call") @Nullable
        StartPaymentBody pay) {

    private static final int MOST_LINES = 100;
    private static final long MAX_SAFE = 9_007_199_254_740_991L;
    private static final long LONGEST_SECONDS = Duration.ofDays(30).toSeconds();
    private static final long USUAL_SECONDS = Duration.ofDays(1).toSeconds();
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}");
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    /** One line of the order. */
    @Schema(name = "OrderLine")
    public record Line(
            @Schema(minLength = 1, maxLength = 200) String name,

            @Schema(minimum = "1", maximum = "1000000", defaultValue = "1") @Nullable
            Integer quantity,

            @Schema(
                    description = "What the line costs in all, in the order's currency; below zero for a discount",
                    minLength = 1,
                    maxLength = 24,
                    example = "8.00")
            String total) {}

    /** What is known of the buyer. */
    @Schema(name = "Buyer")
    public record BuyerBody(
            @Schema(description = "Where the buyer goes after paying", maxLength = 2000, format = "uri") @Nullable
            String returnUrl,

            @Schema(description = "Where the buyer goes to try again in the shop", maxLength = 2000, format = "uri")
            @Nullable
            String cancelUrl,

            @Schema(description = "Language, as a BCP 47 tag", minLength = 2, maxLength = 35, example = "zh-CN")
            @Nullable
            String locale,

            @Schema(description = "ISO 3166-1 alpha-2", minLength = 2, maxLength = 2, example = "DE") @Nullable
            String country) {}

    /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
    public static CreatePayment.Request read(JsonBody body, MerchantId merchant, StoreId store) {
        Fields fields = body.fields();
        String reference = fields.text("order", 100);
        long revision = fields.whole("revision", 0, MAX_SAFE, 1);
        Money amount = fields.money("amount", "currency");
        String description = Objects.requireNonNullElse(fields.optionalText("description", 255), "");
        List<OrderLine> lines = lines(fields.objects("lines", MOST_LINES), amount);
        Buyer buyer = buyer(fields.object("buyer"));
        CaptureMode capture = fields.choice("capture", CaptureMode.class, CaptureMode.AUTOMATIC);
        long seconds = fields.whole("expires_in", 60, LONGEST_SECONDS, USUAL_SECONDS);
        Fields payAtOnce = fields.object("pay");
        CreatePayment.Pay pay = payAtOnce == null ? null : StartPaymentBody.read(payAtOnce);
        fields.end();
        return new CreatePayment.Request(
                merchant,
                store,
                reference,
                revision,
                Objects.requireNonNull(amount, "end() has told that there is none"),
                description,
                lines,
                buyer,
                capture,
                Duration.ofSeconds(seconds),
                pay);
    }

    private static List<OrderLine> lines(List<Fields> given, @Nullable Money amount) {
        List<OrderLine> lines = new ArrayList<>(given.size());
        for (Fields line : given) {
            String name = line.text("name", 200);
            int quantity = (int) line.whole("quantity", 1, 1_000_000, 1);
            Money total = line.amount("total", amount == null ? null : amount.currencyCode());
            if (total != null) {
                lines.add(new OrderLine(name, quantity, total));
            }
        }
        return lines;
    }

    private static Buyer buyer(@Nullable Fields given) {
        return given == null
                ? Buyer.UNKNOWN
                : new Buyer(
                        given.optionalUrl("return_url"),
                        given.optionalUrl("cancel_url"),
                        given.optionalText(
                                "locale", 35, text -> LANGUAGE.matcher(text).matches(), "a BCP 47 tag such as zh-CN"),
                        given.optionalText("country", 2, COUNTRIES::contains, "an ISO 3166-1 alpha-2 code such as DE"));
    }
}
