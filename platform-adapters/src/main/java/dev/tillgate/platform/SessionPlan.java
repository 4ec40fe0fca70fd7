package dev.tillgate.platform;

import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.shop.ShopSession;
import dev.tillgate.flow.shop.ShopSession.Kind;
import dev.tillgate.flow.shop.ShopSession.Status;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.Operation.Cause;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.platform.SessionShop.Reason;
import dev.tillgate.platform.SessionShop.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is to be done about a session, from what the gateway knows of its order. Pure. A payment is resolved once its
 * money counts for the order; it is rejected only when that can surely never be, because a buyer cannot try again with a
 * provider that has rejected. Of several payments of one order one wins: the order's lock has decided which.
 */
final class SessionPlan {
    /** After this the shop is told that money may be on its way, so that it keeps the order and sells it once. */
    private static final Duration DOUBT = Duration.ofMinutes(1);

    /** How long reserved money is held: what card schemes allow at least. */
    private static final Duration RESERVED = Duration.ofDays(7);

    private static final Duration SOON = Duration.ofSeconds(10);

    /** What is to be done. */
    sealed interface Wish {
        record Nothing() implements Wish {}

        record Wait(String why, Duration after) implements Wish {}

        /** Carry out what the session asks for. */
        record Move() implements Wish {}

        /** The shop was told no, and money has come all the same: it goes back. */
        record GiveBack() implements Wish {}

        record Tell(Verdict verdict) implements Wish {}

        /** Only the merchant can settle it; a message key. */
        record Person(String reason) implements Wish {}
    }

    private static final Wish NOTHING = new Wish.Nothing();

    private final OrderFile file;
    private final ShopSession session;
    private final List<ShopSession> all;
    private final Instant now;

    private SessionPlan(OrderFile file, ShopSession session, List<ShopSession> all, Instant now) {
        this.file = file;
        this.session = session;
        this.all = all;
        this.now = now;
    }

    /** @param all sessions of the order, this one too */
    static Wish of(OrderFile file, ShopSession session, List<ShopSession> all, Instant now) {
        return new SessionPlan(file, session, all, now).wish();
    }

    /** By what an operation is recognized that was made for a session. */
    static String label(ShopSession session) {
        return session.kind().name().toLowerCase(Locale.ROOT) + " session " + session.id();
    }

    /** The same for money that comes after the shop was told no. */
    static String backLabel(ShopSession session) {
        return "rejected session " + session.id();
    }

    /** Why what a session asks for cannot be done. */
    static Reason failure(OrderFile file, ShopSession session) {
        PaymentId id = session.payment();
        boolean ended = file.payments().stream()
                .filter(payment -> payment.id().equals(id))
                .anyMatch(payment ->
                        payment.status() == PaymentStatus.CANCELED || payment.status() == PaymentStatus.EXPIRED);
        return session.kind() == Kind.CAPTURE && ended ? Reason.AUTHORIZATION_EXPIRED : Reason.FAILED;
    }

    private Wish wish() {
        if (session.status() == Status.RESOLVING) {
            return new Wish.Tell(resolve());
        }
        if (session.status() == Status.REJECTING) {
            return new Wish.Tell(new Verdict.Reject(reason()));
        }
        if (session.kind() == Kind.PAYMENT) {
            return payment();
        }
        if (session.status().isAnswered()) {
            return NOTHING;
        }
        return session.kind() == Kind.VOID ? release() : operation();
    }

    private Reason reason() {
        String reason = session.reason();
        return reason == null ? Reason.FAILED : Reason.valueOf(reason);
    }

    private Wish payment() {
        Optional<Payment> own = own();
        return switch (session.status()) {
            case RESOLVED -> own.isPresent() && isCounted(own.get()) ? strays(own.get()) : NOTHING;
            case REJECTED -> own.map(this::unwanted).orElse(NOTHING);
            case RECEIVED, PENDING, RESOLVING, REJECTING -> own.map(this::open).orElseGet(this::lost);
        };
    }

    private Wish open(Payment payment) {
        return switch (payment.status()) {
            case PAID -> isCounted(payment) ? new Wish.Tell(resolve()) : lost();
            case AUTHORIZED -> {
                if (!isCounted(payment)) {
                    yield lost();
                }
                yield session.authorizes()
                        ? new Wish.Tell(resolve())
                        : new Wish.Wait("the money is reserved and being collected", SOON);
            }
            case OPEN -> isInDoubt(payment) ? doubt(payment) : lost();
            case CANCELED, EXPIRED ->
                isInDoubt(payment) ? new Wish.Wait("an attempt is being looked into", DOUBT) : ended(payment);
        };
    }

    private Wish doubt(Payment payment) {
        Duration age = Duration.between(session.receivedAt(), now);
        if (session.status() == Status.PENDING || !payment.expiresAt().isAfter(now.plus(DOUBT))) {
            return NOTHING;
        }
        return age.compareTo(DOUBT) < 0
                ? new Wish.Wait("an attempt is being looked into", DOUBT.minus(age))
                : new Wish.Tell(new Verdict.Pending(payment.expiresAt()));
    }

