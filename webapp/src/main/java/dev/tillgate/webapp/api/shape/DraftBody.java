package dev.tillgate.webapp.api.shape;

import dev.tillgate.platform.DraftsOrders;
import dev.tillgate.webapp.api.json.Fields;
import dev.tillgate.webapp.api.json.JsonBody;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** To have the shop draft an order. */
@Schema(name = "CreateChatDraft", description = "What was agreed in a conversation, by the shop's own numbers.")
public record DraftBody(
        @ArraySchema(schema = @Schema(implementation = DraftBody.Line.class), minItems = 1, maxItems = 50)
        List<Line> lines,

        @Schema(description = "In which the buyer pays, ISO 4217; else the shop's own", minLength = 3, maxLength = 3)
        @Nullable
        String currency) {
    private static final int MOST_LINES = 50;
    private static final long MAX_SAFE = 9_007_199_254_740_991L;

    /** One thing that is sold. */
    @Schema(name = "ChatDraftLine", description = "A variant of the shop and how many of it.")
    public record Line(
            @Schema(description = "The shop's number of the variant", minimum = "1", maximum = "9007199254740991")
            long variant,

            @Schema(description = "How many", minimum = "1", maximum = "10000", defaultValue = "1") @Nullable
            Long quantity) {}

    /** Read and checked. */
    public record Wanted(
            List<DraftsOrders.Line> lines, @Nullable String currency) {}

    /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong with the body */
    public static Wanted read(JsonBody body) {
        Fields fields = body.fields();
        List<DraftsOrders.Line> lines = new ArrayList<>();
        for (Fields line : fields.objects("lines", MOST_LINES)) {
            if (!line.has("variant")) {
                line.reject("variant", "is required");
            }
            lines.add(new DraftsOrders.Line(
                    line.whole("variant", 1, MAX_SAFE, 1), (int) line.whole("quantity", 1, 10_000, 1)));
        }
        if (lines.isEmpty()) {
            fields.reject("lines", "must have at least one entry");
        }
        String currency = fields.optionalText(
                "currency", 3, code -> code.matches("[A-Z]{3}"), "a currency's three capital letters");
        fields.end();
        return new Wanted(lines, currency);
    }
}
