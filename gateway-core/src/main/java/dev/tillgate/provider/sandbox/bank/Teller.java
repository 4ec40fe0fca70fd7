package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.provider.sandbox.bank.BankCharge.Status;
import dev.tillgate.provider.sandbox.bank.BankOperation.Kind;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the bank: what may follow what, and how much. Every method runs under the book's lock, writes the book
 * and says what changed.
 */
final class Teller {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final BankBook book;
    private final InstantSource clock;
    private final Consumer<BankCharge> chargeChanged;
    private final Consumer<BankOperation> operationChanged;

    Teller(
            BankBook book,
            InstantSource clock,
            Consumer<BankCharge> chargeChanged,
            Consumer<BankOperation> operationChanged) {
        this.book = book;
        this.clock = clock;
        this.chargeChanged = chargeChanged;
        this.operationChanged = operationChanged;
    }

    static String newId(String prefix) {
        byte[] random = new byte[12];
        RANDOM.nextBytes(random);
        return prefix + "_" + HexFormat.of().formatHex(random);
    }

    /** @param scenario what the instrument asks for, or null when the payer is to choose on our page */
    BankCharge open(BankCharge.Terms terms, @Nullable Scenario scenario) {
        BankCharge charge = new BankCharge(
                newId("sch"),
                clock.millis(),
                terms,
                new BankCharge.State(Status.AWAITING_PAYER, 0, 0, null, scenario, 1, terms.expiresAt()));
        return scenario == null ? save(charge) : go(charge, scenario);
    }

    /** A reference that was closed before a charge came: one that still comes is refused. */
    BankCharge closeUnseen(BankCharge.Terms terms) {
        return save(new BankCharge(
                newId("sch"), clock.millis(), terms, new BankCharge.State(Status.CLOSED, 0, 0, null, null, 1, 0)));
    }

    /** The payer's means decide. */
    BankCharge go(BankCharge charge, Scenario scenario) {
        BankCharge chosen = charge.goesBy(scenario);
        long later = clock.millis() + Scenario.TIME_TO_SETTLE.toMillis();
        return switch (scenario.ending()) {
            case APPROVE -> approve(chosen);
            case APPROVE_LESS -> take(chosen, Math.max(1, charge.terms().amount() - 1));
            case DECLINE -> decline(chosen, Objects.requireNonNullElse(scenario.declineCode(), "do_not_honor"));
            case CHALLENGE -> save(chosen);
            case SETTLE_LATER -> save(chosen.pendingUntil(later));
            case STAY_PENDING -> save(chosen.pendingUntil(0));
        };
    }

    BankCharge approve(BankCharge charge) {
        return charge.terms().manual()
                ? save(charge.is(Status.AUTHORIZED, 0, null))
                : take(charge, charge.terms().amount());
    }

    /** Collects; a transfer may bring more or less than was asked for. */
    BankCharge take(BankCharge charge, long amount) {
        return save(charge.is(Status.CAPTURED, amount, null));
    }

    BankCharge decline(BankCharge charge, String code) {
        return save(charge.is(Status.DECLINED, 0, code));
    }

    /** The payer passed the bank's check. */
    BankCharge passed(BankCharge charge) {
        Scenario scenario = charge.state().scenario();
        String code = scenario == null ? null : scenario.declineCode();
        return code == null ? approve(charge) : decline(charge, code);
    }

    /** The charge as it is now: decides first what is due, should the timer be late. */
    BankCharge current(BankCharge charge) {
        long dueAt = charge.state().dueAt();
        if (dueAt == 0 || dueAt > clock.millis()) {
            return charge;
        }
        due(charge);
        return Objects.requireNonNullElse(book.charge(charge.id()), charge);
    }

    /** What the bank decides by itself when the time has come. */
    void due(BankCharge charge) {
        if (charge.status() == Status.PENDING) {
            passed(charge);
        } else if (charge.status() == Status.AWAITING_PAYER) {
            decline(charge, "expired");
        }
    }

    void due(BankOperation operation) {
        BankCharge charge = book.charge(operation.charge());
        if (operation.status() != BankOperation.Status.PENDING || charge == null) {
            return;
        }
        if (charge.state().scenario() == Scenario.REFUNDS_FAIL) {
            save(charge.refundedBy(-operation.minorUnits()));
            save(operation.ends(BankOperation.Status.FAILED, "refund_failed"));
        } else {
            save(operation.ends(BankOperation.Status.SUCCEEDED, null));
        }
    }

    BankOperation capture(BankCharge charge, BankOperation wanted) {
        if (charge.status() != Status.AUTHORIZED) {
            throw new BankError(422, "not_authorized", "no money is reserved by this charge");
        }
        long left = charge.terms().amount() - charge.state().captured();
        if (wanted.minorUnits() > left) {
            throw new BankError(422, "over_capture", "only " + left + " minor units are left to capture");
        }
        long captured = charge.state().captured() + wanted.minorUnits();
        boolean whole = captured == charge.terms().amount();
        save(charge.is(whole ? Status.CAPTURED : Status.AUTHORIZED, captured, null));
        return save(wanted);
    }

    /** Releases what is reserved and not captured, or makes sure that an open charge is never paid. */
    BankOperation close(BankCharge charge, BankOperation wanted) {
        switch (charge.status()) {
            case CAPTURED -> throw new BankError(422, "already_captured", "the money was collected");
            case AUTHORIZED -> {
                long captured = charge.state().captured();
                save(charge.is(captured > 0 ? Status.CAPTURED : Status.CLOSED, captured, null));
            }
            case AWAITING_PAYER, PENDING -> save(charge.is(Status.CLOSED, 0, null));
            case DECLINED, CLOSED -> {
                // It cannot be paid any more as it is.
            }
        }
        return save(wanted);
    }

    BankOperation refund(BankCharge charge, BankOperation wanted) {
        long left = charge.state().captured() - charge.state().refunded();
        if (charge.state().captured() == 0) {
            throw new BankError(422, "not_captured", "no money was collected by this charge");
        }
        if (wanted.minorUnits() > left) {
            throw new BankError(422, "over_refund", "only " + left + " minor units are left to refund");
        }
        save(charge.refundedBy(wanted.minorUnits()));
        return save(wanted);
    }

    /** An operation as it is when its rules allow it: done, or under way when the charge's scenario says so. */
    BankOperation operation(BankCharge charge, Kind kind, String key, String digest, long amount) {
        Scenario scenario = charge.state().scenario();
        boolean later =
                kind == Kind.REFUND && (scenario == Scenario.REFUNDS_FAIL || scenario == Scenario.REFUNDS_LATER);
        long dueAt = later ? clock.millis() + Scenario.TIME_TO_SETTLE.toMillis() : 0;
        BankOperation.Status status = later ? BankOperation.Status.PENDING : BankOperation.Status.SUCCEEDED;
        return new BankOperation(
                newId("sop"),
                clock.millis(),
                charge.terms().account(),
                key,
                digest,
                kind,
                charge.id(),
                amount,
                charge.terms().currency(),
                new BankOperation.Result(status, null, 1, dueAt));
    }

    private BankCharge save(BankCharge charge) {
        book.put(charge);
        chargeChanged.accept(charge);
        return charge;
    }

    private BankOperation save(BankOperation operation) {
        book.put(operation);
        operationChanged.accept(operation);
        return operation;
    }
}
