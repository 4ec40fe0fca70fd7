package dev.tillgate.flow.shop;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What shops' platforms have handed over, and for which shops. Each method is a short transaction of its own. */
public interface SessionBook {
    /**
     * Which store answers for a shop.
     *
     * @param domain the shop's name at its platform, lower case
     * @param test whether it takes the sessions that must move no money, or the others
     */
    record Place(MerchantId merchant, StoreId store, String domain, boolean test) {}

    /** The stores that answer for a shop: at most one for each kind of session. */
    List<Place> places(String domain);

    Optional<Place> place(MerchantId merchant, StoreId store);

    /** From now on this store answers for this shop, and no other store does. */
    void take(Place place, Instant now);

    /** Answers for no shop any more; what was handed over stays. */
    void leave(MerchantId merchant, StoreId store);

    /**
     * Keeps it, once: answers what was kept under its id before, or else the same with its revision, the next one of its
     * order.
     */
    ShopSession keep(ShopSession fresh);

    Optional<ShopSession> find(MerchantId merchant, StoreId store, ShopSession.Kind kind, String id);

    /** All of an order, oldest first, at most 500. */
    List<ShopSession> ofOrder(MerchantId merchant, StoreId store, String reference);

    /** Changes one under its lock; answers what it is then. The change may be run again. */
    ShopSession change(ShopSession known, UnaryOperator<ShopSession> change);
}
