package dev.tillgate.flow;

import static dev.tillgate.payment.AttemptStatus.ABANDONED;
import static dev.tillgate.payment.AttemptStatus.AUTHORIZED;
import static dev.tillgate.payment.AttemptStatus.AWAITING_PAYER;
import static dev.tillgate.payment.AttemptStatus.DECLINED;
import static dev.tillgate.payment.AttemptStatus.NOT_SENT;
import static dev.tillgate.payment.AttemptStatus.PENDING;
import static dev.tillgate.payment.AttemptStatus.STARTED;
import static dev.tillgate.payment.AttemptStatus.SUCCEEDED;

import dev.tillgate.flow.NotPossible.Why;
import dev.tillgate.ledger.LedgerEntry;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of a payment, whole: how it opens, is tried, is paid, is given up. Pure decisions on an {@link OrderFile};
 * what happens to collected or reserved money afterwards is in {@link OperationLife}. Every rule serves one of three
 * promises: no lost answer is called a decline, no order is charged twice, no paid order stays unpaid in the shop.
 */
public final class PaymentLife {
    /** A limit stands on everything that grows. */
    static final int MAX_ATTEMPTS_PER_ORDER = 60;

    private static final int MAX_PAYMENTS_PER_ORDER = 60;

    private final Pace pace;
    private final OnceMore again;
    private final OperationLife operations;
    private final Receipts receipts;
    final Completion completion;

    public PaymentLife(Pace pace) {
        this.pace = pace;
        this.again = new OnceMore(pace);
        this.operations = new OperationLife(pace);
        this.receipts = new Receipts(operations);
        this.completion = new Completion(pace, operations);
    }

    /** Where an answer came from. */
    public enum Source {
        /** The provider's reply to our own request. */
        REPLY,
        /** The provider's answer when asked what became of it. */
        QUERY,
        /** The provider told us by itself. */
        NOTIFICATION
    }

    /** Opens a payment for the order's present revision; payments of older revisions are given up. */
    public Payment open(OrderFile file, CaptureMode captureMode, Duration lifetime, Instant now) {
        if (file.payments().size() >= MAX_PAYMENTS_PER_ORDER) {
            throw new NotPossible(Why.TOO_MANY, "the order was changed too often");
        }
        for (Payment older : file.payments().stream().toList()) {
            if (older.status() == PaymentStatus.OPEN) {
                giveUp(file, older, PaymentStatus.CANCELED, EventType.PAYMENT_CANCELED, now);
            }
        }
        Payment payment = Payment.opened(file.order(), captureMode, now.plus(lifetime), now);
        file.put(payment);
        file.append(EventType.PAYMENT_CREATED, payment, Facts.of(file, payment), now);
        return payment;
    }

    /**
     * Begins an attempt, or answers the one with the same method that already waits for the payer.
     *
     * @throws NotPossible when the order is paid, in doubt, or the payment is over
     */
    public Attempt start(OrderFile file, PaymentId id, StoreProfile.Offer offer, Instant now) {
        Payment payment = file.payment(id);
        requirePayable(file, payment, now);
        Money owed = Sums.missing(file, payment);
        Optional<Attempt> waiting = file.attemptsOf(id).stream()
                .filter(a -> a.status() == AWAITING_PAYER && a.method().equals(offer.method()))
                .filter(a -> a.account().equals(offer.account()) && a.canStillBePaid(now))
                .filter(a -> a.amount().equals(owed))
                .filter(a -> operations.closing(file, a).isEmpty())
                .findFirst();
        if (waiting.isPresent()) {
            return waiting.get();
        }
        closeWaiting(file, null, now);
        Attempt attempt = Attempt.started(
                        payment, offer.account(), offer.provider(), offer.method(), now.plus(pace.callLease()), now)
                .over(owed);
        file.put(attempt);
        file.append(EventType.ATTEMPT_STARTED, payment, Facts.of(file, payment, attempt), now);
        return attempt;
    }

