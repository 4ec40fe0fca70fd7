package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The drafts of the fake shop: each piece costs 12.30 euros, and only one variant is known. */
public final class DraftBook {
    public static final long VARIANT = 43_729_076L;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String KIND = "gid://shopify/DraftOrder/";

    private final ShopBook book;
    private final Map<String, Draft> drafts = new LinkedHashMap<>();

    DraftBook(ShopBook book) {
        this.book = book;
    }

    /** One draft. */
    public static final class Draft {
        public String total;
        public boolean ready = true;
        public @Nullable String order;

        Draft(String total) {
            this.total = total;
        }
    }

    public Draft draft(String reference) {
        return java.util.Objects.requireNonNull(drafts.get(reference.substring(1)));
    }

    public int size() {
        return drafts.size();
    }

    ObjectNode make(JsonNode input) {
        ObjectNode payload = JSON.objectNode();
        var errors = payload.putArray("userErrors");
        int pieces = 0;
        for (JsonNode line : input.path("lineItems")) {
            if (!line.path("variantId").asText().equals("gid://shopify/ProductVariant/" + VARIANT)) {
                errors.addObject()
                        .put("message", "Product with ID is no longer available.")
                        .putArray("field");
            }
            pieces += line.path("quantity").asInt();
        }
        if (errors.isEmpty()) {
            String id = Long.toString(9_007_199_254_750_993L + drafts.size());
            drafts.put(
                    id,
                    new Draft(java.math.BigDecimal.valueOf(1230L * pieces, 2).toPlainString()));
            payload.set("draftOrder", json(KIND + id));
        }
        return payload;
    }

    @Nullable
    ObjectNode json(String gid) {
        String id = gid.substring(KIND.length());
        Draft draft = drafts.get(id);
        if (draft == null) {
            return null;
        }
        ObjectNode node = JSON.objectNode()
                .put("id", gid)
                .put("legacyResourceId", id)
                .put("name", "#D" + (drafts.size()))
                .put("ready", draft.ready)
                .put("updatedAt", "2026-11-25T10:00:00Z");
        node.set("totalPriceSet", ShopBook.bag(draft.total, "EUR"));
        node.set(
                "order",
                draft.order == null ? JSON.nullNode() : JSON.objectNode().put("legacyResourceId", draft.order));
        ObjectNode line = JSON.objectNode().put("title", "Tea").put("quantity", 1);
        line.set("discountedTotalSet", ShopBook.bag(draft.total, "EUR"));
        node.set("lineItems", JSON.objectNode().set("nodes", JSON.arrayNode().add(line)));
        return node;
    }

    ObjectNode complete(String gid, boolean save) {
        ObjectNode payload = JSON.objectNode();
        var errors = payload.putArray("userErrors");
        Draft draft = drafts.get(gid.substring(KIND.length()));
        if (draft == null || draft.order != null) {
            errors.addObject()
                    .put("message", "This order has already been completed.")
                    .putArray("field");
            return payload;
        }
        if (save) {
            draft.order = book.order(draft.total, "EUR", "manual");
        }
        payload.set("draftOrder", json(gid));
        return payload;
    }
}
