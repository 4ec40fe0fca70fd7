package dev.tillgate.flow.shop;

import dev.tillgate.flow.EventType;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Orders that are watched until their shop agrees, and what came of it. A row is made in the transaction that makes it
 * necessary; each method here is a short transaction of its own.
 */
public interface GuardBook {
    /** After these the shop must be asked whether it knows. */
    Set<EventType> WATCHED = Set.copyOf(EnumSet.of(
            EventType.PAYMENT_PAID,
            EventType.PAYMENT_PAID_LATE,
            EventType.PAYMENT_AUTHORIZED,
            EventType.PAYMENT_CAPTURED,
            EventType.PAYMENT_CANCELED,
            EventType.PAYMENT_EXPIRED,
            EventType.ATTEMPT_UNKNOWN,
            EventType.REFUND_SUCCEEDED));

    /** How long after such an event is looked for the first time: the callback may come first. */
    Duration FIRST_LOOK = Duration.ofSeconds(2);

    Optional<ShopGuard> read(MerchantId merchant, OrderId order);

    /** Saves what came of a look, with what is to be noted; false, and nothing, when the order has news meanwhile. */
    boolean settle(ShopGuard guard, List<ShopNote> notes);

    /** Not looked at now; due again then. */
    void postpone(ShopGuard guard, Instant dueAt);

    /** Has an order looked at now, as if it were new; nothing when its store is not connected. */
    void look(MerchantId merchant, StoreId store, OrderId order, Instant now);

    /** Has every order of the store that was refused looked at now, at most {@code limit}. Answers how many. */
    int lookAtRefused(MerchantId merchant, StoreId store, int limit, Instant now);

    /**
     * Watches orders of the store that were paid and are not watched: those paid before it was connected, or while a
     * node did not know yet. Answers how many.
     */
    int enlist(MerchantId merchant, StoreId store, Instant paidSince, int limit, Instant now);

    /** No longer watched: the store was disconnected. */
    void forget(ShopGuard guard);

    void note(List<ShopNote> notes);

    /** The whole file of an order, unlocked. */
    Optional<OrderFile> file(MerchantId merchant, OrderId order);

    /** The whole file of the order with the shop's reference, unlocked. */
    Optional<OrderFile> file(MerchantId merchant, StoreId store, String reference);

    /** An order's callbacks of the watched kinds, oldest first, at most 50. */
    List<Callback> callbacks(MerchantId merchant, OrderId order);

    /** Those that do not agree, newest order first, after the cursor (an order id, exclusive). */
    List<ShopGuard> troubles(MerchantId merchant, StoreId store, @Nullable OrderId after, int limit);

    /** Newest first, after the cursor (a note's id, exclusive). */
    List<ShopNote> notes(
            MerchantId merchant, StoreId store, ShopNote.@Nullable Kind kind, @Nullable String after, int limit);

    Counts counts(MerchantId merchant, StoreId store);

    /** A delivery as far as it matters here; {@code dueAt} is null when it is not waiting. */
    record Callback(
            EventId event,
            PaymentId payment,
            EventType type,
            @Nullable Instant dueAt) {}

    /** How many of a store's orders are in which state, and how many notes there are. */
    record Counts(long watched, long late, long refused, long givenUp, long repaired, long attention) {}
}
