package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.paypal.PayPalAmounts;
import dev.tillgate.provider.paypal.simulator.PayPalLedger.Entry;
import dev.tillgate.provider.simulator.Exchanging;
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
import java.util.Objects;
import java.util.Set;

/** The settlement report (STL), which real merchants fetch by SFTP. Fees are kept when money is given back. */
public final class SettlementReport {
    /** The rows between the headers and the sums. */
    public static final Sheet SHEET = new Sheet(
            "\"CH\",\"Transaction ID\",\"Invoice ID\",\"PayPal Reference ID\",\"PayPal Reference ID Type\","
                    + "\"Transaction Event Code\",\"Transaction Initiation Date\",\"Transaction Completion Date\","
                    + "\"Transaction  Debit or Credit\",\"Gross Transaction Amount\",\"Gross Transaction Currency\","
                    + "\"Fee Debit or Credit\",\"Fee Amount\",\"Fee Currency\",\"Custom Field\",\"Consumer ID\","
                    + "\"Payment Tracking ID\",\"Store ID\"",
            List.of(
                    "CH",
                    "id",
                    "invoice",
                    "reference",
                    "reference type",
                    "code",
                    "initiated",
                    "completed",
                    "direction",
                    "gross",
                    "currency",
                    "fee direction",
                    "fee",
                    "fee currency",
                    "custom",
                    "consumer",
                    "tracking",
                    "store"),
            Sheet.Style.QUOTED);

    private static final int BASIS_POINTS = 349;
    private static final Set<String> WHOLE = Set.of("HUF", "TWD");
    private static final List<String> COLLECTED = List.of("COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final PayPalLedger ledger;
    private final Exchanging exchanging;
    private final InstantSource clock;

    SettlementReport(PayPalLedger ledger, Exchanging exchanging, InstantSource clock) {
        this.ledger = ledger;
        this.exchanging = exchanging;
        this.clock = clock;
    }

    /** What PayPal keeps of a payment; in currencies without decimals there, none of them. */
    static Money fee(Money amount) {
        Money fee = Takings.fee(amount, BASIS_POINTS);
        boolean whole = WHOLE.contains(fee.currencyCode());
        return whole ? fee.minus(new Money(fee.minorUnits() % 100, fee.currency())) : fee;
    }

    /** A whole file with its headers and sums. */
    public static String file(String payee, List<String> rows) {
        List<String> lines = new ArrayList<>();
        lines.add("\"RH\",\"2026/11/06 02:10:00 +0000\",\"A\",\"" + payee + "\",011,");
        lines.add("\"FH\",01");
        lines.add("\"SH\",2026/11/05 00:00:00 +0000,2026/11/05 23:59:59 +0000,\"" + payee + "\",\"\"");
        lines.add(SHEET.header());
        lines.addAll(rows);
        lines.add("\"SF\",\"EUR\",0,0,0,0,0,0");
        lines.add("\"SC\"," + rows.size());
        lines.add("\"RF\",\"EUR\",0,0,0,0,0,0");
        lines.add("\"RC\"," + rows.size());
        lines.add("\"FF\"," + rows.size());
        return String.join("\r\n", lines) + "\r\n";
    }

    String csv(String account) {
        List<Movement> moved = new ArrayList<>();
        for (Entry entry : ledger.orders()) {
            if (entry.account().equals(account)) {
                add(entry, moved);
            }
        }
        for (ObjectNode dispute : ledger.disputes(account)) {
            add(dispute, moved);
        }
        moved.addAll(exchanged(account, moved));
        List<String> rows = Takings.paidOut(moved, ZoneOffset.UTC, clock.instant()).stream()
                .map(SettlementReport::row)
                .toList();
        return file(OrderJson.payeeId(account), rows);
    }

    private static void add(Entry entry, List<Movement> moved) {
        ObjectNode order = entry.order();
        for (JsonNode capture : OrderJson.list(order, OrderJson.CAPTURES)) {
            if (COLLECTED.contains(capture.path("status").asText())) {
                Money amount = OrderJson.amount(capture);
                moved.add(movement(order, capture, "T0006", amount).with(fee(amount)));
            }
        }
        for (JsonNode refund : OrderJson.list(order, OrderJson.REFUNDS)) {
            boolean cameBack = entry.isBack(refund.path("id").asText());
            Money amount = OrderJson.amount(refund);
            if (refund.path("status").asText().equals("COMPLETED") || cameBack) {
                moved.add(movement(order, refund, "T1107", negated(amount)));
            }
            if (cameBack) {
                moved.add(comesBack(refund, amount));
            }
        }
    }

    private static Movement movement(ObjectNode order, JsonNode part, String code, Money gross) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("invoice", part.path("invoice_id").asText(""));
        fields.put("custom", part.path("custom_id").asText(""));
        fields.put("reference", order.path("id").asText());
        fields.put("reference type", "ODR");
        fields.put("code", code);
        // A capture that PayPal looks at first moves when it is decided, a refund when it is made.
        String time = code.equals("T0006") ? "update_time" : "create_time";
        Instant at = Instant.parse(part.path(time).asText());
        Kind kind = code.equals("T0006") ? Kind.CHARGE : Kind.REFUND;
        return new Movement(part.path("id").asText(), kind, gross, Money.zero(gross.currency()), fields, at, null);
    }

