package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.money.Money;
import dev.tillgate.provider.sandbox.bank.SandboxBank.Books;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The bank's settlement report of an account: what was collected and refunded, with a fee of 1.5 %, paid out day by day
 * (UTC) the day after. The same movement has the same entry in every report; today's are in none of its payouts yet.
 */
public final class BankSettlement {
    private static final String HEADER = "entry,kind,reference,gross,fee,currency,payout,booked_at\n";
    private static final int BASIS_POINTS = 150;

    private final StringBuilder report = new StringBuilder(HEADER);
    private final Map<String, Money> payouts = new TreeMap<>();
    private final LocalDate today;

    private BankSettlement(Instant now) {
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** The whole report as CSV. */
    public static String report(Books books, Instant now) {
        BankSettlement settlement = new BankSettlement(now);
        settlement.charges(books);
        settlement.refunds(books);
        settlement.payOut();
        return settlement.report.toString();
    }

    private void charges(Books books) {
        Map<String, List<BankOperation>> captures = new HashMap<>();
        for (BankOperation operation : books.operations()) {
            if (operation.kind() == BankOperation.Kind.CAPTURE
                    && operation.status() == BankOperation.Status.SUCCEEDED) {
                captures.computeIfAbsent(operation.charge(), id -> new ArrayList<>())
                        .add(operation);
            }
        }
        for (BankCharge charge : books.charges()) {
            List<BankOperation> parts = captures.getOrDefault(charge.id(), List.of());
            if (parts.isEmpty() && charge.captured().isPositive()) {
                movement(charge.id(), "charge", charge.terms().reference(), charge.captured(), charge.createdAt());
            }
            parts.forEach(part -> movement(part.id(), "charge", part.key(), part.amount(), part.createdAt()));
        }
    }

    private void refunds(Books books) {
        Set<String> once = new HashSet<>();
        for (BankOperation operation : books.operations()) {
            if (operation.kind() == BankOperation.Kind.REFUND
                    && operation.status() == BankOperation.Status.SUCCEEDED
                    && once.add(operation.id())) {
                Money back = Money.zero(operation.amount().currency()).minus(operation.amount());
                movement(operation.id(), "refund", operation.key(), back, operation.createdAt());
            }
        }
    }

    private void movement(String entry, String kind, String reference, Money gross, long at) {
        Money fee = Money.zero(gross.currency());
        if (gross.isPositive()) {
            long units = gross.minorUnits();
            // Rounded down, and never beyond what fits.
            fee = new Money(units / 10_000 * BASIS_POINTS + units % 10_000 * BASIS_POINTS / 10_000, gross.currency());
        }
        LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC);
        String payout = "";
        if (day.isBefore(today)) {
            payout = "po_" + day;
            payouts.merge(payout + " " + gross.currencyCode(), gross.minus(fee), Money::plus);
        }
        row(entry, kind, List.of(reference, gross.toDecimalText(), fee.toDecimalText()), gross, payout, at);
    }

    private void payOut() {
        payouts.forEach((key, net) -> {
            String payout = key.substring(0, key.indexOf(' '));
            LocalDate day = LocalDate.parse(payout.substring("po_".length())).plusDays(1);
            long at = day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
            Money out = Money.zero(net.currency()).minus(net);
            row(payout + "_" + net.currencyCode(), "payout", List.of("", out.toDecimalText(), ""), net, payout, at);
        });
    }

    private void row(String entry, String kind, List<String> amounts, Money like, String payout, long at) {
        Instant booked = Instant.ofEpochMilli(at).truncatedTo(ChronoUnit.SECONDS);
        report.append(String.join(
                        ",", entry, kind, String.join(",", amounts), like.currencyCode(), payout, booked.toString()))
                .append('\n');
    }
}
