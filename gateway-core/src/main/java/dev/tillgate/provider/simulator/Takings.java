package dev.tillgate.provider.simulator;

import dev.tillgate.money.Money;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came in and went out of a merchant's account at a simulator, as its settlement files tell it: what a day brought
 * is paid out when the next one begins; a balance that is not positive is carried on. The same book always comes to the
 * same, whenever it is asked.
 */
public final class Takings {
    private static final Comparator<Movement> BY_TIME =
            Comparator.comparing(Movement::at).thenComparing(Movement::id);

    private final ZoneId zone;
    private final LocalDate today;
    private final List<Movement> all = new ArrayList<>();
    private final Map<String, List<Movement>> waiting = new LinkedHashMap<>();

    private Takings(ZoneId zone, Instant now) {
        this.zone = zone;
        this.today = LocalDate.ofInstant(now, zone);
    }

    /** What kind of movement it is. */
    public enum Kind {
        CHARGE,
        REFUND,
        /** Taken for a dispute, or given back after one. */
        DISPUTE,
        /** One currency turned into another. */
        EXCHANGE,
        PAYOUT
    }

    /**
     * One movement. Amounts are signed by what they do to the balance.
     *
     * @param id the provider's own, unique within the account
     * @param fee positive when it is paid, negative when it comes back
     * @param columns what the provider's file says besides, by its columns
     * @param payout the payout it is part of or is, or null while it is in none
     */
    public record Movement(
            String id,
            Kind kind,
            Money gross,
            Money fee,
            Map<String, String> columns,
            Instant at,
            @Nullable String payout) {
        public Movement {
            columns = Map.copyOf(columns);
        }

        /** What the balance changes by. */
        public Money net() {
            return gross.minus(fee);
        }

        /** The day on the clocks of this zone. */
        public LocalDate day(ZoneId zone) {
            return LocalDate.ofInstant(at, zone);
        }

        /** The same with this fee. */
        public Movement with(Money paid) {
            return new Movement(id, kind, gross, paid, columns, at, payout);
        }

        /** The same with something more to say in this column. */
        public Movement saying(String column, String text) {
            Map<String, String> all = new LinkedHashMap<>(columns);
            all.put(column, text);
            return new Movement(id, kind, gross, fee, all, at, payout);
        }

        private Movement in(String ref) {
            return new Movement(id, kind, gross, fee, columns, at, ref);
        }
    }

    /** All movements with the payouts made of them, oldest first. Days begin at midnight in the zone. */
    public static List<Movement> paidOut(List<Movement> moved, ZoneId zone, Instant now) {
        Takings takings = new Takings(zone, now);
        LocalDate day = null;
        for (Movement one : moved.stream().sorted(BY_TIME).toList()) {
            LocalDate next = one.day(zone);
            takings.payOut(day, next);
            day = next;
            takings.waiting
                    .computeIfAbsent(one.gross().currencyCode(), any -> new ArrayList<>())
                    .add(one);
        }
        takings.payOut(day, takings.today);
        takings.waiting.values().forEach(takings.all::addAll);
        return takings.all.stream().sorted(BY_TIME).toList();
    }

    /** A share of the amount in hundredths of a percent, rounded down. */
    public static Money fee(Money gross, int basisPoints) {
        long units = gross.minorUnits();
        return new Money(units / 10_000 * basisPoints + units % 10_000 * basisPoints / 10_000, gross.currency());
    }

    /** Pays out what the day brought, if another day has come since. */
    private void payOut(@Nullable LocalDate day, LocalDate next) {
        if (day == null || !day.isBefore(next)) {
            return;
        }
        for (Map.Entry<String, List<Movement>> balance : waiting.entrySet()) {
            Money net = balance.getValue().stream()
                    .map(Movement::net)
                    .reduce(Money::plus)
                    .orElse(Money.ofMinor(0, balance.getKey()));
            if (net.isPositive()) {
                String ref = day.toString().replace("-", "") + balance.getKey();
                balance.getValue().forEach(one -> all.add(one.in(ref)));
                balance.getValue().clear();
                Money zero = Money.zero(net.currency());
                Instant at = day.plusDays(1).atStartOfDay(zone).toInstant();
                all.add(new Movement(ref, Kind.PAYOUT, zero.minus(net), zero, Map.of(), at, ref));
            }
        }
    }
}