    /** Nobody has paid it, and nobody can any more. */
    private Wish ended(Payment payment) {
        boolean replaced =
                all.stream().anyMatch(other -> other.kind() == Kind.PAYMENT && other.revision() > session.revision());
        if (isLost() || replaced) {
            return lost();
        }
        boolean canceled = payment.status() == PaymentStatus.CANCELED;
        return canceled || session.status() == Status.PENDING
                ? new Wish.Tell(new Verdict.Reject(canceled ? Reason.CANCELED : Reason.FAILED))
                : NOTHING;
    }

    /** Another payment of the order counts, and the shop knows; before it knows, nothing is rejected. */
    private Wish lost() {
        return isLost() ? new Wish.Tell(new Verdict.Reject(Reason.FAILED)) : NOTHING;
    }

    private boolean isLost() {
        return all.stream()
                .anyMatch(other -> other.kind() == Kind.PAYMENT
                        && other.status() == Status.RESOLVED
                        && !other.id().equals(session.id()));
    }

    private Wish unwanted(Payment payment) {
        boolean reserved = payment.status() == PaymentStatus.AUTHORIZED;
        boolean held =
                reserved || new PaymentView(file, payment.id()).received().isPositive();
        if (!held) {
            return NOTHING;
        }
        boolean failed = file.operations().stream()
                .anyMatch(operation ->
                        backLabel(session).equals(operation.reason()) && operation.status() == OperationStatus.FAILED);
        return failed ? new Wish.Person("shop.session.not_given_back") : new Wish.GiveBack();
    }

    /** Money that went back by another way than the shop's: it does not know, and cannot be told. */
    private Wish strays(Payment payment) {
        List<String> known = all.stream().map(SessionPlan::label).toList();
        boolean stray = file.operations().stream()
                .filter(operation -> operation.payment().equals(payment.id()))
                .filter(operation ->
                        operation.kind() == OperationKind.REFUND && operation.status() == OperationStatus.SUCCEEDED)
                .filter(operation -> operation.cause() == Cause.REQUESTED || operation.cause() == Cause.AT_PROVIDER)
                .anyMatch(operation -> operation.reason() == null || !known.contains(operation.reason()));
        return stray ? new Wish.Person("shop.session.refunded_here") : NOTHING;
    }

    /** A refund or a capture. */
    private Wish operation() {
        List<Operation> made = file.operations().stream()
                .filter(operation -> label(session).equals(operation.reason()))
                .toList();
        if (made.isEmpty()) {
            return new Wish.Move();
        }
        if (made.stream().anyMatch(operation -> operation.status().isUnderWay())) {
            return new Wish.Wait("the provider works on it", SOON);
        }
        Optional<Money> done = made.stream()
                .filter(operation -> operation.status() == OperationStatus.SUCCEEDED)
                .map(Operation::amount)
                .reduce(Money::plus);
        if (done.isEmpty()) {
            return new Wish.Tell(new Verdict.Reject(failure(file, session)));
        }
        return session.amount() == null || session.amount().equals(done.get())
                ? new Wish.Tell(resolve())
                : new Wish.Person("shop.session.in_part");
    }

    private Wish release() {
        Payment payment = own().orElse(null);
        if (payment == null || payment.status() == PaymentStatus.PAID) {
            return new Wish.Tell(new Verdict.Reject(Reason.FAILED));
        }
        if (payment.status() == PaymentStatus.CANCELED || payment.status() == PaymentStatus.EXPIRED) {
            return new Wish.Tell(resolve());
        }
        List<Operation> voids = file.operations().stream()
                .filter(operation -> operation.payment().equals(payment.id()))
                .filter(operation -> operation.kind() == OperationKind.VOID && operation.cause() == Cause.REQUESTED)
                .filter(operation -> !operation.updatedAt().isBefore(session.receivedAt()))
                .toList();
        if (voids.stream().anyMatch(operation -> operation.status().isUnderWay())) {
            return new Wish.Wait("the provider works on it", SOON);
        }
        boolean failed = voids.stream().anyMatch(operation -> operation.status() == OperationStatus.FAILED);
        return failed ? new Wish.Tell(new Verdict.Reject(Reason.FAILED)) : new Wish.Move();
    }

    private Verdict resolve() {
        Instant since = own().map(Payment::updatedAt).orElse(now);
        boolean reserves = session.kind() == Kind.PAYMENT && session.authorizes();
        return new Verdict.Resolve(reserves ? since.plus(RESERVED) : null);
    }

    private Optional<Payment> own() {
        PaymentId id = session.payment();
        return file.payments().stream()
                .filter(payment -> payment.id().equals(id))
                .findFirst();
    }

    private boolean isCounted(Payment payment) {
        return ShopFacts.deciding(file)
                .filter(one -> one.id().equals(payment.id()))
                .isPresent();
    }

    private boolean isInDoubt(Payment payment) {
        return file.attemptsOf(payment.id()).stream()
                .anyMatch(attempt -> attempt.status().isInDoubt());
    }
}
