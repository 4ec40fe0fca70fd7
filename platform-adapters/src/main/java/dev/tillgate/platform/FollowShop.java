package dev.tillgate.platform;

import dev.tillgate.flow.CancelPayment;
import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.shop.ConnectionBook;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.flow.shop.MessageBook;
import dev.tillgate.flow.shop.ShopConnection;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.money.Money;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.ShopFact.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Does what follows from something that happened in a shop. What the message says is only a hint: the order is read,
 * and what is read counts. Each step can be done again and does nothing new then.
 */
public final class FollowShop {
    private static final int LONGEST_REFERENCE = 100;
    private static final int LONGEST_DESCRIPTION = 255;
    private static final int LATELY = 50;
    private static final Duration SETTLING = Duration.ofMinutes(2);

    private final GuardBook guards;
    private final MessageBook messages;
    private final ConnectionBook connections;
    private final Flows flows;
    private final InstantSource clock;

    /**
     * What it does things with.
     *
     * @param lifetime how long a payment that was made because of a message is offered
     */
    public record Flows(CreatePayment create, CancelPayment cancel, Duration lifetime) {}

    public FollowShop(
            GuardBook guards, MessageBook messages, ConnectionBook connections, Flows flows, InstantSource clock) {
        this.guards = guards;
        this.messages = messages;
        this.connections = connections;
        this.flows = flows;
        this.clock = clock;
    }

    /** What came of it. */
    sealed interface Followed {
        record Done() implements Followed {}

        /** Not yet, and whether it may be given up after some time. */
        record Again(String why, Duration after) implements Followed {}
    }

    private static final Followed DONE = new Followed.Done();

    Followed follow(Connected shop, ShopEvent event) {
        String reference = event.reference();
        if (reference == null) {
            return aboutTheShop(shop, event);
        }
        if (reference.isEmpty() || reference.length() > LONGEST_REFERENCE) {
            return DONE;
        }
        Optional<OrderFile> known = guards.file(shop.merchant(), shop.store(), reference);
        return switch (event.kind()) {
            case ORDER_CHANGED -> changed(shop, reference, known);
            case ORDER_DELETED -> holding(shop, known, "shop.note.deleted");
            case REFUNDED_BY_HAND -> holding(shop, known, "shop.note.refunded_by_hand");
            case PERSONAL_DATA_ASKED -> personal(shop, reference, known, "shop.note.data_asked");
            case PERSONAL_DATA_ERASED -> erased(shop, reference, known);
            case DISCONNECTED, SHOP_DATA_ERASED -> aboutTheShop(shop, event);
        };
    }

    private Followed aboutTheShop(Connected shop, ShopEvent event) {
        switch (event.kind()) {
            case DISCONNECTED -> {
                boolean active = shop.connection().isActive();
                connections.change(shop.merchant(), shop.store(), ShopConnection::disconnected);
                if (active) {
                    note(shop, "shop.note.disconnected");
                }
            }
            case PERSONAL_DATA_ASKED, PERSONAL_DATA_ERASED -> note(shop, "shop.note.data_none");
            case SHOP_DATA_ERASED -> {
                messages.eraseAll(shop.merchant(), shop.store());
                note(shop, "shop.note.shop_erased");
            }
            case ORDER_CHANGED, ORDER_DELETED, REFUNDED_BY_HAND -> {
                // About no order: there is nothing to look at.
            }
        }
        return DONE;
    }

    private Followed changed(Connected shop, String reference, Optional<OrderFile> known) {
        return switch (shop.platform().load(reference)) {
            case OrderReading.Found found ->
                known.isPresent() ? revised(shop, known.get(), found.order()) : discovered(shop, found.order());
            case OrderReading.Missing missing ->
                known.isPresent()
                        ? holding(shop, known, "shop.note.deleted")
                        : new Followed.Again("the shop does not know the order yet", SETTLING);
            case OrderReading.Later later -> new Followed.Again(later.why(), later.after());
            case OrderReading.Refused refused -> new Followed.Again(refused.reason(), Duration.ofHours(1));
        };
    }

    /** A buyer chose to pay through us and we have not heard of it: there must be something to pay. */
    private Followed discovered(Connected shop, ShopOrder order) {
        boolean payable = order.state() == ShopOrder.State.UNPAID || order.state() == ShopOrder.State.ON_HOLD;
        if (!order.offered() || !payable || !order.total().isPositive()) {
            return DONE;
        }
        return create(shop, order, order.revision());
    }

