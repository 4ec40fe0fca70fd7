package dev.tillgate.platform.signed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.ShopEvent;
import dev.tillgate.platform.ShopEvent.Kind;
import dev.tillgate.platform.StoreSignature;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.StrictJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what a shop sends: signed as https://www.standardwebhooks.com has it, and saying only where to look. */
final class ShopMessages {
    /** Far more than any message needs; the web layer refuses longer ones with 413 before. */
    static final int MOST_BYTES = 1 << 20;

    private static final Map<String, Kind> KINDS = Map.of(
            "order.changed", Kind.ORDER_CHANGED,
            "order.deleted", Kind.ORDER_DELETED,
            "order.refunded_by_hand", Kind.REFUNDED_BY_HAND,
            "shop.disconnected", Kind.DISCONNECTED);
    private static final String ID = "[\\x21-\\x7e]{1,100}";
    private static final String JSON = "application/json";

    private final StoreSignature signature;

    ShopMessages(StoreSignature signature) {
        this.signature = signature;
    }

    Inbound read(InboundRequest request) {
        if (request.body().length > MOST_BYTES) {
            return new Inbound.Rejected("longer than 1 MiB");
        }
        String id = request.header("webhook-id");
        if (id == null || !id.matches(ID) || !signature.signed(request)) {
            return new Inbound.Rejected("not signed with this store's secret, or too old");
        }
        JsonNode json = Utf8Json.object(request.body());
        String type = json == null ? null : StrictJson.text(json, "type");
        if (json == null || type == null) {
            return unreadable("a JSON object in UTF-8 with a type is expected");
        }
        if (type.equals("ping")) {
            return new Inbound.Greeting(200, JSON, "{\"pong\":\"" + id.replaceAll("[\"\\\\]", "") + "\"}");
        }
        Kind kind = KINDS.get(type);
        if (kind == null) {
            return new Inbound.Ignored("no type that is known");
        }
        String order = ShopReference.of(json);
        if (kind != Kind.DISCONNECTED && order == null) {
            return unreadable("order must be text of 1 to 100 characters");
        }
        return new Inbound.Verified(
                id, List.of(new ShopEvent(kind, kind == Kind.DISCONNECTED ? null : order, occurredAt(json))));
    }

    private static Inbound unreadable(String why) {
        return new Inbound.Greeting(400, JSON, "{\"error\":\"" + why + "\"}");
    }

    /** The shop's own word about the time decides nothing. */
    private static @Nullable Instant occurredAt(JsonNode json) {
        String text = StrictJson.text(json, "occurred_at");
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