    /**
     * Applies what a provider says of an attempt. The first answer wins; an equal one later changes nothing; one that
     * contradicts is kept and raised, never forced.
     */
    public void answered(OrderFile file, AttemptId id, Outcome outcome, Source source, Instant now) {
        Attempt attempt =
                source == Source.QUERY ? OnceMore.answered(file, file.attempt(id), outcome, now) : file.attempt(id);
        switch (outcome) {
            case Outcome.Done done -> done(file, attempt, done, source, now);
            case Outcome.PayerMust must -> awaitPayer(file, attempt, must, now);
            case Outcome.Approved approved ->
                pending(file, attempt, new Outcome.Pending(approved.ref(), Duration.ZERO), now);
            case Outcome.Pending pending -> pending(file, attempt, pending, now);
            case Outcome.Declined declined -> declined(file, attempt, declined, now);
            case Outcome.Refused refused -> refused(file, attempt, refused, source, now);
            case Outcome.NotSent notSent -> notSent(file, attempt, notSent, source, now);
            case Outcome.Unknown unknown -> unknown(file, attempt, unknown, now);
        }
    }

    /** Gives up a payment nobody has paid; reserved money is released by an operation instead. */
    public void cancel(OrderFile file, PaymentId id, Instant now) {
        Payment payment = file.payment(id);
        if (payment.status() == PaymentStatus.CANCELED) {
            return;
        }
        if (payment.status() != PaymentStatus.OPEN) {
            throw new NotPossible(Why.WRONG_STATE, "only an open or authorized payment can be canceled");
        }
        if (isInDoubt(file, id)) {
            throw new NotPossible(Why.IN_DOUBT, "an attempt is being looked into; ask again when it is settled");
        }
        giveUp(file, payment, PaymentStatus.CANCELED, EventType.PAYMENT_CANCELED, now);
    }

    /** Ends a payment whose time is up, unless money may be on its way. */
    public void expire(OrderFile file, PaymentId id, Instant now) {
        Payment payment = file.payment(id);
        if (payment.status() != PaymentStatus.OPEN || payment.expiresAt().isAfter(now)) {
            return;
        }
        if (isInDoubt(file, id)) {
            file.put(payment.to(PaymentStatus.OPEN, pace.nextInDoubt(6, now), now));
            return;
        }
        giveUp(file, payment, PaymentStatus.EXPIRED, EventType.PAYMENT_EXPIRED, now);
    }

    private void done(OrderFile file, Attempt attempt, Outcome.Done done, Source source, Instant now) {
        switch (done.effect()) {
            case CAPTURED, CAPTURED_FINALLY -> collected(file, attempt, done, now);
            case AUTHORIZED -> {
                if (attempt.status() == ABANDONED && source != Source.QUERY) {
                    // It was let go of at the provider, so this may be an older message that comes late: we ask.
                    file.put(attempt.postponedTo(now, now));
                } else {
                    reserved(file, attempt, done, now);
                }
            }
            case CLOSED -> declined(file, attempt, new Outcome.Declined(DeclineReason.CLOSED, "closed"), now);
            case REFUNDED -> {
                if (attempt.status() != SUCCEEDED) {
                    contradiction(file, attempt, "the provider says refunded, we never saw it paid", now);
                    endWithoutMoney(file, file.attempt(attempt.id()), now);
                }
            }
        }
    }

    /** Whatever was paid has gone back: nothing more is to be asked about. */
    private static void endWithoutMoney(OrderFile file, Attempt attempt, Instant now) {
        if (attempt.status().isUnderWay()) {
            file.put(attempt.to(ABANDONED, null, null, now).because(DeclineReason.CLOSED, attempt.detail()));
        }
    }

    private void collected(OrderFile file, Attempt attempt, Outcome.Done done, Instant now) {
        if (attempt.status() == AUTHORIZED) {
            operations.collectedAtProvider(file, attempt, done, now);
            return;
        }
        if (attempt.status() != SUCCEEDED && !attempt.status().canBecome(SUCCEEDED)) {
            contradiction(file, attempt, "declined first, paid later", now);
            return;
        }
        if (receipts.take(file, attempt, done, now)) {
            closeWaiting(file, attempt.id(), now);
        }
    }