    private Followed revised(Connected shop, OrderFile file, ShopOrder order) {
        Payment newest = ShopFacts.deciding(file).orElse(null);
        ShopFact fact = ShopFacts.of(file).orElse(null);
        if (newest == null || fact == null) {
            return DONE;
        }
        if (fact.standing() == Standing.PAID || file.order().chargedBy() != null) {
            // The shop has touched an order whose money we hold: it must still say so.
            guards.look(shop.merchant(), shop.store(), file.order().id(), clock.instant());
            return DONE;
        }
        if (fact.standing() == Standing.IN_DOUBT) {
            guards.look(shop.merchant(), shop.store(), file.order().id(), clock.instant());
            return new Followed.Again("an attempt is being looked into", SETTLING);
        }
        if (order.state() == ShopOrder.State.CANCELED || isPaidOtherwise(order, newest)) {
            return cancel(shop, newest);
        }
        boolean payable = order.state() == ShopOrder.State.UNPAID || order.state() == ShopOrder.State.ON_HOLD;
        if (!payable || !order.offered() || !order.total().isPositive() || isSame(order.total(), newest.amount())) {
            return DONE;
        }
        return create(shop, order, Math.max(order.revision(), file.order().revision() + 1));
    }

    /** Paid by another method, or marked as paid: our link, perhaps open in another tab, must not be paid as well. */
    private static boolean isPaidOtherwise(ShopOrder order, Payment newest) {
        boolean paid = order.state() == ShopOrder.State.PAID || order.state() == ShopOrder.State.REFUNDED;
        return paid && !newest.id().value().equals(order.transaction());
    }

    private static boolean isSame(Money one, Money other) {
        return one.equals(other);
    }

    Followed create(Connected shop, ShopOrder order, long revision) {
        String description = order.description();
        CreatePayment.Request request = new CreatePayment.Request(
                shop.merchant(),
                shop.store(),
                order.reference(),
                revision,
                order.total(),
                description.length() > LONGEST_DESCRIPTION
                        ? description.substring(0, LONGEST_DESCRIPTION)
                        : description,
                order.lines(),
                order.buyer(),
                CaptureMode.AUTOMATIC,
                flows.lifetime(),
                null);
        return attempt(() -> flows.create().run(request, OnceOnly.unremembered()));
    }

    private Followed cancel(Connected shop, Payment newest) {
        boolean open = newest.status() == PaymentStatus.OPEN || newest.status() == PaymentStatus.AUTHORIZED;
        return open ? attempt(() -> flows.cancel().run(shop.merchant(), newest.id(), OnceOnly.unremembered())) : DONE;
    }

    private static Followed attempt(Runnable step) {
        try {
            step.run();
            return DONE;
        } catch (NotPossible refused) {
            return switch (refused.why()) {
                case IN_DOUBT -> new Followed.Again("an attempt is being looked into", SETTLING);
                case NOT_FOUND,
                        INVALID,
                        WRONG_STATE,
                        ALREADY_PAID,
                        EXCEEDS,
                        METHOD_UNAVAILABLE,
                        UNSUPPORTED,
                        TOO_MANY -> DONE;
            };
        }
    }

    /** The shop gave up an order whose money we hold: only the merchant can decide what becomes of the money. */
    private Followed holding(Connected shop, Optional<OrderFile> known, String what) {
        known.ifPresent(file -> ShopFacts.of(file)
                .filter(fact -> fact.standing() == Standing.PAID || fact.standing() == Standing.AUTHORIZED)
                .ifPresent(fact -> note(shop, file, what, clock.instant())));
        known.ifPresent(
                file -> guards.look(shop.merchant(), shop.store(), file.order().id(), clock.instant()));
        return DONE;
    }

    private Followed personal(Connected shop, String reference, Optional<OrderFile> known, String what) {
        known.ifPresentOrElse(file -> note(shop, file, what, clock.instant()), () -> note(shop, "shop.note.data_none"));
        return DONE;
    }

    private Followed erased(Connected shop, String reference, Optional<OrderFile> known) {
        messages.erase(shop.merchant(), shop.store(), reference);
        return personal(shop, reference, known, "shop.note.data_erased");
    }

    /** Once: a shop that says it with every change of the order says nothing new. */
    private void note(Connected shop, OrderFile file, String what, Instant now) {
        boolean noted = guards.notes(shop.merchant(), shop.store(), ShopNote.Kind.ATTENTION, null, LATELY).stream()
                .anyMatch(note -> what.equals(note.what()) && file.order().id().equals(note.order()));
        if (noted) {
            return;
        }
        guards.note(List.of(new ShopNote(
                shop.merchant(),
                ShopNote.next(),
                shop.store(),
                file.order().id(),
                file.order().reference(),
                ShopNote.Kind.ATTENTION,
                what,
                Map.of(),
                now)));
    }

    private void note(Connected shop, String what) {
        guards.note(
                List.of(ShopNote.of(shop.merchant(), shop.store(), ShopNote.Kind.ATTENTION, what, clock.instant())));
    }
}
