package dev.tillgate.chat;

import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.PaymentReader;
import dev.tillgate.flow.PaymentReader.PaymentRow;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.ReopenPayment;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.ShopOrder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The payment of an order that a conversation may pay. Its sum is what the store's server asked for itself, or what the
 * shop says now, or the quote in the grant; never anything that was said in the conversation.
 */
public final class ChatPayments {
    private static final Duration LIFETIME = Duration.ofHours(24);
    private static final int NEWEST = 1;

    private final PaymentReader reader;
    private final CreatePayment create;
    private final ReopenPayment reopen;
    private final PriceSource prices;
    private final InstantSource clock;

    public ChatPayments(
            PaymentReader reader, CreatePayment create, ReopenPayment reopen, PriceSource prices, InstantSource clock) {
        this.reader = reader;
        this.create = create;
        this.reopen = reopen;
        this.prices = prices;
        this.clock = clock;
    }

    /** Why there is no payment to show, in a way that can be said to the buyer. */
    public static final class NoPayment extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Why why;

        /** The reason. */
        public enum Why {
            /** The shop does not know this order (any more). */
            NO_ORDER,
            /** The shop cannot be asked at this moment. */
            LATER,
            /** More than the conversation was allowed, or another currency. */
            NOT_ALLOWED,
            /** The permission has run out. */
            TOO_LATE,
            /** The shop will not take money for it any more, or has it as paid otherwise. */
            NOT_PAYABLE
        }

        public NoPayment(Why why) {
            super(why.name(), null, false, false);
            this.why = why;
        }

        public Why why() {
            return why;
        }
    }

    /** The payment that there is for the order, newest revision; nothing before it was first asked for. */
    public Optional<PaymentView> find(ChatSession in, ChatOrder order) {
        PaymentId known = order.payment();
        if (known != null) {
            // The shop may have made a newer one since, for a changed cart.
            return reader.file(in.merchant(), known)
                    .map(file -> new PaymentView(
                            file,
                            file.payments().stream()
                                    .reduce((first, second) -> second.revision() > first.revision() ? second : first)
                                    .orElseThrow()
                                    .id()));
        }
        List<PaymentRow> rows =
                reader.list(new PaymentReader.Filter(in.merchant(), in.store(), order.reference(), null), null, NEWEST);
        return rows.stream().findFirst().map(row -> row.payment().id()).flatMap(id -> reader.file(in.merchant(), id)
                .map(file -> new PaymentView(file, id)));
    }

    /**
     * The payment to show: the one there is while it lives or was paid, else a new one.
     *
     * @throws NoPayment when there can be none
     */
    public PaymentView ask(ChatSession in, ChatOrder order) {
        Optional<PaymentView> found = find(in, order);
        if (found.isPresent() && !isOver(found.get())) {
            requireAllowed(order, found.get().payment().amount());
            return found.get();
        }
        if (!order.terms().expiresAt().isAfter(clock.instant())) {
            throw new NoPayment(NoPayment.Why.TOO_LATE);
        }
        return found.isPresent() ? again(in, order, found.get()) : made(in, order);
    }

    /** Offered once more: on the same terms when its time ran out, as the shop has it now otherwise. */
    private PaymentView again(ChatSession in, ChatOrder order, PaymentView over) {
        try {
            if (over.payment().status() == PaymentStatus.EXPIRED) {
                requireAllowed(order, over.payment().amount());
                return reopen.run(in.merchant(), over.id(), OnceOnly.unremembered());
            }
        } catch (NotPossible refused) {
            throw new NoPayment(NoPayment.Why.NOT_PAYABLE);
        }
        PaymentView made = made(in, order);
        if (isOver(made)) {
            // The shop, or the buyer, has given this revision up.
            throw new NoPayment(NoPayment.Why.NOT_PAYABLE);
        }
        return made;
    }

    /** What the order costs, when no payment was made yet. */
    public Money price(ChatSession in, ChatOrder order) {
        return order.terms().quoted()
                ? order.terms().ceiling()
                : shopOrder(in, order).total();
    }

    private PaymentView made(ChatSession in, ChatOrder order) {
        CreatePayment.Request request =
                request(in, order, order.terms().quoted() ? quoted(order) : shopOrder(in, order));
        requireAllowed(order, request.amount());
        try {
            return create.run(request, OnceOnly.unremembered());
        } catch (NotPossible refused) {
            throw new NoPayment(NoPayment.Why.NOT_PAYABLE);
        }
    }

    private ShopOrder shopOrder(ChatSession in, ChatOrder order) {
        OrderReading reading = prices.read(in.merchant(), in.store(), order.reference())
                .orElseThrow(() -> new NoPayment(NoPayment.Why.NOT_ALLOWED));
        return switch (reading) {
            case OrderReading.Found found -> payable(found.order());
            case OrderReading.Missing missing -> throw new NoPayment(NoPayment.Why.NO_ORDER);
            case OrderReading.Later later -> throw new NoPayment(NoPayment.Why.LATER);
            case OrderReading.Refused refused -> throw new NoPayment(NoPayment.Why.LATER);
        };
    }

    private static ShopOrder payable(ShopOrder order) {
        return switch (order.state()) {
            case UNPAID, ON_HOLD -> order;
            case PAID, CANCELED, REFUNDED -> throw new NoPayment(NoPayment.Why.NOT_PAYABLE);
        };
    }

    /** The order as the store's server has quoted it. */
    private static ShopOrder quoted(ChatOrder order) {
        ChatOrder.Terms terms = order.terms();
        Money none = Money.zero(terms.ceiling().currency());
        return new ShopOrder(
                order.reference(),
                terms.revision(),
                ShopOrder.State.UNPAID,
                terms.ceiling(),
                none,
                null,
                true,
                terms.description(),
                List.of(),
                Buyer.UNKNOWN);
    }

    private static CreatePayment.Request request(ChatSession in, ChatOrder order, ShopOrder shop) {
        Buyer buyer = shop.buyer();
        return new CreatePayment.Request(
                in.merchant(),
                in.store(),
                order.reference(),
                shop.revision(),
                shop.total(),
                shop.description(),
                shop.lines(),
                new Buyer(buyer.returnUrl(), buyer.cancelUrl(), in.locale(), buyer.country()),
                CaptureMode.AUTOMATIC,
                LIFETIME,
                null);
    }

    private static void requireAllowed(ChatOrder order, Money amount) {
        Money ceiling = order.terms().ceiling();
        if (!ceiling.currencyCode().equals(amount.currencyCode()) || amount.compareTo(ceiling) > 0) {
            throw new NoPayment(NoPayment.Why.NOT_ALLOWED);
        }
    }

    private static boolean isOver(PaymentView view) {
        PaymentStatus status = view.payment().status();
        return !view.isInDoubt() && (status == PaymentStatus.CANCELED || status == PaymentStatus.EXPIRED);
    }
}