    /** PayPal has no code of its own for it: a reversal that names the refund. */
    private static Movement comesBack(JsonNode refund, Money amount) {
        String id = refund.path("id").asText();
        Instant at = Instant.parse(refund.path("update_time").asText());
        return about(id, "B" + id, Kind.REFUND, "T1100", amount, at);
    }

    /** Held while it is looked into; then let go, and taken for good if it is lost. */
    private static void add(ObjectNode dispute, List<Movement> moved) {
        if (dispute.path("dispute_life_cycle_stage").asText().equals("INQUIRY")) {
            return;
        }
        String id = dispute.path("dispute_id").asText().replace("-", "");
        JsonNode disputed = dispute.path("disputed_transactions").path(0);
        String capture = disputed.path("seller_transaction_id").asText();
        String custom = disputed.path("custom").asText("");
        Money amount = Objects.requireNonNull(PayPalAmounts.read(dispute.get("dispute_amount")));
        Instant opened = Instant.parse(dispute.path("create_time").asText());
        moved.add(about(capture, "H" + id, Kind.DISPUTE, "T1110", negated(amount), opened)
                .saying("custom", custom));
        String outcome = dispute.path("dispute_outcome").path("outcome_code").asText();
        if (outcome.isEmpty()) {
            return;
        }
        Instant decided = Instant.parse(dispute.path("update_time").asText());
        moved.add(
                about(capture, "C" + id, Kind.DISPUTE, "T1111", amount, decided).saying("custom", custom));
        if (outcome.equals("RESOLVED_BUYER_FAVOUR") || outcome.equals("ACCEPTED")) {
            moved.add(about(capture, "L" + id, Kind.DISPUTE, "T1106", negated(amount), decided)
                    .saying("custom", custom));
        }
    }

    private static Movement about(String transaction, String id, Kind kind, String code, Money gross, Instant at) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("reference", transaction);
        fields.put("reference type", "TXN");
        fields.put("code", code);
        return new Movement(id, kind, gross, Money.zero(gross.currency()), fields, at, null);
    }

    /** What moved in another currency than the account keeps is exchanged by two rows more, one for each currency. */
    private List<Movement> exchanged(String account, List<Movement> moved) {
        List<Movement> more = new ArrayList<>();
        for (Movement one : moved) {
            Money kept = exchanging.kept(account, one.net());
            if (!kept.currency().equals(one.net().currency())) {
                String id = "X" + one.id();
                more.add(about(one.id(), id, Kind.EXCHANGE, "T0200", negated(one.net()), one.at()));
                more.add(about(one.id(), id, Kind.EXCHANGE, "T0200", kept, one.at()));
            }
        }
        return more;
    }

    private static Money negated(Money amount) {
        return Money.zero(amount.currency()).minus(amount);
    }

    private static String row(Movement movement) {
        Map<String, String> fields = new LinkedHashMap<>(movement.columns());
        fields.put("CH", "SB");
        fields.put("id", movement.kind() == Kind.PAYOUT ? "PO" + movement.id() : movement.id());
        fields.putIfAbsent("code", "T0400");
        fields.put("initiated", TIME.format(movement.at()));
        fields.put("completed", TIME.format(movement.at()));
        fields.put("direction", movement.gross().isPositive() ? "CR" : "DR");
        fields.put("gross", Long.toString(Math.abs(movement.gross().minorUnits())));
        fields.put("currency", movement.gross().currencyCode());
        if (movement.fee().isPositive()) {
            fields.put("fee direction", "DR");
            fields.put("fee", Long.toString(movement.fee().minorUnits()));
            fields.put("fee currency", movement.gross().currencyCode());
        }
        return SHEET.row(fields);
    }
}
