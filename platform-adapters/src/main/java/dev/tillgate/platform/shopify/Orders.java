package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.provider.Settings;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads orders of one shop. */
final class Orders {
    private final AdminApi api;
    private final Settings settings;

    Orders(AdminApi api, Settings settings) {
        this.api = api;
        this.settings = settings;
    }

    /** What came of reading. */
    sealed interface Read {
        record Found(OrderState order) implements Read {}

        record Missing() implements Read {}

        record Later(String why, Duration after) implements Read {}

        record Refused(String reason) implements Read {}
    }

    Read read(String reference) {
        if (Drafts.isDraft(reference)) {
            return draft(reference);
        }
        if (!OrderState.isReference(reference)) {
            return new Read.Missing();
        }
        ObjectNode variables = JsonNodeFactory.instance.objectNode().put("id", OrderState.gid(reference));
        return switch (api.ask(Documents.READ_ORDER, variables)) {
            case ApiAnswer.Data data -> understood(data.data(), reference);
            case ApiAnswer.NotNow not -> new Read.Later(not.why(), not.after());
            case ApiAnswer.Lost lost -> new Read.Later(lost.why(), lost.after());
            case ApiAnswer.Closed closed -> new Read.Refused(closed.reason());
        };
    }

    /** A draft is what it has become, as soon as it is an order. */
    private Read draft(String reference) {
        ObjectNode variables = JsonNodeFactory.instance.objectNode().put("id", Drafts.gid(reference));
        return switch (api.ask(Documents.READ_DRAFT, variables)) {
            case ApiAnswer.Data data -> draft(data.data().get("draftOrder"), reference);
            case ApiAnswer.NotNow not -> new Read.Later(not.why(), not.after());
            case ApiAnswer.Lost lost -> new Read.Later(lost.why(), lost.after());
            case ApiAnswer.Closed closed ->
                new Read.Refused(
                        closed.reason().equals("platform.shopify.scopes")
                                ? "platform.shopify.draft_scope"
                                : closed.reason());
        };
    }

    private Read draft(@Nullable JsonNode draft, String reference) {
        if (draft == null) {
            return new Read.Later("what Shopify answered is not complete", Duration.ofSeconds(20));
        }
        if (draft.isNull()) {
            return new Read.Missing();
        }
        String order = draft.path("order").path("legacyResourceId").asText("");
        if (!order.isEmpty()) {
            return read(order) instanceof Read.Found found
                    ? new Read.Found(found.order().called(reference))
                    : new Read.Later("the order that the draft has become cannot be read yet", Duration.ofSeconds(20));
        }
        if (!draft.path("ready").asBoolean()) {
            return new Read.Later("Shopify still works on the draft", Duration.ofSeconds(5));
        }
        try {
            return new Read.Found(OrderState.ofDraft(draft, reference, settings));
        } catch (InvalidMoney notExact) {
            return new Read.Refused("platform.shopify.amount_unreadable");
        }
    }

    OrderReading reading(String reference) {
        return switch (read(reference)) {
            case Read.Found found -> new OrderReading.Found(found.order().order());
            case Read.Missing missing -> new OrderReading.Missing();
            case Read.Later later -> new OrderReading.Later(later.why(), later.after());
            case Read.Refused refused -> new OrderReading.Refused(refused.reason(), Map.of());
        };
    }

    private Read understood(JsonNode data, String reference) {
        JsonNode order = data.get("order");
        if (order == null) {
            return new Read.Later("what Shopify answered is not complete", Duration.ofSeconds(20));
        }
        if (order.isNull()) {
            return new Read.Missing();
        }
        try {
            return new Read.Found(OrderState.of(order, reference, settings));
        } catch (InvalidMoney notExact) {
            return new Read.Refused("platform.shopify.amount_unreadable");
        }
    }
}
