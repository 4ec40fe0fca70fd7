package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.platform.DraftsOrders.Drafted;
import dev.tillgate.platform.DraftsOrders.Line;
import dev.tillgate.provider.Settings;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Draft orders, for sales that are agreed in a conversation. A draft is called by its number with a D before it, for
 * good, also once it has become an order. It reserves no stock, so one that nobody pays does no harm.
 */
final class Drafts {
    private static final String SIGN = "D";
    private static final String KIND = "gid://shopify/DraftOrder/";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AdminApi api;
    private final Settings settings;

    Drafts(AdminApi api, Settings settings) {
        this.api = api;
        this.settings = settings;
    }

    static boolean isDraft(String reference) {
        return reference.startsWith(SIGN) && OrderState.isReference(reference.substring(SIGN.length()));
    }

    static boolean isDraftId(String gid) {
        return gid.startsWith(KIND);
    }

    static String gid(String reference) {
        return KIND + reference.substring(SIGN.length());
    }

    /** Its number, for what orders and drafts have in common. */
    static String number(String reference) {
        return isDraft(reference) ? reference.substring(SIGN.length()) : reference;
    }

    Drafted make(List<Line> lines, @Nullable String currency) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        var items = input.putArray("lineItems");
        for (Line line : lines) {
            items.addObject()
                    .put("variantId", "gid://shopify/ProductVariant/" + line.variant())
                    .put("quantity", line.quantity());
        }
        input.putArray("tags").add("tillgate-chat");
        if (currency != null) {
            input.put("presentmentCurrencyCode", currency);
        }
        ObjectNode variables = JsonNodeFactory.instance.objectNode();
        variables.set("input", input);
        return switch (api.ask(Documents.MAKE_DRAFT, variables)) {
            case ApiAnswer.Data data -> made(data.data().path("draftOrderCreate"));
            case ApiAnswer.NotNow not -> new Drafted.Later(not.why(), not.after());
            case ApiAnswer.Lost lost -> new Drafted.Later(lost.why(), lost.after());
            case ApiAnswer.Closed closed ->
                new Drafted.Refused(
                        closed.reason().equals("platform.shopify.scopes")
                                ? "platform.shopify.draft_scope"
                                : closed.reason());
        };
    }

    private Drafted made(JsonNode answer) {
        JsonNode draft = answer.path("draftOrder");
        String number = draft.path("legacyResourceId").asText("");
        if (!answer.path("userErrors").isEmpty()) {
            return new Drafted.Refused("platform.shopify.draft_refused");
        }
        if (!OrderState.isReference(number)) {
            return new Drafted.Later("what Shopify answered is not complete", SOON);
        }
        try {
            return new Drafted.Made(
                    OrderState.ofDraft(draft, SIGN + number, settings).order());
        } catch (InvalidMoney notExact) {
            return new Drafted.Refused("platform.shopify.amount_unreadable");
        }
    }
}
