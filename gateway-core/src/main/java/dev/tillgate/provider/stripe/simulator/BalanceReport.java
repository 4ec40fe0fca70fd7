package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.Sheet;
import dev.tillgate.provider.simulator.Takings;
import dev.tillgate.provider.simulator.Takings.Kind;
import dev.tillgate.provider.simulator.Takings.Movement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The report {@code payout_reconciliation.itemized.5}, with our metadata chosen for it. What was authorized and not
 * captured is a row of its own (https://docs.stripe.com/reports/reporting-categories, checked 2026-11-25).
 */
public final class BalanceReport {
    /** Its columns, as far as they matter here. */
    public static final Sheet SHEET = Sheet.of(
            "automatic_payout_id,automatic_payout_effective_at_utc,balance_transaction_id,created_utc,available_on_utc,"
                    + "currency,gross,fee,net,reporting_category,source_id,description,customer_facing_amount,"
                    + "customer_facing_currency,charge_id,payment_intent_id,payment_metadata[tillgate_attempt],"
                    + "payment_metadata[tillgate_capture],refund_metadata[tillgate_operation]",
            Sheet.Style.COMMAS);

    private static final String CATEGORY = "reporting_category";
    private static final String REVERSAL = "partial_capture_reversal";
    private static final int BASIS_POINTS = 290;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final JsonBook book;
    private final InstantSource clock;

    BalanceReport(JsonBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    /** Of all that moved in this time. */
    String csv(String account, Predicate<Instant> within) {
        List<Movement> moved = new ArrayList<>();
        for (ObjectNode intent : book.all(Intents.KIND)) {
            boolean collected = Shapes.is(intent, Shapes.ACCOUNT, account) && Shapes.is(intent, "status", "succeeded");
            if (collected && intent.path(Shapes.CHARGE) instanceof ObjectNode charge) {
                charge(intent, charge, moved);
            }
        }
        for (ObjectNode refund : book.all(RefundDesk.KIND)) {
            if (Shapes.is(refund, Shapes.ACCOUNT, account) && Shapes.is(refund, "status", "succeeded")) {
                moved.add(refund(refund));
            }
        }
        List<String> rows = Takings.paidOut(moved, ZoneOffset.UTC, clock.instant()).stream()
                .filter(movement -> within.test(movement.at()))
                .map(BalanceReport::row)
                .toList();
        return SHEET.text(rows, "\n");
    }

    private static void charge(ObjectNode intent, ObjectNode charge, List<Movement> moved) {
        String currency = intent.path("currency").asText();
        Money whole = Amounts.money(charge.path("amount").asLong(), currency);
        Money captured = Amounts.money(charge.path("amount_captured").asLong(), currency);
        Instant at = Instant.ofEpochSecond(
                intent.path(Shapes.CAPTURED_AT).asLong(charge.path("created").asLong()));
        String id = charge.path("id").asText();
        Map<String, String> columns = about(intent, id);
        columns.put(CATEGORY, "charge");
        moved.add(new Movement(
                transaction(id), Kind.CHARGE, whole, Takings.fee(captured, BASIS_POINTS), columns, at, null));
        Money released = captured.minus(whole);
        if (!released.isZero()) {
            columns.put(CATEGORY, REVERSAL);
            moved.add(new Movement(
                    transaction(id) + "r", Kind.CHARGE, released, Money.zero(released.currency()), columns, at, null));
        }
    }

    private Movement refund(ObjectNode refund) {
        String id = refund.path("id").asText();
        ObjectNode intent = book.get(Intents.KIND, refund.path("payment_intent").asText());
        Map<String, String> columns =
                about(intent == null ? refund : intent, refund.path("charge").asText());
        columns.put(CATEGORY, "refund");
        columns.put("source_id", id);
        put(
                columns,
                "refund_metadata[tillgate_operation]",
                refund.path("metadata").path("tillgate_operation"));
        Money amount = Amounts.money(
                refund.path("amount").asLong(), refund.path("currency").asText());
        Money zero = Money.zero(amount.currency());
        Instant at = Instant.ofEpochSecond(refund.path("created").asLong());
        return new Movement(transaction(id), Kind.REFUND, zero.minus(amount), zero, columns, at, null);
    }

    private static Map<String, String> about(ObjectNode intent, String charge) {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("source_id", charge);
        columns.put("charge_id", charge);
        columns.put("payment_intent_id", intent.path("id").asText());
        columns.put("description", intent.path("description").asText(""));
        JsonNode metadata = intent.path("metadata");
        put(columns, "payment_metadata[tillgate_attempt]", metadata.path("tillgate_attempt"));
        put(columns, "payment_metadata[tillgate_capture]", metadata.path("tillgate_capture"));
        return columns;
    }

    private static void put(Map<String, String> columns, String name, JsonNode value) {
        if (value.isTextual()) {
            columns.put(name, value.asText());
        }
    }

    private static String transaction(String id) {
        return "txn_" + id.substring(id.indexOf('_') + 1);
    }

    private static String row(Movement movement) {
        Map<String, String> fields = new LinkedHashMap<>(movement.columns());
        boolean payout = movement.kind() == Kind.PAYOUT;
        String time = TIME.format(movement.at());
        if (movement.payout() != null) {
            fields.put("automatic_payout_id", "po_" + movement.payout());
        }
        if (payout) {
            fields.put(CATEGORY, "payout");
            fields.put("source_id", "po_" + movement.id());
            fields.put("description", "STRIPE PAYOUT");
        }
        fields.put("balance_transaction_id", payout ? "txn_po" + movement.id() : movement.id());
        fields.put("created_utc", time);
        fields.put("available_on_utc", time);
        fields.put("currency", movement.gross().currencyCode().toLowerCase(Locale.ROOT));
        fields.put("gross", movement.gross().toDecimalText());
        fields.put("fee", movement.fee().toDecimalText());
        fields.put("net", movement.net().toDecimalText());
        return SHEET.row(fields);
    }
}
