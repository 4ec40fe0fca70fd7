package dev.tillgate.webapp.crash;

import dev.tillgate.provider.sandbox.bank.BankCharge;
import dev.tillgate.provider.sandbox.bank.BankCharge.Status;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Lays the bank's book, the gateway's and the shop's side by side and lists where they disagree. */
final class ThreeBooks {
    private final Map<String, Held> held;
    private final DataSource database;
    private final Map<String, CrashShop.Belief> shop;
    private final List<String> findings = new ArrayList<>();

    /** @param held what the banks hold, by the shop's order number */
    ThreeBooks(Map<String, Held> held, DataSource database, Map<String, CrashShop.Belief> shop) {
        this.held = held;
        this.database = database;
        this.shop = shop;
    }

    /** What the bank holds of one order after refunds, and in how many charges. */
    record Held(long minor, int charges) {
        static final Held NOTHING = new Held(0, 0);

        static Held of(long left) {
            return left > 0 ? new Held(left, 1) : NOTHING;
        }

        Held and(Held other) {
            return new Held(minor + other.minor, charges + other.charges);
        }
    }

    List<String> compare() {
        held.forEach((order, sum) -> {
            if (sum.charges() > 1) {
                findings.add(order + ": the bank holds " + sum.charges() + " charges, " + sum.minor());
            }
        });
        Map<String, Long> gateway = new HashMap<>();
        rows("""
                SELECT o.reference, SUM(p.captured), SUM(p.refunded), MAX(p.status = 'PAID'), SUM(p.authorized)
                FROM payment p JOIN shop_order o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
                GROUP BY o.merchant_id, o.id, o.reference""", row -> compareOrder(row, gateway));
        held.keySet().stream()
                .filter(order -> !gateway.containsKey(order))
                .forEach(order -> findings.add(order + ": at the bank, unknown to the gateway"));
        return findings;
    }

    private void compareOrder(ResultSet row, Map<String, Long> gateway) throws SQLException {
        String order = row.getString(1);
        long captured = row.getLong(2);
        long refunded = row.getLong(3);
        boolean paid = row.getBoolean(4);
        gateway.put(order, captured - refunded);
        long atBank = held.getOrDefault(order, Held.NOTHING).minor();
        // Reserved or collected.
        long charged = row.getLong(5);
        if (atBank != charged - refunded) {
            findings.add(order + ": the bank holds " + atBank + ", the gateway says " + charged + " - " + refunded
                    + ", after " + story(order));
        }
        CrashShop.Belief belief = shop.get(order);
        boolean believed = belief != null && belief.paid();
        if (believed != paid) {
            findings.add(order + ": the gateway says paid=" + paid + ", the shop " + belief);
        }
        if (belief != null && paid && belief.captured().minus(belief.refunded()).minorUnits() != captured - refunded) {
            findings.add(order + ": the shop believes " + belief + ", the gateway " + captured + " - " + refunded);
        }
    }

    /** Only refunds that really happened count: failed ones were booked back by the bank. */
    static Map<String, Held> held(SandboxBank.Books bank) {
        Map<String, Held> held = new HashMap<>();
        for (BankCharge charge : bank.charges()) {
            long left = charge.captured().minus(charge.refunded()).minorUnits();
            held.merge(
                    charge.terms().texts().orderReference(),
                    Held.of(charge.status() == Status.CAPTURED ? left : 0),
                    Held::and);
        }
        return held;
    }

    /** What happened to the order, as the gateway has it: without it a finding of one run in many could not be read. */
    private List<String> story(String order) {
        List<String> story = new ArrayList<>();
        rows("""
                SELECT o.reference, a.id, a.status, a.detail, a.asked, a.created_at, a.updated_at
                FROM attempt a JOIN shop_order o ON o.merchant_id = a.merchant_id AND o.id = a.order_id""", row -> {
            if (row.getString(1).equals(order)) {
                story.add("%s %s (%s), asked %d times, %s to %s"
                        .formatted(
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getInt(5),
                                row.getString(6),
                                row.getString(7)));
            }
        });
        rows("""
                SELECT o.reference, e.type, e.created_at
                FROM event e JOIN shop_order o ON o.merchant_id = e.merchant_id AND o.id = e.order_id
                ORDER BY e.id""", row -> {
            if (row.getString(1).equals(order)) {
                story.add(row.getString(2) + " " + row.getString(3));
            }
        });
        return story;
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void rows(String sql, Row each) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                each.read(rows);
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