    private void reserved(OrderFile file, Attempt attempt, Outcome.Done done, Instant now) {
        if (attempt.status().isCharged()) {
            return;
        }
        if (!attempt.status().canBecome(AUTHORIZED)) {
            contradiction(file, attempt, "declined first, authorized later", now);
            return;
        }
        if (!done.amount().equals(attempt.amount())) {
            Receipts.mismatch(file, attempt, done, now);
            return;
        }
        Attempt authorized = attempt.to(AUTHORIZED, done.ref(), null, now).because(null, null);
        file.put(authorized);
        file.post(LedgerEntry.authorized(authorized, done.amount(), now));
        Money none = Money.zero(done.amount().currency());
        boolean tooMuch = authorized.amount().compareTo(Sums.missing(file, file.payment(attempt.payment()))) > 0;
        Payment payment = file.payment(attempt.payment()).plus(done.amount(), none, none, now);
        file.put(payment);
        boolean unwanted = tooMuch || Receipts.isChargedByAnother(file, attempt);
        if (unwanted || !payment.status().canBecome(PaymentStatus.AUTHORIZED)) {
            // Reserved, but not wanted any more: let go of it.
            file.append(EventType.PAYMENT_SECOND_SUCCESS, payment, Facts.of(file, payment, authorized), now);
            operations.close(file, authorized, now);
            return;
        }
        file.put(file.order().chargedBy(attempt.id()));
        Payment held = payment.to(PaymentStatus.AUTHORIZED, null, now);
        file.put(held);
        file.append(EventType.PAYMENT_AUTHORIZED, held, Facts.of(file, held, authorized), now);
        closeWaiting(file, attempt.id(), now);
        if (held.captureMode() == CaptureMode.AUTOMATIC) {
            operations.capture(file, held.id(), null, now);
        }
    }

    static void becomePaid(OrderFile file, Payment payment, Attempt by, Instant now) {
        boolean late = payment.status() == PaymentStatus.EXPIRED || payment.status() == PaymentStatus.CANCELED;
        Payment paid = payment.to(PaymentStatus.PAID, null, now);
        file.put(paid);
        EventType type = late ? EventType.PAYMENT_PAID_LATE : EventType.PAYMENT_PAID;
        file.append(type, paid, Facts.of(file, paid, by), now);
    }

    private void awaitPayer(OrderFile file, Attempt attempt, Outcome.PayerMust must, Instant now) {
        if (!attempt.status().isUnderWay()) {
            return;
        }
        Payment payment = file.payment(attempt.payment());
        if (attempt.status() == AWAITING_PAYER) {
            file.put(attempt.askedAgainAt(pace.nextAwaiting(attempt.asked(), now), now));
            return;
        }
        Attempt awaiting = attempt.awaiting(must.action(), must.ref(), pace.nextAwaiting(0, now), now);
        file.put(awaiting);
        file.append(EventType.ATTEMPT_AWAITING_PAYER, payment, Facts.of(file, payment, awaiting), now);
        if (payment.status() != PaymentStatus.OPEN || file.order().chargedBy() != null) {
            operations.close(file, awaiting, now);
        }
    }

    private void pending(OrderFile file, Attempt attempt, Outcome.Pending pending, Instant now) {
        if (!attempt.status().isUnderWay()) {
            return;
        }
        Instant askAt = now.plus(pending.askAgain());
        if (attempt.status() == PENDING) {
            file.put(attempt.askedAgainAt(askAt, now));
            return;
        }
        Payment payment = file.payment(attempt.payment());
        Attempt waits = attempt.to(PENDING, pending.ref(), askAt, now);
        file.put(waits);
        file.append(EventType.ATTEMPT_PENDING, payment, Facts.of(file, payment, waits), now);
    }

    private void declined(OrderFile file, Attempt attempt, Outcome.Declined declined, Instant now) {
        if (attempt.status() == AUTHORIZED && declined.reason().isGivenUp()) {
            operations.released(file, attempt, null, now);
            return;
        }
        if (attempt.status() == SUCCEEDED || attempt.status() == AUTHORIZED) {
            contradiction(file, attempt, "paid first, declined later: " + declined.providerCode(), now);
            return;
        }
        AttemptStatus next = declined.reason().isGivenUp() ? ABANDONED : DECLINED;
        if (!attempt.status().canBecome(next)) {
            return;
        }
        Payment payment = file.payment(attempt.payment());
        Attempt ended = attempt.to(next, null, null, now).because(declined.reason(), declined.providerCode());
        file.put(ended);
        EventType type = next == ABANDONED ? EventType.ATTEMPT_ABANDONED : EventType.ATTEMPT_DECLINED;
        file.append(type, payment, Facts.of(file, payment, ended), now);
    }

    private void refused(OrderFile file, Attempt attempt, Outcome.Refused refused, Source source, Instant now) {
        if (source != Source.REPLY) {
            // Our question was refused: that says nothing about the charge.
            unknown(file, attempt, new Outcome.Unknown(refused.why()), now);
            return;
        }
        endUnsent(file, attempt, refused.why(), EventType.ATTEMPT_REFUSED, now, null);
    }

