package dev.tillgate.platform;

import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.FollowShop.Followed;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.platform.ShopOrder.State;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds where an order of a connected shop is paid, for a page of the shop that knows only the order's name. What is to
 * be paid is read from the shop, and one order has one open payment, however often and from wherever it is asked.
 */
public final class OfferPayment {
    private static final Duration MOMENT = Duration.ofSeconds(2);

    private final FollowShop follow;
    private final GuardBook guards;

    public OfferPayment(FollowShop follow, GuardBook guards) {
        this.follow = follow;
        this.guards = guards;
    }

    /** What the page shows. */
    public sealed interface Offer {
        record Pay(PaymentId payment) implements Offer {}

        /** Money has come or is reserved. */
        record Settled() implements Offer {}

        /** Not visible yet, or the shop does not answer now. */
        record Wait(Duration after) implements Offer {}

        /** Nothing is to be paid here: paid otherwise, canceled, or not for us. */
        record Nothing() implements Offer {}
    }

    public Offer run(Connected shop, String reference) {
        Followed followed = follow.follow(shop, new ShopEvent(ShopEvent.Kind.ORDER_CHANGED, reference, null));
        Optional<OrderFile> file = guards.file(shop.merchant(), shop.store(), reference);
        Optional<ShopFact> fact = file.flatMap(ShopFacts::of);
        if (fact.isEmpty()) {
            return followed instanceof Followed.Again again ? wait(again) : new Offer.Nothing();
        }
        Standing standing = fact.get().standing();
        if (standing == Standing.ENDED && followed instanceof Followed.Done) {
            return again(shop, reference, file.get());
        }
        return switch (standing) {
            case OPEN, IN_DOUBT -> new Offer.Pay(fact.get().payment());
            case PAID, AUTHORIZED -> new Offer.Settled();
            case ENDED -> new Offer.Wait(MOMENT);
        };
    }

    /** The payment ran out while the shop still waits for it: the buyer gets another one. */
    private Offer again(Connected shop, String reference, OrderFile file) {
        OrderReading reading = shop.platform().load(reference);
        if (!(reading instanceof OrderReading.Found found)) {
            return new Offer.Wait(MOMENT);
        }
        ShopOrder order = found.order();
        boolean payable = order.state() == State.UNPAID || order.state() == State.ON_HOLD;
        if (!payable || !order.offered() || !order.total().isPositive()) {
            return new Offer.Nothing();
        }
        Followed made = follow.create(
                shop, order, Math.max(order.revision(), file.order().revision() + 1));
        return guards.file(shop.merchant(), shop.store(), reference)
                .flatMap(ShopFacts::of)
                .filter(fact -> fact.standing() == Standing.OPEN)
                .<Offer>map(fact -> new Offer.Pay(fact.payment()))
                .orElseGet(() -> made instanceof Followed.Again again ? wait(again) : new Offer.Wait(MOMENT));
    }

    private static Offer wait(Followed.Again again) {
        return new Offer.Wait(again.after().compareTo(Duration.ofSeconds(10)) > 0 ? MOMENT.multipliedBy(2) : MOMENT);
    }
}
