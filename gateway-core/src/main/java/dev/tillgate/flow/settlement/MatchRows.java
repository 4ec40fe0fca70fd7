package dev.tillgate.flow.settlement;

import dev.tillgate.flow.settlement.Known.Charge;
import dev.tillgate.flow.settlement.Known.Step;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.provider.SettlementRow;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares settlement rows with our books, one after the other. A row is recognized by a reference, ours before the
 * provider's, and never by its amount: of the refunds of one charge that is named, the amount may say which.
 */
final class MatchRows {
    private final Known known;
    private final boolean reservations;
    private final Set<OperationId> taken;

    /** @param reservations see {@link dev.tillgate.provider.SettlementFormat#tellsReservations} */
    MatchRows(Known known, boolean reservations) {
        this.known = known;
        this.reservations = reservations;
        this.taken = new HashSet<>(known.settled());
    }

    Matched match(SettlementRow row) {
        return switch (row.kind()) {
            case CHARGE -> charge(row);
            case REFUND -> refund(row);
            case FEE, PAYOUT, DISPUTE, EXCHANGE, ADJUSTMENT, OTHER -> related(row);
        };
    }

    private Matched related(SettlementRow row) {
        Optional<Step> step = known.operation(OperationKind.REFUND, row.ourReference(), row.providerReferences());
        if (step.isPresent()) {
            return Matched.to(Finding.MATCHED, step.get(), null);
        }
        return known.charge(row.ourReference(), row.providerReferences())
                .map(charge -> Matched.to(Finding.MATCHED, charge, null))
                .orElseGet(() -> Matched.nothing(Finding.NOT_NEEDED));
    }

    private Matched charge(SettlementRow row) {
        Money said = row.payersAmount();
        if (reservations && isReservation(row, said)) {
            return Matched.to(Finding.MATCHED, chargeOf(row).orElseThrow(), said);
        }
        Optional<Step> capture = known.operation(OperationKind.CAPTURE, row.ourReference(), row.providerReferences());
        if (capture.isPresent()) {
            Step step = capture.get();
            return Matched.to(finding(said, step.amount(), isDone(step)), step, step.amount());
        }
        Optional<Charge> found = known.charge(row.ourReference(), row.providerReferences());
        if (found.isEmpty()) {
            return Matched.nothing(Finding.UNKNOWN_HERE);
        }
        Charge charge = found.get();
        Money collected = known.collected(charge);
        Finding whole = finding(said, collected, charge.status() == AttemptStatus.SUCCEEDED);
        if (whole == Finding.AMOUNT_DIFFERS || whole == Finding.STATE_DIFFERS) {
            // One of several captures: each is a row of its own.
            Optional<Step> part = one(known.stepsOf(charge.id(), OperationKind.CAPTURE), said);
            if (part.isPresent()) {
                return Matched.to(Finding.MATCHED, part.get(), said);
            }
        }
        return Matched.to(whole, charge, collected);
    }

    /** The whole of a reservation of which a part was captured, or the rest that was let go. */
    private boolean isReservation(SettlementRow row, Money said) {
        Charge charge = chargeOf(row).orElse(null);
        if (charge == null
                || charge.status() != AttemptStatus.SUCCEEDED
                || !said.currency().equals(charge.amount().currency())) {
            return false;
        }
        Money released = charge.amount().minus(known.collected(charge));
        return released.isPositive()
                && (said.equals(charge.amount())
                        || said.equals(Money.zero(said.currency()).minus(released)));
    }

    /** The charge that the row is about, even if it names a capture of it. */
    private Optional<Charge> chargeOf(SettlementRow row) {
        return known.operation(OperationKind.CAPTURE, row.ourReference(), row.providerReferences())
                .map(step -> known.attempts().get(step.attempt().value()))
                .or(() -> known.charge(row.ourReference(), row.providerReferences()));
    }

    private Matched refund(SettlementRow row) {
        Money said = row.payersAmount();
        Money size = said.minorUnits() < 0 ? Money.zero(said.currency()).minus(said) : said;
        Optional<Step> named = known.operation(OperationKind.REFUND, row.ourReference(), row.providerReferences());
        if (named.isPresent()) {
            Step step = named.get();
            Money expected =
                    said.minorUnits() < 0 ? Money.zero(step.amount().currency()).minus(step.amount()) : step.amount();
            // One that comes back is one that we know has failed; until then it had gone out.
            boolean failed = step.status() == OperationStatus.FAILED;
            boolean agrees = said.minorUnits() < 0 ? isDone(step) || failed && known.cameBack(step.id()) : failed;
            taken.add(step.id());
            return Matched.to(finding(said, expected, agrees), step, expected);
        }
        Optional<Charge> charge = known.charge(row.ourReference(), row.providerReferences());
        if (charge.isEmpty()) {
            return Matched.nothing(Finding.UNKNOWN_HERE);
        }
        return one(known.stepsOf(charge.get().id(), OperationKind.REFUND), size)
                .filter(step -> said.minorUnits() < 0)
                .map(step -> Matched.to(Finding.MATCHED, step, said))
                .orElseGet(() -> Matched.to(Finding.UNKNOWN_HERE, charge.get(), null));
    }

    /** The first of this amount that no row was matched to yet. */
    private Optional<Step> one(List<Step> steps, Money amount) {
        Optional<Step> found = steps.stream()
                .filter(step -> step.amount().equals(amount) && !taken.contains(step.id()))
                .findFirst();
        found.ifPresent(step -> taken.add(step.id()));
        return found;
    }

    private static Finding finding(Money said, Money expected, boolean moved) {
        if (!said.currency().equals(expected.currency())) {
            return Finding.CURRENCY_DIFFERS;
        }
        if (!moved) {
            return Finding.STATE_DIFFERS;
        }
        return said.equals(expected) ? Finding.MATCHED : Finding.AMOUNT_DIFFERS;
    }

    private static boolean isDone(Step step) {
        return step.status() == OperationStatus.SUCCEEDED;
    }
}
