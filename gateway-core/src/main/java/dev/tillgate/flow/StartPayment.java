package dev.tillgate.flow;

import dev.tillgate.flow.NotPossible.Why;
import dev.tillgate.flow.OrderDesk.Changed;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.flow.route.RouteFacts;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.Outcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.MDC;

/**
 * Tries to pay a payment with a method: saves the attempt, calls the provider, applies its answer. Several accounts may
 * serve the method: {@link RoutePlan} chooses, and after an answer that {@link FailOver} allows the next one is tried,
 * its attempt saved in the transaction that ends the one before.
 */
public final class StartPayment {
    private final FlowParts parts;
    private final RouteFacts facts;
    private final OrderDesk desk;
    private final PaymentLife life;
    private final PaymentReader reader;
    private final InstantSource clock;

    /** Routes by the rules alone. */
    public StartPayment(FlowParts parts) {
        this(parts, RouteFacts.NONE);
    }

    public StartPayment(FlowParts parts, RouteFacts facts) {
        this.parts = parts;
        this.facts = facts;
        this.desk = parts.desk();
        this.life = parts.life();
        this.reader = parts.reader();
        this.clock = parts.clock();
    }

    /** @throws NotPossible when the order is paid or in doubt, the payment is over or the method is not offered */
    public PaymentView run(MerchantId merchant, PaymentId id, String method, Payer payer, OnceOnly<PaymentView> once) {
        Payment payment = reader.payment(merchant, id)
                .orElseThrow(() -> new NotPossible(Why.NOT_FOUND, "no such payment"))
                .payment();
        RoutePlan plan =
                plan(new RoutePlan.Request(merchant, payment.store(), method, payer, "/method"), asked(payment));
        Changed<Attempt> begun = desk.change(merchant, payment.order(), (books, file) -> {
            Attempt attempt = plan.begin(books, file, id, List.of(), clock.instant());
            if (attempt.status() == AttemptStatus.AWAITING_PAYER) {
                once.atOnce(books, id.value(), new PaymentView(file, id));
            } else {
                once.begin(books, id.value());
            }
            return attempt;
        });
        PaymentView view = new PaymentView(begun.file(), id);
        boolean waitsAlready = begun.result().status() == AttemptStatus.AWAITING_PAYER;
        return waitsAlready ? view : callAndFinish(view, begun.result(), plan, once);
    }

    /** Of a payment that was paid in part only the rest is asked for. */
    private static Money asked(Payment payment) {
        return payment.rest().isPositive() ? payment.rest() : payment.amount();
    }

    /**
     * Finds the accounts for a method, outside of any transaction.
     *
     * @throws NotPossible when there is none for this amount
     */
    RoutePlan plan(RoutePlan.Request request, Money amount) {
        return RoutePlan.of(request, amount, parts.directory(), facts, life);
    }

    /** The attempt is saved: call the provider, save what it says, and follow it by another where that may be. */
    PaymentView callAndFinish(PaymentView begun, Attempt first, RoutePlan plan, OnceOnly<PaymentView> once) {
        // From here on something may go wrong that an operator looks for in the log.
        try (MDC.MDCCloseable named = MDC.putCloseable("payment_id", begun.id().value())) {
            PaymentView view = begun;
            Optional<Attempt> attempt = Optional.of(first);
            List<AccountId> tried = new ArrayList<>();
            while (attempt.isPresent()) {
                tried.add(attempt.get().account());
                Changed<Optional<Attempt>> done = callOnce(view, attempt.get(), plan, List.copyOf(tried), once);
                view = new PaymentView(done.file(), view.id());
                attempt = done.result();
            }
            return view;
        }
    }

    /** The last answer of a request is what is remembered of it. */
    private Changed<Optional<Attempt>> callOnce(
            PaymentView view, Attempt attempt, RoutePlan plan, List<AccountId> tried, OnceOnly<PaymentView> once) {
        Outcome outcome =
                parts.dispatcher().start(plan.account(attempt), parts.charge(view.file(), attempt, plan.payer()));
        return desk.changeKnown(view.file(), (books, file) -> {
            life.answered(file, attempt.id(), outcome, Source.REPLY, clock.instant());
            Optional<Attempt> next =
                    tried.size() > FailOver.MOST ? Optional.empty() : plan.follow(books, file, attempt, outcome, tried);
            if (next.isEmpty()) {
                once.finish(books, view.id().value(), new PaymentView(file, view.id()));
            }
            return next;
        });
    }
}
