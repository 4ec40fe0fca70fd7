package dev.tillgate.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.platform.woocommerce.ReconcileOrder.Stopped;
import dev.tillgate.platform.woocommerce.ShopRest.Said;
import java.util.Map;

/** Orders of a shop, to be read and changed; what does not work out ends the reconciliation. */
final class RestOrders {
    /** More than any currency has, so that the shop's own setting rounds nothing off. */
    static final Map<String, String> EXACT = Map.of("dp", "8");

    private final ShopRest rest;

    RestOrders(ShopRest rest) {
        this.rest = rest;
    }

    /** @throws Stopped when it cannot be read now, or is not there */
    OrderJson read(String reference) {
        JsonNode body = fine(rest.get("orders/" + reference, EXACT));
        return OrderJson.of(body).orElseThrow(() -> Stopped.by(new Said.Fine(body)));
    }

    /** @throws Stopped when the shop does not take it */
    void change(String reference, Map<String, Object> change) {
        fine(rest.put("orders/" + reference, change));
    }

    /** A note that only the shop's people see; that it is missing stops nothing. */
    void note(String reference, String text) {
        rest.post("orders/" + reference + "/notes", Map.of("note", text));
    }

    /** @throws Stopped when they cannot be read now */
    JsonNode refunds(String reference) {
        return fine(rest.get("orders/" + reference + "/refunds", Map.of("dp", "8", "per_page", "100")));
    }

    Said refund(String reference, Map<String, Object> refund) {
        return rest.post("orders/" + reference + "/refunds", refund);
    }

    /** @throws Stopped when the shop does not take it */
    void deleteRefund(String reference, long refund) {
        fine(rest.delete("orders/" + reference + "/refunds/" + refund));
    }

    private static JsonNode fine(Said said) {
        if (said instanceof Said.Fine fine) {
            return fine.body();
        }
        throw Stopped.by(said);
    }
}
