package dev.tillgate.platform;

import dev.tillgate.flow.AlreadyAsked;
import dev.tillgate.flow.CancelPayment;
import dev.tillgate.flow.CapturePayment;
import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.RefundPayment;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.flow.shop.SessionBook;
import dev.tillgate.flow.shop.ShopSession;
import dev.tillgate.flow.shop.ShopSession.Status;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.SessionPlan.Wish;
import dev.tillgate.platform.SessionShop.Told;
import dev.tillgate.platform.SessionShop.Verdict;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out what sessions of an order ask for and tells the shop's platform what became of them; run by the guard of
 * the order until nothing is left to do. Everything is read again after every step, and every step can be done again.
 */
public final class AnswerSessions {
    /** The platform must have our answer to its request before it is told what became of it. */
    static final Duration FIRST = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration DOUBT = Duration.ofMinutes(1);
    private static final int MOST_STEPS = 60;

    private final SessionBook book;
    private final GuardBook guards;
    private final Moves moves;
    private final InstantSource clock;

    /** What moves money at the wish of a shop. */
    public record Moves(RefundPayment refund, CapturePayment capture, CancelPayment cancel) {}

    public AnswerSessions(SessionBook book, GuardBook guards, Moves moves, InstantSource clock) {
        this.book = book;
        this.guards = guards;
        this.moves = moves;
        this.clock = clock;
    }

    /** Does what can be done about an order now. */
    public Reconciled run(Connected shop, String reference) {
        Set<String> stuck = new HashSet<>();
        List<Reconciled> left = new ArrayList<>();
        for (int i = 0; i < MOST_STEPS; i++) {
            Optional<Todo> next = next(shop, reference, stuck);
            if (next.isEmpty()) {
                return worst(left);
            }
            Optional<Reconciled> waits = step(shop, next.get());
            if (waits.isPresent()) {
                stuck.add(SessionPlan.label(next.get().session()));
                left.add(waits.get());
            }
        }
        left.add(new Reconciled.Later("there is more to answer", SOON));
        return worst(left);
    }

