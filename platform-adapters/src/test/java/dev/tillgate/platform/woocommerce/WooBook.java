package dev.tillgate.platform.woocommerce;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A WooCommerce shop's orders and what WooCommerce makes of changes to them, as it was seen on WooCommerce 8.9 and 11.0:
 * {@code set_paid} only counts for what needs payment, a status can be set to anything, refunds move money unless told
 * not to, amounts are shown with the shop's number of decimals.
 */
final class WooBook {
    static final String BUYER = "Ada Lovelace-Ponte";
    static final String MAIL = "ada.lovelace@mail.example";

    private static final DateTimeFormatter GMT = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss");
    private static final Set<String> PAID = Set.of("processing", "completed");
    private static final Set<String> NEEDS_PAYMENT = Set.of("pending", "failed");

    private final Map<Long, Row> orders = new TreeMap<>();
    private long nextId = 41;
    private int decimals = 2;
    private int moneyMoved;

    /** An order with all its doings. */
    static final class Row {
        final long id;
        String status = "pending";
        String currency;
        String total;
        String method;
        String transaction = "";
        boolean virtual;

        @Nullable
        Instant paidAt;

        Instant modified = Instant.now();
        int completions;
        final Map<String, String> meta = new LinkedHashMap<>();
        final List<Refund> refunds = new ArrayList<>();
        final List<String> notes = new ArrayList<>();

        Row(long id, String total, String currency, String method) {
            this.id = id;
            this.total = total;
            this.currency = currency;
            this.method = method;
        }
    }

    /** A refund in the shop's books. */
    record Refund(long id, String amount, String reason, Map<String, String> meta, boolean movedMoney) {}

    synchronized Row add(String total, String currency, String method) {
        Row row = new Row(++nextId, total, currency, method);
        orders.put(row.id, row);
        return row;
    }

    synchronized @Nullable Row find(long id) {
        return orders.get(id);
    }

    synchronized void remove(long id) {
        orders.remove(id);
    }

    synchronized void decimals(int wanted) {
        decimals = wanted;
    }

    /** How often the shop itself was made to give money back: never by us. */
    synchronized int moneyMoved() {
        return moneyMoved;
    }

    /** PUT /orders/{id}. */
    synchronized void change(Row row, JsonNode change) {
        if (change.has("transaction_id") && !change.path("set_paid").asBoolean()) {
            row.transaction = change.path("transaction_id").asText();
        }
        for (JsonNode meta : change.path("meta_data")) {
            row.meta.put(meta.path("key").asText(), meta.path("value").asText());
        }
        if (change.path("status").isTextual()) {
            status(row, change.path("status").textValue());
        }
        if (change.path("set_paid").asBoolean() && NEEDS_PAYMENT.contains(row.status)) {
            row.transaction = change.path("transaction_id").asText();
            status(row, row.virtual ? "completed" : "processing");
        }
        touch(row);
    }

    synchronized void status(Row row, String wanted) {
        if (PAID.contains(wanted) && !PAID.contains(row.status)) {
            row.completions++;
            row.paidAt = row.paidAt == null ? Instant.now() : row.paidAt;
        }
        row.status = wanted;
        touch(row);
    }

    synchronized void touch(Row row) {
        row.modified = Instant.now();
    }

    /** POST /orders/{id}/refunds; null when more than is left was asked for. */
    synchronized @Nullable Refund refund(Row row, JsonNode asked) {
        BigDecimal amount = new BigDecimal(asked.path("amount").asText());
        BigDecimal left = new BigDecimal(row.total).subtract(refunded(row));
        if (amount.signum() <= 0 || amount.compareTo(left) > 0) {
            return null;
        }
        boolean moves = asked.path("api_refund").asBoolean(true);
        moneyMoved += moves ? 1 : 0;
        Map<String, String> meta = new LinkedHashMap<>();
        for (JsonNode one : asked.path("meta_data")) {
            meta.put(one.path("key").asText(), one.path("value").asText());
        }
        Refund refund = new Refund(
                ++nextId, amount.toPlainString(), asked.path("reason").asText(), meta, moves);
        row.refunds.add(refund);
        if (amount.compareTo(left) == 0) {
            status(row, "refunded");
        }
        touch(row);
        return refund;
    }

    synchronized boolean deleteRefund(Row row, long id) {
        return row.refunds.removeIf(refund -> refund.id() == id);
    }

    static BigDecimal refunded(Row row) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Refund refund : row.refunds) {
            sum = sum.add(new BigDecimal(refund.amount()));
        }
        return sum;
    }

    synchronized List<Row> changedAfter(Instant after) {
        return orders.values().stream()
                .filter(row -> row.modified.truncatedTo(ChronoUnit.SECONDS).isAfter(after))
                .sorted((a, b) -> a.modified.compareTo(b.modified))
                .toList();
    }

    synchronized ObjectNode json(Row row, @Nullable Integer dp, String home) {
        int shown = dp == null ? decimals : dp;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", row.id).put("status", row.status).put("currency", row.currency);
        json.put("total", rounded(row.total, shown));
        json.put("payment_method", row.method).put("transaction_id", row.transaction);
        json.put("order_key", "wc_order_" + row.id).put("number", Long.toString(row.id));
        json.putObject("billing").put("first_name", BUYER).put("email", MAIL).put("country", "DE");
        json.put("payment_url", home + "/checkout/order-pay/" + row.id + "/?pay_for_order=true&key=wc_order_" + row.id);
        json.put("needs_payment", NEEDS_PAYMENT.contains(row.status));
        json.put("needs_processing", !row.virtual);
        json.put("date_modified_gmt", gmt(row.modified));
        json.put("date_paid_gmt", row.paidAt == null ? null : gmt(row.paidAt));
        ArrayNode meta = json.putArray("meta_data");
        row.meta.forEach((key, value) -> meta.addObject().put("key", key).put("value", value));
        ArrayNode refunds = json.putArray("refunds");
        for (Refund refund : row.refunds) {
            refunds.addObject().put("id", refund.id()).put("total", "-" + rounded(refund.amount(), shown));
        }
        ObjectNode line = json.putArray("line_items").addObject();
        line.put("name", "Ebook")
                .put("quantity", 1)
                .put("total", rounded(row.total, shown))
                .put("total_tax", "0");
        return json;
    }

    synchronized ArrayNode refundsJson(Row row, @Nullable Integer dp) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        // Newest first, as WooCommerce lists them.
        for (Refund refund : row.refunds.reversed()) {
            ObjectNode json = list.addObject();
            json.put("id", refund.id())
                    .put("amount", rounded(refund.amount(), dp == null ? decimals : dp))
                    .put("reason", refund.reason())
                    .put("refunded_payment", refund.movedMoney());
            ArrayNode meta = json.putArray("meta_data");
            refund.meta()
                    .forEach((key, value) -> meta.addObject().put("key", key).put("value", value));
        }
        return list;
    }

    /** Orders are rounded when they are read, not when they are kept. */
    private static String rounded(String amount, int decimals) {
        return amount.matches("-?[0-9]+(\\.[0-9]+)?")
                ? new BigDecimal(amount)
                        .setScale(decimals, RoundingMode.HALF_UP)
                        .toPlainString()
                : amount;
    }

    static String gmt(Instant time) {
        return GMT.format(time.atOffset(ZoneOffset.UTC));
    }
}
