package dev.tillgate.flow;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import java.time.InstantSource;

/** Ends payments whose time is up. */
public final class ExpirePayments {
    private final OrderDesk desk;
    private final PaymentLife life;
    private final InstantSource clock;

    public ExpirePayments(OrderDesk desk, PaymentLife life, InstantSource clock) {
        this.desk = desk;
        this.life = life;
        this.clock = clock;
    }

    /** Ends it if it is really due; otherwise does nothing. */
    public void run(MerchantId merchant, OrderId order, PaymentId payment) {
        desk.change(merchant, order, (books, file) -> {
            life.expire(file, payment, clock.instant());
            return payment;
        });
    }
}
