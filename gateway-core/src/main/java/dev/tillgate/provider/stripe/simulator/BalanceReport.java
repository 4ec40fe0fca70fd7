package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.simulator.Exchanging;
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

    /** What the bank takes for a dispute, whoever wins it; see stripe.com/pricing, checked 2026-11-25. */
    private static final long DISPUTE_FEE = 1_500;

    private final JsonBook book;
    private final Exchanging exchanging;
    private final InstantSource clock;

    BalanceReport(JsonBook book, Exchanging exchanging, InstantSource clock) {
        this.book = book;
        this.exchanging = exchanging;
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
            boolean cameBack = refund.has(RefundDesk.CAME_BACK);
            if (Shapes.is(refund, Shapes.ACCOUNT, account) && (Shapes.is(refund, "status", "succeeded") || cameBack)) {
                refund(account, refund, moved);
            }
        }
        for (ObjectNode dispute : book.all(Disputes.KIND)) {
            if (Shapes.is(dispute, Shapes.ACCOUNT, account) && !Disputes.isInquiry(dispute)) {
                dispute(account, dispute, moved);
            }
        }
        List<String> rows = Takings.paidOut(moved, ZoneOffset.UTC, clock.instant()).stream()
                .filter(movement -> within.test(movement.at()))
                .map(BalanceReport::row)
                .toList();
        return SHEET.text(rows, "\n");
    }

    private void charge(ObjectNode intent, ObjectNode charge, List<Movement> moved) {
        String account = intent.path(Shapes.ACCOUNT).asText();
        String currency = intent.path("currency").asText();
        Money whole = Amounts.money(charge.path("amount").asLong(), currency);
        Money captured = Amounts.money(charge.path("amount_captured").asLong(), currency);
        Instant at = Instant.ofEpochSecond(
                intent.path(Shapes.CAPTURED_AT).asLong(charge.path("created").asLong()));
        String id = charge.path("id").asText();
        Map<String, String> columns = about(intent, id);
        columns.put(CATEGORY, "charge");
        Money fee = Takings.fee(exchanging.kept(account, captured), BASIS_POINTS);
        moved.add(movement(account, transaction(id), Kind.CHARGE, whole, columns, at)
                .with(fee));
        Money released = captured.minus(whole);
        if (!released.isZero()) {
            columns.put(CATEGORY, REVERSAL);
            moved.add(movement(account, transaction(id) + "r", Kind.CHARGE, released, columns, at));
        }
    }

    /** In the currency that the account keeps, without a fee; what the payer saw stands beside it if it is another. */
    private Movement movement(
            String account, String id, Kind kind, Money amount, Map<String, String> columns, Instant at) {
        Money kept = exchanging.kept(account, amount);
        Map<String, String> all = new LinkedHashMap<>(columns);
        if (!kept.currency().equals(amount.currency())) {
            all.put("customer_facing_amount", amount.toDecimalText());
            all.put("customer_facing_currency", amount.currencyCode().toLowerCase(Locale.ROOT));
        }
        return new Movement(id, kind, kept, Money.zero(kept.currency()), all, at, null);
    }

    /** Taken with a fee when it is opened, given back without it when it is won. */
    private void dispute(String account, ObjectNode dispute, List<Movement> moved) {
        String id = dispute.path("id").asText();
        ObjectNode intent =
                book.get(Intents.KIND, dispute.path("payment_intent").asText());
        Map<String, String> columns =
                about(intent == null ? dispute : intent, dispute.path("charge").asText());
        columns.put("source_id", id);
        columns.put(CATEGORY, "dispute");
        Money amount = Amounts.money(
                dispute.path("amount").asLong(), dispute.path("currency").asText());
        Money taken = Money.zero(amount.currency()).minus(amount);
        Instant at = Instant.ofEpochSecond(dispute.path("created").asLong());
        Movement opened = movement(account, transaction(id), Kind.DISPUTE, taken, columns, at);
        moved.add(opened.with(new Money(DISPUTE_FEE, opened.gross().currency())));
        if (dispute.has(Disputes.WON_AT)) {
            Instant won = Instant.ofEpochSecond(dispute.path(Disputes.WON_AT).asLong());
            // What was taken comes back as it was taken.
            Map<String, String> back = new LinkedHashMap<>(opened.columns());
            back.put(CATEGORY, "dispute_reversal");
            Money zero = Money.zero(opened.gross().currency());
            moved.add(new Movement(
                    transaction(id) + "w", Kind.DISPUTE, zero.minus(opened.gross()), zero, back, won, null));
        }
    }

    private void refund(String account, ObjectNode refund, List<Movement> moved) {
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
        Money given = Money.zero(amount.currency()).minus(amount);
        Instant at = Instant.ofEpochSecond(refund.path("created").asLong());
        Movement out = movement(account, transaction(id), Kind.REFUND, given, columns, at);
        moved.add(out);
        if (refund.has(RefundDesk.CAME_BACK)) {
            Map<String, String> back = new LinkedHashMap<>(out.columns());
            back.put(CATEGORY, "refund_failure");
            Money zero = Money.zero(out.gross().currency());
            Instant failed =
                    Instant.ofEpochSecond(refund.path(RefundDesk.CAME_BACK).asLong());
            moved.add(new Movement(
                    transaction(id) + "f", Kind.REFUND, zero.minus(out.gross()), zero, back, failed, null));
        }
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
