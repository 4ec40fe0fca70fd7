package dev.tillgate.flow;

import dev.tillgate.flow.NotPossible.Why;
import dev.tillgate.flow.OrderDesk.Changed;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.OrderLine;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns an order into a payment; on request also pays it in the same call. One order revision has one payment, however
 * often and from wherever it is asked for.
 */
public final class CreatePayment {
    private static final int MAX_ROUNDS = 3;

    private final OrderDesk desk;
    private final PaymentLife life;
    private final StartPayment start;
    private final InstantSource clock;

    public CreatePayment(OrderDesk desk, PaymentLife life, StartPayment start, InstantSource clock) {
        this.desk = desk;
        this.life = life;
        this.start = start;
        this.clock = clock;
    }

    /**
     * What is to be paid, as the shop says it.
     *
     * @param revision the shop's version of the order; a higher one replaces what is not paid yet
     * @param lifetime how long it is offered to the buyer
     * @param pay how to pay at once, or null
     */
    public record Request(
            MerchantId merchant,
            StoreId store,
            String reference,
            long revision,
            Money amount,
            String description,
            List<OrderLine> lines,
            Buyer buyer,
            CaptureMode captureMode,
            Duration lifetime,
            @Nullable Pay pay) {}

    /**
     * Pay at once with this.
     *
     * @param instrument the provider's token of the payer's payment details, or null
     */
    public record Pay(String method, @Nullable String instrument) {}

    /**
     * @throws NotPossible when the same revision has another amount, an older revision comes late, or (paying at once)
     *     the method is not offered
     * @throws AlreadyAsked when the idempotency key was used before
     */
    public PaymentView run(Request request, OnceOnly<PaymentView> once) {
        Pay pay = request.pay();
        if (pay == null) {
            return create(request, once, null).view();
        }
        RoutePlan plan = start.plan(
                new RoutePlan.Request(
                        request.merchant(),
                        request.store(),
                        pay.method(),
                        new Payer(pay.instrument(), null),
                        "/pay/method"),
                request.amount());
        Created created = create(request, once, plan);
        Attempt attempt = created.attempt();
        return attempt == null ? created.view() : start.callAndFinish(created.view(), attempt, plan, once);
    }

    private Created create(Request request, OnceOnly<PaymentView> once, @Nullable RoutePlan plan) {
        for (int round = 1; ; round++) {
            try {
                return createNew(request, once, plan);
            } catch (StaleOrderFile known) {
                Optional<Created> created = createKnown(request, once, plan);
                if (created.isPresent()) {
                    return created.get();
                }
                if (round == MAX_ROUNDS) {
                    throw known;
                }
            }
        }
    }

    /** The usual case: the order is new, so nothing needs to be read. */
    private Created createNew(Request request, OnceOnly<PaymentView> once, @Nullable RoutePlan plan) {
        return commit(desk.open(books -> OrderFile.opened(newOrder(request)), (books, file) -> {
            Instant now = clock.instant();
            Payment payment = life.open(file, request.captureMode(), request.lifetime(), now);
            return pay(books, file, payment, once, plan, now);
        }));
    }

    /** The order is known already; absent when whoever opened it has rolled back meanwhile. */
    private Optional<Created> createKnown(Request request, OnceOnly<PaymentView> once, @Nullable RoutePlan plan) {
        try {
            return Optional.of(commit(desk.open(
                    books -> books.lockByReference(request.merchant(), request.store(), request.reference())
                            .orElseThrow(NoSuchElementException::new),
                    (books, file) -> openOrFind(books, file, request, once, plan))));
        } catch (NoSuchElementException rolledBack) {
            return Optional.empty();
        }
    }

    private Decision openOrFind(
            Books books, OrderFile file, Request request, OnceOnly<PaymentView> once, @Nullable RoutePlan plan) {
        Instant now = clock.instant();
        Payment payment = existing(file, request).orElseGet(() -> {
            revise(file, request);
            return life.open(file, request.captureMode(), request.lifetime(), now);
        });
        return pay(books, file, payment, once, plan, now);
    }

    private Decision pay(
            Books books,
            OrderFile file,
            Payment payment,
            OnceOnly<PaymentView> once,
            @Nullable RoutePlan plan,
            Instant now) {
        PaymentView view = new PaymentView(file, payment.id());
        if (plan == null) {
            once.atOnce(books, payment.id().value(), view);
            return new Decision(payment.id(), null);
        }
        Attempt attempt = plan.begin(books, file, payment.id(), List.of(), now);
        if (attempt.status() == AttemptStatus.AWAITING_PAYER) {
            once.atOnce(books, payment.id().value(), view);
            return new Decision(payment.id(), null);
        }
        once.begin(books, payment.id().value());
        return new Decision(payment.id(), attempt);
    }

    private static Created commit(Changed<Decision> changed) {
        return new Created(new PaymentView(changed.file(), changed.result().payment), changed.result().attempt);
    }

    private Order newOrder(Request request) {
        return new Order(
                request.merchant(),
                OrderId.next(),
                request.store(),
                request.reference(),
                request.revision(),
                request.amount(),
                request.description(),
                request.lines(),
                request.buyer(),
                null,
                1,
                0,
                clock.instant());
    }

    private static Optional<Payment> existing(OrderFile file, Request request) {
        Order order = file.order();
        if (request.revision() < order.revision()) {
            throw new NotPossible(
                    Why.WRONG_STATE, "the order is at revision " + order.revision() + " already", "/revision");
        }
        Optional<Payment> same = file.payments().stream()
                .filter(p -> p.revision() == request.revision())
                .findFirst();
        if (same.isPresent() && !same.get().amount().equals(request.amount())) {
            throw new NotPossible(
                    Why.INVALID,
                    "this revision was " + same.get().amount() + "; a changed order needs a higher revision",
                    "/amount");
        }
        return same;
    }

    private static void revise(OrderFile file, Request request) {
        if (file.order().chargedBy() != null) {
            throw new NotPossible(Why.ALREADY_PAID, "the order is paid already");
        }
        file.put(file.order().revised(request.revision(), request.amount(), request.description(), request.lines()));
    }

    private record Decision(PaymentId payment, @Nullable Attempt attempt) {}

    private record Created(PaymentView view, @Nullable Attempt attempt) {}
}
