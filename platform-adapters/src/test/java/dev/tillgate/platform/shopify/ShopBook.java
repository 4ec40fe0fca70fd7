package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The orders of the fake shop, and what Shopify does with them. Not thread-safe by itself: the shop holds its lock. */
public final class ShopBook {
    static final String METHOD = "Tillgate (card, wallet, QR)";
    static final String BUYER = "Ada Buyerova";
    static final String MAIL = "ada.buyerova@example.test";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    public final Map<String, Row> rows = new LinkedHashMap<>();
    final Map<String, JsonNode> refundsByKey = new HashMap<>();
    final List<ObjectNode> subscriptions = new ArrayList<>();
    /** Beyond 2^53, as real ids may be. */
    private final AtomicLong ids = new AtomicLong(9_007_199_254_740_993L);

    /** One order. Amounts are text, for some tests need what is no amount. */
    public static final class Row {
        final String id;
        final String currency;
        public final String checkoutToken;
        String total;
        public String outstanding;
        public String refunded = "0.0";
        boolean canceled;
        public boolean paid;
        public int completions;
        public @Nullable String metafield;
        Instant updatedAt = Instant.now();
        final List<ObjectNode> transactions = new ArrayList<>();
        final List<ObjectNode> refunds = new ArrayList<>();
        final String method;

        Row(String id, String amount, String currency, String method) {
            this.id = id;
            this.total = amount;
            this.outstanding = amount;
            this.currency = currency;
            this.method = method;
            this.checkoutToken = "chk" + id;
        }

        String gid() {
            return "gid://shopify/Order/" + id;
        }
    }

    String order(String amount, String currency, String method) {
        Row row = new Row(Long.toString(ids.incrementAndGet()), amount, currency, method);
        row.transactions.add(
                transaction(row, "SALE", "PENDING", method, amount, null).put("manuallyCapturable", true));
        rows.put(row.id, row);
        return row.id;
    }

    ObjectNode transaction(
            Row row, String kind, String status, String gateway, String amount, @Nullable String parent) {
        ObjectNode one = JSON.objectNode()
                .put("id", "gid://shopify/OrderTransaction/" + ids.incrementAndGet())
                .put("kind", kind)
                .put("status", status)
                .put("gateway", gateway)
                .put("manuallyCapturable", false)
                .put("processedAt", Instant.now().toString());
        one.set("amountSet", bag(amount, row.currency));
        one.set(
                "parentTransaction",
                parent == null ? JSON.nullNode() : JSON.objectNode().put("id", parent));
        return one;
    }

    /** The shop's own money is another number in another currency, for whoever takes the wrong one. */
    static ObjectNode bag(String amount, String currency) {
        ObjectNode bag = JSON.objectNode();
        bag.set("shopMoney", JSON.objectNode().put("amount", "777.77").put("currencyCode", "CAD"));
        bag.set("presentmentMoney", JSON.objectNode().put("amount", amount).put("currencyCode", currency));
        return bag;
    }

    @Nullable
    ObjectNode json(@Nullable Row row) {
        if (row == null) {
            return null;
        }
        ObjectNode node = JSON.objectNode()
                .put("id", row.gid())
                .put("legacyResourceId", row.id)
                .put("name", "#" + row.id.substring(row.id.length() - 4))
                .put("updatedAt", row.updatedAt.toString())
                .put("cancelledAt", row.canceled ? row.updatedAt.toString() : null)
                .put("checkoutToken", row.checkoutToken)
                .put("customerLocale", "en")
                .put("displayFinancialStatus", status(row))
                .put("email", MAIL);
        node.set("paymentGatewayNames", JSON.arrayNode().add(row.method));
        node.set("totalOutstandingSet", bag(row.outstanding, row.currency));
        node.set("currentTotalPriceSet", bag(row.total, row.currency));
        node.set("totalRefundedSet", bag(row.refunded, row.currency));
        JsonNode metafield = row.metafield == null
                ? JSON.nullNode()
                : JSON.objectNode().put("value", row.metafield).put("compareDigest", digest(row.metafield));
        node.set("metafield", metafield);
        node.set("payment", metafield);
        node.set("transactions", array(row.transactions));
        node.set("refunds", array(row.refunds));
        ObjectNode line = JSON.objectNode().put("title", "Tea").put("quantity", 1);
        line.set("discountedTotalSet", bag(row.total, row.currency));
        node.set("lineItems", JSON.objectNode().set("nodes", JSON.arrayNode().add(line)));
        return node;
    }

    static ArrayNode array(List<? extends JsonNode> all) {
        ArrayNode array = JSON.arrayNode();
        all.forEach(one -> array.add(one.deepCopy()));
        return array;
    }

    private static String status(Row row) {
        if (row.paid && isZero(row.refunded)) {
            return "PAID";
        }
        if (row.paid) {
            return new java.math.BigDecimal(row.refunded).compareTo(new java.math.BigDecimal(row.total)) >= 0
                    ? "REFUNDED"
                    : "PARTIALLY_REFUNDED";
        }
        return row.canceled ? "VOIDED" : "PENDING";
    }

    static boolean isZero(String amount) {
        return new java.math.BigDecimal(amount).signum() == 0;
    }

    static String digest(String value) {
        return "digest-" + value.hashCode();
    }

    // What mutations do; each answers its payload.

