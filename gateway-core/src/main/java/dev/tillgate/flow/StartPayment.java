package dev.tillgate.flow;

import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.flow.NotPossible.Why;
import dev.tillgate.flow.OrderDesk.Changed;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Outcome;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** Tries to pay a payment with a method: saves the attempt, calls the provider, applies its answer. */
public final class StartPayment {
    private final FlowParts parts;
    private final OrderDesk desk;
    private final PaymentLife life;
    private final Directory directory;
    private final PaymentReader reader;
    private final InstantSource clock;

    public StartPayment(FlowParts parts) {
        this.parts = parts;
        this.desk = parts.desk();
        this.life = parts.life();
        this.directory = parts.directory();
        this.reader = parts.reader();
        this.clock = parts.clock();
    }

    /** Through which account a method is to be tried. */
    record Plan(StoreProfile.Offer offer, OpenAccount account) {}

    /**
     * @param instrument the provider's token of the payer's payment details, or null
     * @throws NotPossible when the order is paid or in doubt, the payment is over or the method is not offered
     */
    public PaymentView run(
            MerchantId merchant, PaymentId id, String method, @Nullable String instrument, OnceOnly<PaymentView> once) {
        Payment payment = reader.payment(merchant, id)
                .orElseThrow(() -> new NotPossible(Why.NOT_FOUND, "no such payment"))
                .payment();
        Plan plan = plan(merchant, payment.store(), method, asked(payment), "/method");
        Changed<Attempt> begun = desk.change(merchant, payment.order(), (books, file) -> {
            Attempt attempt = life.start(file, id, plan.offer(), clock.instant());
            if (attempt.status() == AttemptStatus.AWAITING_PAYER) {
                once.atOnce(books, id.value(), new PaymentView(file, id));
            } else {
                once.begin(books, id.value());
            }
            return attempt;
        });
        PaymentView view = new PaymentView(begun.file(), id);
        boolean waitsAlready = begun.result().status() == AttemptStatus.AWAITING_PAYER;
        return waitsAlready ? view : callAndFinish(view, begun.result(), instrument, plan, once);
    }

    /** Of a payment that was paid in part only the rest is asked for. */
    private static Money asked(Payment payment) {
        return payment.rest().isPositive() ? payment.rest() : payment.amount();
    }

    /**
     * Finds the account for a method.
     *
     * @param field where the request names the method, for saying what is to blame
     */
    Plan plan(MerchantId merchant, StoreId storeId, String method, Money amount, String field) {
        StoreProfile store =
                directory.store(merchant, storeId).orElseThrow(() -> new NotPossible(Why.NOT_FOUND, "no such store"));
        for (StoreProfile.Offer offer : store.methods()) {
            if (!offer.method().equals(method)) {
                continue;
            }
            OpenAccount account = directory.account(merchant, offer.account()).orElse(null);
            if (account != null && account.type().serves(method, amount)) {
                return new Plan(offer, account);
            }
        }
        throw new NotPossible(Why.METHOD_UNAVAILABLE, "the store does not offer this method here", field);
    }

    /** The attempt is saved: call the provider, and save what it says. */
    PaymentView callAndFinish(
            PaymentView view, Attempt attempt, @Nullable String instrument, Plan plan, OnceOnly<PaymentView> once) {
        // From here on something may go wrong that an operator looks for in the log.
        try (MDC.MDCCloseable named = MDC.putCloseable("payment_id", view.id().value())) {
            Outcome outcome = parts.dispatcher().start(plan.account(), parts.charge(view.file(), attempt, instrument));
            Changed<PaymentId> done = desk.changeKnown(view.file(), (books, file) -> {
                life.answered(file, attempt.id(), outcome, Source.REPLY, clock.instant());
                once.finish(books, view.id().value(), new PaymentView(file, view.id()));
                return view.id();
            });
            return new PaymentView(done.file(), view.id());
        }
    }
}
