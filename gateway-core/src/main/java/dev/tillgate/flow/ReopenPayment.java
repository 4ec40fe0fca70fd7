package dev.tillgate.flow;

import dev.tillgate.flow.NotPossible.Why;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Offers an order once more whose payment has expired or was canceled: the same order as a new revision with a payment of
 * its own, because one revision has one payment for ever. The order stays the lock: money that still comes for the old
 * payment makes the new one unpayable, as after any change of an order.
 */
public final class ReopenPayment {
    private final OrderDesk desk;
    private final PaymentLife life;
    private final PaymentReader reader;
    private final InstantSource clock;

    public ReopenPayment(OrderDesk desk, PaymentLife life, PaymentReader reader, InstantSource clock) {
        this.desk = desk;
        this.life = life;
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * @return the new payment, offered as long as the old one was
     * @throws NotPossible when it is not over, is not the order's newest, the order is paid, or an attempt is in doubt
     */
    public PaymentView run(MerchantId merchant, PaymentId id, OnceOnly<PaymentView> once) {
        Payment known = reader.payment(merchant, id)
                .orElseThrow(() -> new NotPossible(Why.NOT_FOUND, "no such payment"))
                .payment();
        OrderDesk.Changed<PaymentId> changed = desk.change(merchant, known.order(), (books, file) -> {
            Payment again = reopen(file, file.payment(id), clock.instant());
            once.atOnce(books, again.id().value(), new PaymentView(file, again.id()));
            return again.id();
        });
        return new PaymentView(changed.file(), changed.result());
    }

    private Payment reopen(OrderFile file, Payment over, Instant now) {
        Order order = file.order();
        if (order.chargedBy() != null) {
            throw new NotPossible(Why.ALREADY_PAID, "the order is paid already");
        }
        if (over.status() != PaymentStatus.EXPIRED && over.status() != PaymentStatus.CANCELED) {
            throw new NotPossible(Why.WRONG_STATE, "only an expired or canceled payment can be offered again");
        }
        if (over.revision() != order.revision()) {
            throw new NotPossible(Why.WRONG_STATE, "the order is at revision " + order.revision() + " already");
        }
        if (file.attempts().stream().anyMatch(a -> a.status().isInDoubt())) {
            throw new NotPossible(Why.IN_DOUBT, "an attempt is being looked into; ask again when it is settled");
        }
        file.put(order.revised(order.revision() + 1, over.amount(), order.description(), order.lines()));
        Duration lifetime = Duration.between(over.createdAt(), over.expiresAt());
        return life.open(file, over.captureMode(), lifetime, now);
    }
}
