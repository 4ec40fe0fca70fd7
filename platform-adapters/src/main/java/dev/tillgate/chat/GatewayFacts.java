package dev.tillgate.chat;

import dev.tillgate.chat.assistant.Facts;
import dev.tillgate.chat.assistant.OrderFacts;
import dev.tillgate.chat.assistant.OrderFacts.Offer;
import dev.tillgate.chat.assistant.OrderFacts.RefundState;
import dev.tillgate.chat.assistant.OrderFacts.Standing;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Facts of one conversation, read once a turn and only when they are asked for. */
final class GatewayFacts implements Facts {
    private final ChatSession session;
    private final List<ChatOrder> allowed;
    private final ChatPayments payments;
    private final PayCards cards;
    private final List<Offer> offered;
    private final Map<String, Optional<OrderFacts>> known = new HashMap<>();

    GatewayFacts(
            ChatSession session, List<ChatOrder> allowed, ChatPayments payments, PayCards cards, List<Offer> offered) {
        this.session = session;
        this.allowed = allowed;
        this.payments = payments;
        this.cards = cards;
        this.offered = offered;
    }

    @Override
    public Optional<OrderFacts> order(String reference) {
        return allowed.stream()
                .filter(order -> order.reference().equalsIgnoreCase(reference))
                .findFirst()
                .flatMap(order -> known.computeIfAbsent(order.reference(), unused -> read(order)));
    }

    @Override
    public List<String> orders() {
        List<String> newestFirst = new ArrayList<>();
        allowed.forEach(order -> newestFirst.add(0, order.reference()));
        return newestFirst;
    }

    @Override
    public List<Offer> methods() {
        return offered;
    }

    private Optional<OrderFacts> read(ChatOrder order) {
        Optional<PaymentView> payment = payments.find(session, order);
        if (payment.isPresent()) {
            return Optional.of(facts(payment.get(), cards.of(payment.get(), order, session.channel())));
        }
        try {
            return Optional.of(new OrderFacts(
                    order.reference(),
                    payments.price(session, order),
                    order.terms().description(),
                    Standing.OPEN,
                    null,
                    offered,
                    RefundState.NONE));
        } catch (ChatPayments.NoPayment none) {
            return Optional.empty();
        }
    }

    static OrderFacts facts(PaymentView view, PayCard card) {
        Standing standing =
                switch (card.status()) {
                    case PAY -> Standing.OPEN;
                    case UNDER_WAY -> Standing.UNDER_WAY;
                    case CHECKING -> Standing.IN_DOUBT;
                    case PAID, PARTLY_REFUNDED, REFUNDED -> Standing.PAID;
                    case EXPIRED, CANCELED -> Standing.ENDED;
                };
        return new OrderFacts(
                card.order(),
                standing == Standing.PAID ? card.amount() : card.due(),
                card.title(),
                standing,
                card.declined(),
                card.methods().stream()
                        .map(choice -> new Offer(choice.method(), choice.reason()))
                        .toList(),
                refund(view, card));
    }

    private static RefundState refund(PaymentView view, PayCard card) {
        if (card.status() == PayCard.Status.REFUNDED) {
            return RefundState.DONE;
        }
        List<Operation> refunds = view.refunds();
        boolean underWay =
                refunds.stream().anyMatch(one -> one.status().isCounted() && one.status() != OperationStatus.SUCCEEDED);
        if (underWay) {
            return RefundState.UNDER_WAY;
        }
        if (card.status() == PayCard.Status.PARTLY_REFUNDED) {
            return RefundState.PARTLY;
        }
        boolean failed = !refunds.isEmpty() && refunds.get(refunds.size() - 1).status() == OperationStatus.FAILED;
        return failed ? RefundState.FAILED : RefundState.NONE;
    }
}