    private void notSent(OrderFile file, Attempt attempt, Outcome.NotSent notSent, Source source, Instant now) {
        boolean mayStillArrive = now.isBefore(attempt.createdAt().plus(pace.notSentGrace()));
        if (source != Source.REPLY && (mayStillArrive || attempt.status() != STARTED)) {
            unknown(file, attempt, new Outcome.Unknown(notSent.why()), now);
            return;
        }
        // A request that was on its way for longer than anybody expects is found by one more look.
        Instant lookAgain = source == Source.REPLY ? null : now.plus(pace.notSentGrace());
        endUnsent(file, attempt, notSent.why(), EventType.ATTEMPT_NOT_SENT, now, lookAgain);
    }

    private static void endUnsent(
            OrderFile file, Attempt attempt, String why, EventType type, Instant now, @Nullable Instant lookAgain) {
        if (!attempt.status().canBecome(NOT_SENT)) {
            return;
        }
        Payment payment = file.payment(attempt.payment());
        Attempt ended = attempt.to(NOT_SENT, null, lookAgain, now).because(null, Facts.shortened(why));
        file.put(ended);
        file.append(type, payment, Facts.of(file, payment, ended), now);
    }

    /** Nothing is known: ask again, and tell once that nobody may pay again meanwhile. */
    private void unknown(OrderFile file, Attempt attempt, Outcome.Unknown unknown, Instant now) {
        if (!attempt.status().isUnderWay()) {
            return;
        }
        boolean first = attempt.status() == STARTED && attempt.detail() == null;
        Attempt asked =
                again.ask(attempt, unknown, now).because(attempt.declineReason(), Facts.shortened(unknown.why()));
        file.put(asked);
        if (first) {
            Payment payment = file.payment(attempt.payment());
            file.append(EventType.ATTEMPT_UNKNOWN, payment, Facts.of(file, payment, asked), now);
        }
    }

    static void contradiction(OrderFile file, Attempt attempt, String what, Instant now) {
        if (what.equals(attempt.detail())) {
            return;
        }
        Attempt noted = attempt.because(attempt.declineReason(), Facts.shortened(what));
        file.put(noted);
        Payment payment = file.payment(attempt.payment());
        file.append(EventType.PAYMENT_CONTRADICTION, payment, Facts.of(file, payment, noted), now);
    }

    private void giveUp(OrderFile file, Payment payment, PaymentStatus end, EventType type, Instant now) {
        Payment over = payment.to(end, null, now);
        file.put(over);
        file.append(type, over, Facts.of(file, over), now);
        file.attemptsOf(payment.id()).stream()
                .filter(a -> a.status() == AWAITING_PAYER)
                .forEach(a -> operations.close(file, a, now));
        receipts.giveBackAll(file, over, now);
    }

    /** Shuts what could still be paid, so that a second payment is the rare case and not the usual one. */
    private void closeWaiting(OrderFile file, @Nullable AttemptId except, Instant now) {
        file.attempts().stream()
                .filter(a -> a.status() == AWAITING_PAYER && !a.id().equals(except))
                .toList()
                .forEach(a -> operations.close(file, a, now));
    }

    private static void requirePayable(OrderFile file, Payment payment, Instant now) {
        boolean charged = payment.status() == PaymentStatus.PAID || payment.status() == PaymentStatus.AUTHORIZED;
        if (charged || file.order().chargedBy() != null) {
            throw new NotPossible(Why.ALREADY_PAID, "the order is paid already");
        }
        if (payment.status() != PaymentStatus.OPEN || !payment.expiresAt().isAfter(now)) {
            throw new NotPossible(Why.WRONG_STATE, "the payment is over; ask the shop for a new one");
        }
        if (file.attempts().stream().anyMatch(a -> a.status().isInDoubt())) {
            throw new NotPossible(Why.IN_DOUBT, "do not pay again: an earlier attempt is being looked into");
        }
        if (file.attempts().size() >= MAX_ATTEMPTS_PER_ORDER) {
            throw new NotPossible(Why.TOO_MANY, "too many attempts to pay this order");
        }
    }

    private static boolean isInDoubt(OrderFile file, PaymentId payment) {
        return file.attemptsOf(payment).stream().anyMatch(a -> a.status().isInDoubt());
    }

    /** The rules for captures, voids and refunds. */
    public OperationLife operations() {
        return operations;
    }
}