    /**
     * Where the buyer of an order goes on: what the platform has said, or back to where the payment was chosen. A buyer
     * who leaves while the money is on its way has placed the order, so the platform is told that.
     *
     * @return nothing while the platform must still be told that it was paid
     */
    public Optional<String> onward(Connected shop, String reference) {
        run(shop, reference);
        OrderFile file = guards.file(shop.merchant(), shop.store(), reference).orElse(null);
        List<ShopSession> all = payments(shop, reference);
        if (file == null || all.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> said = said(all);
        if (said.isPresent()) {
            return said;
        }
        ShopSession newest = all.getLast();
        Optional<Payment> held = ShopFacts.deciding(file)
                .filter(payment ->
                        payment.status() == PaymentStatus.PAID || payment.status() == PaymentStatus.AUTHORIZED);
        if (held.isPresent()) {
            return Optional.empty();
        }
        Optional<Payment> waited = OnItsWay.payment(file, newest);
        if (waited.isPresent() && newest.status() == Status.RECEIVED) {
            tell(shop, newest, new Verdict.Pending(waited.get().expiresAt()));
            return said(payments(shop, reference));
        }
        return Optional.ofNullable(newest.cancelUrl());
    }

    /** The newest word of the platform about payments that were not turned down. */
    private static Optional<String> said(List<ShopSession> payments) {
        return payments.reversed().stream()
                .filter(one -> one.status() == Status.RESOLVED || one.status() == Status.PENDING)
                .flatMap(one -> Optional.ofNullable(one.nextUrl()).stream())
                .findFirst();
    }

    private List<ShopSession> payments(Connected shop, String reference) {
        return book.ofOrder(shop.merchant(), shop.store(), reference).stream()
                .filter(one -> one.kind() == ShopSession.Kind.PAYMENT)
                .toList();
    }

    private record Todo(OrderFile file, ShopSession session, Wish wish) {}

    private Optional<Todo> next(Connected shop, String reference, Set<String> stuck) {
        OrderFile file = guards.file(shop.merchant(), shop.store(), reference).orElse(null);
        if (file == null) {
            return Optional.empty();
        }
        List<ShopSession> all = book.ofOrder(shop.merchant(), shop.store(), reference);
        Instant now = clock.instant();
        return all.stream()
                .filter(session -> !stuck.contains(SessionPlan.label(session)))
                .map(session -> new Todo(file, session, SessionPlan.of(file, session, all, now)))
                .filter(todo -> !(todo.wish() instanceof Wish.Nothing))
                .findFirst();
    }

    /** Nothing when it is done and everything is to be looked at again. */
    private Optional<Reconciled> step(Connected shop, Todo todo) {
        return switch (todo.wish()) {
            case Wish.Nothing nothing -> Optional.empty();
            case Wish.Wait wait -> Optional.of(new Reconciled.Later(wait.why(), wait.after()));
            case Wish.Person person ->
                Optional.of(new Reconciled.Refused(
                        person.reason(), Map.of("session", todo.session().id())));
            case Wish.Tell tell -> tell(shop, todo.session(), tell.verdict());
            case Wish.Move move -> moved(todo.session());
            case Wish.GiveBack back -> givenBack(todo);
        };
    }

    private Optional<Reconciled> moved(ShopSession session) {
        PaymentId payment = Objects.requireNonNull(session.payment(), "it is about a payment");
        try {
            switch (session.kind()) {
                case REFUND ->
                    moves.refund()
                            .run(
                                    session.merchant(),
                                    payment,
                                    session.amount(),
                                    SessionPlan.label(session),
                                    once(session, SessionPlan.label(session)));
                case CAPTURE ->
                    moves.capture()
                            .run(
                                    session.merchant(),
                                    payment,
                                    session.amount(),
                                    SessionPlan.label(session),
                                    once(session, SessionPlan.label(session)));
                case VOID -> moves.cancel().run(session.merchant(), payment, OnceOnly.unremembered());
                case PAYMENT -> throw new IllegalStateException("the buyer pays");
            }
            return Optional.empty();
        } catch (AlreadyAsked somebodyElse) {
            return Optional.of(new Reconciled.Later("it is being done", SOON));
        } catch (NotPossible refused) {
            return refused(session, refused);
        }
    }

    /** What cannot be done now and never will is rejected, unless it was done a moment ago. */
    private Optional<Reconciled> refused(ShopSession session, NotPossible refused) {
        OrderFile file = guards.file(session.merchant(), session.store(), session.reference())
                .orElseThrow();
        boolean done = file.operations().stream()
                .anyMatch(operation -> SessionPlan.label(session).equals(operation.reason()));
        if (done) {
            return Optional.empty();
        }
        return switch (refused.why()) {
            case IN_DOUBT -> Optional.of(new Reconciled.Later("an attempt is being looked into", DOUBT));
            case NOT_FOUND, INVALID, WRONG_STATE, ALREADY_PAID, EXCEEDS, METHOD_UNAVAILABLE, UNSUPPORTED, TOO_MANY -> {
                decided(
                        session,
                        Status.REJECTING,
                        SessionPlan.failure(file, session).name());
                yield Optional.empty();
            }
        };
    }

    private Optional<Reconciled> givenBack(Todo todo) {
        ShopSession session = todo.session();
        PaymentId payment = Objects.requireNonNull(session.payment(), "money has come for it");
        String label = SessionPlan.backLabel(session);
        try {
            if (todo.file().payment(payment).status() == PaymentStatus.AUTHORIZED) {
                moves.cancel().run(session.merchant(), payment, OnceOnly.unremembered());
            } else {
                moves.refund().run(session.merchant(), payment, null, label, once(session, label));
            }
            return Optional.of(new Reconciled.Later("money came too late and goes back", SOON));
        } catch (AlreadyAsked | NotPossible notNow) {
            return Optional.of(new Reconciled.Later("money came too late and goes back", DOUBT));
        }
    }

    private Optional<Reconciled> tell(Connected shop, ShopSession session, Verdict verdict) {
        Duration early = Duration.between(clock.instant(), session.receivedAt().plus(FIRST));
        if (early.isPositive()) {
            return Optional.of(new Reconciled.Later("the shop may not have our answer to its request yet", early));
        }
        Status next =
                switch (verdict) {
                    case Verdict.Resolve resolve -> Status.RESOLVING;
                    case Verdict.Reject reject -> Status.REJECTING;
                    case Verdict.Pending pending -> Status.PENDING;
                };
        ShopSession decided = session;
        if (next != Status.PENDING) {
            decided = decided(
                    session,
                    next,
                    verdict instanceof Verdict.Reject reject ? reject.reason().name() : null);
            if (decided.status() != next) {
                // Somebody else has decided or told meanwhile.
                return Optional.empty();
            }
        }
        return switch (((SessionShop) shop.platform()).tell(decided, verdict)) {
            case Told.Confirmed confirmed -> {
                confirmed(decided, next, confirmed);
                yield Optional.empty();
            }
            case Told.Later later -> Optional.of(new Reconciled.Later(later.why(), later.after()));
            case Told.Refused refused ->
                Optional.of(new Reconciled.Refused(refused.reason(), Map.of("session", session.id())));
        };
    }

    private ShopSession decided(ShopSession session, Status next, @org.jspecify.annotations.Nullable String reason) {
        return book.change(session, one -> one.status().isDecided() ? one : one.to(next, reason, one.nextUrl(), null));
    }

    private void confirmed(ShopSession session, Status next, Told.Confirmed confirmed) {
        Instant now = clock.instant();
        book.change(session, one -> switch (next) {
            case RESOLVING -> one.to(Status.RESOLVED, null, confirmed.nextUrl(), now);
            case REJECTING -> one.to(Status.REJECTED, one.reason(), confirmed.nextUrl(), now);
            case RECEIVED, PENDING, RESOLVED, REJECTED ->
                one.status().isDecided() ? one : one.to(Status.PENDING, null, confirmed.nextUrl(), null);
        });
    }

    /** So that two that do the same at the same time do it once. */
    private <R> OnceOnly<R> once(ShopSession session, String label) {
        return OnceOnly.remembered(
                new IdempotencyRecord(
                        session.merchant(),
                        session.store().value(),
                        label,
                        digest(label),
                        session.store().value(),
                        null,
                        null,
                        clock.instant()),
                done -> new OnceOnly.Answer(200, "{}"));
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** What comes soonest, so that nothing waits for a person who must settle something else; that person comes next. */
    private static Reconciled worst(List<Reconciled> left) {
        return left.stream()
                .filter(Reconciled.Later.class::isInstance)
                .map(Reconciled.Later.class::cast)
                .min(Comparator.comparing(Reconciled.Later::after))
                .<Reconciled>map(later -> later)
                .orElseGet(() -> left.stream().findFirst().orElseGet(() -> new Reconciled.Agreed(List.of())));
    }
}