    ObjectNode metafieldsSet(JsonNode variables, boolean save) {
        JsonNode input = variables.path("metafields").path(0);
        Row row = byGid(input.path("ownerId").asText());
        ObjectNode payload = JSON.objectNode();
        String now = row == null || row.metafield == null ? null : digest(row.metafield);
        String expected = input.path("compareDigest").textValue();
        if (row == null || !java.util.Objects.equals(now, expected)) {
            payload.putNull("metafields");
            payload.set("userErrors", errors("STALE_OBJECT", "The metafield has been modified since it was loaded."));
            return payload;
        }
        if (save) {
            row.metafield = input.path("value").asText();
            row.updatedAt = Instant.now();
        }
        payload.set(
                "metafields",
                JSON.arrayNode()
                        .add(JSON.objectNode().put("value", input.path("value").asText())));
        payload.set("userErrors", JSON.arrayNode());
        return payload;
    }

    ObjectNode capture(JsonNode input, boolean save) {
        Row row = byGid(input.path("id").asText());
        ObjectNode payload = JSON.objectNode();
        ObjectNode parent = row == null
                ? null
                : row.transactions.stream()
                        .filter(one -> one.path("id").equals(input.path("parentTransactionId")))
                        .filter(one -> one.path("manuallyCapturable").asBoolean())
                        .findFirst()
                        .orElse(null);
        boolean right = row != null
                && parent != null
                && input.path("currency").asText().equals(row.currency)
                && number(input.path("amount").asText()).compareTo(number(row.outstanding)) <= 0;
        if (!right || row == null || parent == null) {
            payload.putNull("transaction");
            payload.set("userErrors", errors(null, "Cannot capture"));
            return payload;
        }
        ObjectNode made = transaction(
                row,
                "CAPTURE",
                "SUCCESS",
                row.method,
                input.path("amount").asText(),
                parent.path("id").asText());
        if (save) {
            parent.put("manuallyCapturable", false).put("status", "SUCCESS").put("kind", "AUTHORIZATION");
            book(row, made);
        }
        payload.set("transaction", made);
        payload.set("userErrors", JSON.arrayNode());
        return payload;
    }

    ObjectNode manualPayment(JsonNode variables, boolean save) {
        Row row = byGid(variables.path("id").asText());
        String amount = variables.path("amount").path("amount").asText();
        ObjectNode payload = JSON.objectNode();
        String wrong = row == null
                ? "ORDER_NOT_FOUND"
                : !variables.path("amount").path("currencyCode").asText().equals(row.currency)
                        ? "CURRENCY_MISMATCH"
                        : number(amount).compareTo(number(row.outstanding)) > 0 ? "AMOUNT_EXCEEDS_BALANCE" : null;
        if (wrong != null || row == null) {
            payload.putNull("order");
            payload.set("userErrors", errors(wrong, "no"));
            return payload;
        }
        if (save) {
            ObjectNode made =
                    transaction(row, "SALE", "SUCCESS", variables.path("method").asText(), amount, null);
            made.put("processedAt", variables.path("at").asText());
            book(row, made);
        }
        payload.set("order", json(row));
        payload.set("userErrors", JSON.arrayNode());
        return payload;
    }

    void book(Row row, ObjectNode made) {
        row.transactions.add(made);
        row.outstanding = number(row.outstanding)
                .subtract(number(made.path("amountSet")
                        .path("presentmentMoney")
                        .path("amount")
                        .asText()))
                .toPlainString();
        row.updatedAt = Instant.now();
        if (isZero(row.outstanding) && !row.paid) {
            row.paid = true;
            row.completions++;
        }
    }

    ObjectNode refund(JsonNode variables, boolean save) {
        String key = variables.path("key").asText();
        JsonNode before = refundsByKey.get(key);
        if (before != null) {
            return before.deepCopy();
        }
        JsonNode input = variables.path("input");
        Row row = byGid(input.path("orderId").asText());
        JsonNode part = input.path("transactions").path(0);
        ObjectNode payload = JSON.objectNode();
        boolean right = row != null
                && row.transactions.stream().anyMatch(one -> one.path("id").equals(part.path("parentId")))
                && number(row.refunded)
                                .add(number(part.path("amount").asText()))
                                .compareTo(number(row.total))
                        <= 0;
        if (!right || row == null) {
            payload.putNull("refund");
            payload.set("userErrors", errors(null, "Refund is not possible"));
            return payload;
        }
        ObjectNode refund =
                refundOf(row, part.path("amount").asText(), input.path("note").asText());
        if (save) {
            row.refunds.add(refund);
            row.refunded = number(row.refunded)
                    .add(number(part.path("amount").asText()))
                    .toPlainString();
        }
        payload.set("refund", refund);
        payload.set("userErrors", JSON.arrayNode());
        if (save) {
            refundsByKey.put(key, payload);
        }
        return payload;
    }

    ObjectNode refundOf(Row row, String amount, String note) {
        ObjectNode refund = JSON.objectNode()
                .put("id", "gid://shopify/Refund/" + ids.incrementAndGet())
                .put("note", note);
        refund.set("totalRefundedSet", bag(amount, row.currency));
        return refund;
    }

    private static ArrayNode errors(@Nullable String code, String message) {
        ObjectNode error = JSON.objectNode().put("message", message);
        error.set("field", JSON.arrayNode().add("input"));
        if (code != null) {
            error.put("code", code);
        }
        return JSON.arrayNode().add(error);
    }

    @Nullable
    Row byGid(String gid) {
        return rows.get(gid.substring(gid.lastIndexOf('/') + 1));
    }

    static java.math.BigDecimal number(String text) {
        return new java.math.BigDecimal(text);
    }

    /** As Shopify writes it: yen with a point, too. */
    static String text(Money money) {
        String plain = money.toDecimalText();
        return plain.contains(".") ? plain : plain + ".0";
    }
}
