package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.paypal.simulator.PayPalLedger.Entry;
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
    private final InstantSource clock;

    SettlementReport(PayPalLedger ledger, InstantSource clock) {
        this.ledger = ledger;
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
                add(entry.order(), moved);
            }
        }
        List<String> rows = Takings.paidOut(moved, ZoneOffset.UTC, clock.instant()).stream()
                .map(SettlementReport::row)
                .toList();
        return file(OrderJson.payeeId(account), rows);
    }

    private static void add(ObjectNode order, List<Movement> moved) {
        for (JsonNode capture : OrderJson.list(order, OrderJson.CAPTURES)) {
            if (COLLECTED.contains(capture.path("status").asText())) {
                Money amount = OrderJson.amount(capture);
                moved.add(movement(order, capture, Kind.CHARGE, amount));
            }
        }
        for (JsonNode refund : OrderJson.list(order, OrderJson.REFUNDS)) {
            if (refund.path("status").asText().equals("COMPLETED")) {
                Money amount = OrderJson.amount(refund);
                moved.add(movement(
                        order,
                        refund,
                        Kind.REFUND,
                        Money.zero(amount.currency()).minus(amount)));
            }
        }
    }

    private static Movement movement(ObjectNode order, JsonNode part, Kind kind, Money gross) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("invoice", part.path("invoice_id").asText(""));
        fields.put("custom", part.path("custom_id").asText(""));
        fields.put("reference", order.path("id").asText());
        fields.put("reference type", "ODR");
        fields.put("code", kind == Kind.CHARGE ? "T0006" : "T1107");
        Money fee = kind == Kind.CHARGE ? fee(gross) : Money.zero(gross.currency());
        // A capture that PayPal looks at first moves when it is decided.
        Instant at = Instant.parse(part.path("update_time").asText());
        return new Movement(part.path("id").asText(), kind, gross, fee, fields, at, null);
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
