package dev.tillgate.webapp.checkout;

import dev.tillgate.flow.PaymentView;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Decides which {@link Screen} fits a payment. Reads nothing but its arguments. */
final class ScreenChoice {

    /** After this a start without an answer is no longer called "starting". */
    private static final Duration USUAL_START = Duration.ofSeconds(15);

    private final PaymentView view;
    private final Supplier<List<MethodChoice>> methods;
    private final boolean paidLate;
    private final Instant now;

    private ScreenChoice(PaymentView view, Supplier<List<MethodChoice>> methods, boolean paidLate, Instant now) {
        this.view = view;
        this.methods = methods;
        this.paidLate = paidLate;
        this.now = now;
    }

    /**
     * @param methods asked only when they are shown
     * @param paidLate whether the money came after the payment was over
     * @param now UTC
     */
    static Screen of(PaymentView view, Supplier<List<MethodChoice>> methods, boolean paidLate, Instant now) {
        return new ScreenChoice(view, methods, paidLate, now).choose();
    }

    private Screen choose() {
        Payment payment = view.payment();
        if (payment.status() == PaymentStatus.PAID || payment.status() == PaymentStatus.AUTHORIZED) {
            return paid(payment);
        }
        if (view.isInDoubt()) {
            return busy();
        }
        Optional<PaymentId> counted = chargedPayment().filter(id -> !id.equals(view.id()));
        if (counted.isPresent()) {
            return new Screen.Over(Screen.Over.PAID_ELSEWHERE, counted.get());
        }
        if (payment.status() == PaymentStatus.OPEN && payment.expiresAt().isAfter(now)) {
            return open();
        }
        PaymentId newer = openPayment();
        if (newer != null) {
            return new Screen.Over(Screen.Over.CHANGED, newer);
        }
        if (MoneyMoved.of(view).back().isPositive()) {
            return new Screen.Over(Screen.Over.GOES_BACK, null);
        }
        boolean canceled = payment.status() == PaymentStatus.CANCELED;
        return new Screen.Over(canceled ? Screen.Over.CANCELED : Screen.Over.EXPIRED, null);
    }

    private Screen open() {
        Attempt last = view.lastAttempt().orElse(null);
        if (last == null) {
            return new Screen.Choose(methods.get(), null);
        }
        NextAction action = last.nextAction();
        // One that waits for another amount is being closed: a part has come meanwhile.
        boolean isOwed = last.amount().equals(view.missing());
        if (last.status() == AttemptStatus.AWAITING_PAYER && action != null && isOwed) {
            Instant until = action.expiresAt();
            if (until != null && !until.isAfter(now)) {
                return new Screen.Choose(methods.get(), Notice.of("warn", "lapsed"));
            }
            List<MethodChoice> others = methods.get().stream()
                    .filter(choice -> !choice.method().equals(last.method()))
                    .toList();
            return new Screen.Act(last, action, others);
        }
        boolean declined = last.status() == AttemptStatus.DECLINED;
        List<MethodChoice> choices = methods.get().stream()
                .map(choice -> choice.failed(declined && choice.method().equals(last.method())))
                .toList();
        return new Screen.Choose(choices, noticeOf(last));
    }

    private @Nullable Notice noticeOf(Attempt last) {
        if (view.isPaidInPart() && last.status() != AttemptStatus.DECLINED) {
            // The page says already what was received and what is missing.
            return null;
        }
        DeclineReason reason = last.declineReason();
        return switch (last.status()) {
            case DECLINED -> new Notice("bad", "declined", reason == null ? DeclineReason.DECLINED_BY_ISSUER : reason);
            case NOT_SENT -> Notice.of("warn", "not_sent");
            case ABANDONED -> new Notice("warn", "abandoned", reason);
            case SUCCEEDED -> Notice.of("warn", "not_whole");
            default -> null;
        };
    }

    private Screen busy() {
        List<Attempt> open = view.file().attempts().stream()
                .filter(attempt -> attempt.status().isInDoubt())
                .toList();
        if (open.stream().anyMatch(this::isLost)) {
            return new Screen.Busy(Screen.Busy.CHECKING);
        }
        boolean starting = open.stream().anyMatch(attempt -> attempt.status() == AttemptStatus.STARTED);
        return new Screen.Busy(starting ? Screen.Busy.STARTING : Screen.Busy.PROCESSING);
    }

    private boolean isLost(Attempt attempt) {
        return attempt.status() == AttemptStatus.STARTED
                && (attempt.asked() > 0
                        || attempt.detail() != null
                        || attempt.createdAt().plus(USUAL_START).isBefore(now));
    }

    private Screen paid(Payment payment) {
        Attempt charge = charge();
        Money none = Money.zero(payment.amount().currency());
        Money refunded = sum(wanted(OperationStatus.SUCCEEDED), none);
        Money refunding = sum(wanted(OperationStatus.STARTED), none).plus(sum(wanted(OperationStatus.PENDING), none));
        List<Operation> twice = view.file().operations().stream()
                .filter(operation ->
                        operation.cause() == Operation.Cause.SECOND_SUCCESS && operation.kind() == OperationKind.REFUND)
                .toList();
        Money second = twice.isEmpty() ? null : sum(twice.stream(), none);
        boolean back = twice.stream().allMatch(operation -> operation.status() == OperationStatus.SUCCEEDED);
        return new Screen.Paid(paidState(payment, refunded), charge, refunded, refunding, second, back);
    }

    private String paidState(Payment payment, Money refunded) {
        if (refunded.compareTo(payment.amount()) >= 0) {
            return "refunded";
        }
        if (refunded.isPositive()) {
            return "partly_refunded";
        }
        if (payment.status() == PaymentStatus.AUTHORIZED) {
            return "reserved";
        }
        return paidLate ? "paid_late" : "paid";
    }

    /** The attempt that holds the order's money; else the newest charged one of this payment. */
    private Attempt charge() {
        AttemptId by = view.file().order().chargedBy();
        return view.attempts().stream()
                .filter(attempt -> attempt.id().equals(by))
                .findFirst()
                .or(() -> view.attempts().reversed().stream()
                        .filter(attempt -> attempt.status().isCharged())
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException("paid by no attempt: " + view.id()));
    }

    private Stream<Operation> wanted(OperationStatus status) {
        return view.refunds().stream().filter(refund -> !MoneyMoved.isByItself(refund) && refund.status() == status);
    }

    private static Money sum(Stream<Operation> operations, Money none) {
        return operations.map(Operation::amount).reduce(none, Money::plus);
    }

    private Optional<PaymentId> chargedPayment() {
        AttemptId by = view.file().order().chargedBy();
        return view.file().attempts().stream()
                .filter(attempt -> attempt.id().equals(by))
                .map(Attempt::payment)
                .findFirst();
    }

    private @Nullable PaymentId openPayment() {
        return view.file().payments().stream()
                .filter(other -> !other.id().equals(view.id()))
                .filter(other -> other.status() == PaymentStatus.OPEN
                        && other.expiresAt().isAfter(now))
                .map(Payment::id)
                .reduce((older, newer) -> newer)
                .orElse(null);
    }
}
