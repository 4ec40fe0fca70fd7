package dev.tillgate.chat.assistant;

import dev.tillgate.chat.assistant.OrderFacts.Standing;
import dev.tillgate.chat.assistant.Talk.Awaiting;
import dev.tillgate.chat.assistant.Turn.Action;
import dev.tillgate.chat.assistant.Turn.Choice;
import dev.tillgate.chat.assistant.Turn.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One turn being made: what to say to what was understood, and what to do. */
final class Speaker {
    private static final int HUMAN_AFTER = 2;

    private Talk talk;
    private final @Nullable Understood said;
    private final @Nullable Facts facts;
    private final List<Line> lines = new ArrayList<>();
    private final List<Action> actions = new ArrayList<>();
    private final List<Choice> choices = new ArrayList<>();

    Speaker(Talk talk, @Nullable Understood said, @Nullable Facts facts) {
        this.talk = talk;
        this.said = said;
        this.facts = facts;
    }

    interface AboutOrder {
        Turn turn(OrderFacts order);
    }

    Turn done() {
        return new Turn(talk, lines, actions, choices);
    }

    private Facts facts() {
        if (facts == null) {
            throw new IllegalStateException("no facts for a message");
        }
        return facts;
    }

    private Understood said() {
        if (said == null) {
            throw new IllegalStateException("nothing was said");
        }
        return said;
    }

    Turn say(String key, OrderFacts order) {
        lines.add(line(key, order));
        return done();
    }

    private static Line line(String key, OrderFacts order) {
        return new Line(key, Map.of("order", order.reference(), "amount", order.due(), "summary", order.summary()));
    }

    private void say(String key) {
        lines.add(new Line(key, Map.of()));
    }

    private void choice(String key, Intent says) {
        choices.add(new Choice(key, says, null));
    }

    /** The order named, else the one talked about, else the only one; asks for its number when there is none. */
    Turn withOrder(AboutOrder then) {
        Optional<String> named = said().order();
        if (named.isPresent()) {
            Optional<OrderFacts> found = facts().order(named.get());
            if (found.isEmpty()) {
                lines.add(new Line("chat.order.unknown", Map.of("order", named.get())));
                talk = talk.awaiting(Awaiting.ORDER_NUMBER);
                return done();
            }
            talk = talk.about(found.get().reference());
            return then.turn(found.get());
        }
        Optional<OrderFacts> current = current();
        if (current.isPresent()) {
            talk = talk.about(current.get().reference());
            return then.turn(current.get());
        }
        say(facts().orders().size() > 1 ? "chat.order.which" : "chat.order.number");
        talk = talk.awaiting(Awaiting.ORDER_NUMBER);
        return done();
    }

    private Optional<OrderFacts> current() {
        String order = talk.order();
        List<String> known = facts().orders();
        if (order == null && known.size() == 1) {
            order = known.get(0);
        }
        return order == null ? Optional.empty() : facts().order(order);
    }

    Turn pay(OrderFacts order) {
        return switch (order.standing()) {
            case OPEN, UNDER_WAY ->
                talk.confirmed().contains(order.reference()) ? card(order, "chat.pay.card") : askOrder(order);
            case IN_DOUBT -> say("chat.status.in_doubt", order);
            case PAID -> say("chat.status.paid", order);
            case ENDED -> say("chat.status.ended", order);
        };
    }

    private Turn askOrder(OrderFacts order) {
        said().method().filter(method -> order.offer(method).isPresent()).ifPresent(method -> talk = talk.by(method));
        talk = talk.awaiting(Awaiting.ORDER_CONFIRMATION);
        lines.add(line("chat.pay.confirm", order));
        choice("chat.choice.confirm", Intent.YES);
        choice("chat.choice.not_this", Intent.NO);
        return done();
    }

    private Turn card(OrderFacts order, String key) {
        said().method().filter(method -> order.offer(method).isPresent()).ifPresent(method -> talk = talk.by(method));
        lines.add(line(key, order));
        recommend(order.methods());
        actions.add(new Turn.ShowCard(order.reference(), talk.method()));
        talk = talk.awaiting(Awaiting.NOTHING);
        return done();
    }

    private void recommend(List<OrderFacts.Offer> offers) {
        if (talk.method() == null && !offers.isEmpty()) {
            OrderFacts.Offer best = offers.get(0);
            if (best.reason() != null) {
                lines.add(new Line("chat.recommend", Map.of("method", best.method(), "reason", best.reason())));
            }
        }
    }

    Turn howToPay() {
        // An order that is over has none: then the question is about the shop.
        List<OrderFacts.Offer> offers =
                current().map(OrderFacts::methods).filter(of -> !of.isEmpty()).orElseGet(() -> facts().methods());
        Optional<String> asked = said().method();
        if (asked.isPresent()) {
            boolean offered = offers.stream().anyMatch(offer -> offer.method().equals(asked.get()));
            lines.add(new Line(offered ? "chat.method.yes" : "chat.method.no", Map.of("method", asked.get())));
            talk = offered ? talk.by(asked.get()) : talk;
        }
        if (offers.isEmpty()) {
            say("chat.method.none");
        } else if (asked.isEmpty() || lines.get(0).key().equals("chat.method.no")) {
            say("chat.method.list");
            offers.forEach(
                    offer -> choices.add(new Choice("method." + offer.method(), Intent.CHANGE_METHOD, offer.method())));
            recommend(offers);
        }
        return done();
    }

    Turn status(OrderFacts order) {
        return switch (order.refund()) {
            case DONE -> say("chat.refund.done", order);
            case UNDER_WAY -> say("chat.refund.under_way", order);
            case NONE, PARTLY, FAILED ->
                switch (order.standing()) {
                    case PAID -> say("chat.status.paid", order);
                    case IN_DOUBT -> say("chat.status.in_doubt", order);
                    case UNDER_WAY -> card(order, "chat.status.under_way");
                    case ENDED -> say("chat.status.ended", order);
                    case OPEN -> order.declined() == null ? card(order, "chat.status.open") : declined(order);
                };
        };
    }

    /** Plain words, and what to try next with its reason. */
    Turn declined(OrderFacts order) {
        String why = order.declined();
        lines.add(new Line("chat.declined", Map.of("order", order.reference(), "why", why == null ? "" : why)));
        talk = talk.by(null);
        recommend(order.methods());
        order.methods()
                .forEach(offer ->
                        choices.add(new Choice("method." + offer.method(), Intent.CHANGE_METHOD, offer.method())));
        return done();
    }

    Turn change(OrderFacts order) {
        if (order.standing() != Standing.OPEN && order.standing() != Standing.UNDER_WAY) {
            return pay(order);
        }
        Optional<String> wanted = said().method();
        if (wanted.isPresent() && order.offer(wanted.get()).isEmpty()) {
            lines.add(new Line("chat.method.no", Map.of("method", wanted.get())));
        } else if (wanted.isPresent()) {
            talk = talk.by(wanted.get());
            return pay(order);
        }
        say("chat.method.list");
        order.methods()
                .forEach(offer ->
                        choices.add(new Choice("method." + offer.method(), Intent.CHANGE_METHOD, offer.method())));
        talk = talk.by(null).awaiting(Awaiting.NOTHING);
        recommend(order.methods());
        return done();
    }

    Turn askCancel(OrderFacts order) {
        return switch (order.standing()) {
            case OPEN, UNDER_WAY -> {
                talk = talk.awaiting(Awaiting.CANCEL_CONFIRMATION);
                choice("chat.choice.cancel", Intent.YES);
                choice("chat.choice.keep", Intent.NO);
                yield say("chat.cancel.confirm", order);
            }
            case IN_DOUBT -> say("chat.cancel.in_doubt", order);
            case PAID -> askRefund(order, "chat.cancel.paid");
            case ENDED -> say("chat.status.ended", order);
        };
    }

    Turn refund(OrderFacts order) {
        return switch (order.refund()) {
            case DONE -> say("chat.refund.done", order);
            case UNDER_WAY -> say("chat.refund.under_way", order);
            case FAILED -> {
                lines.add(line("chat.refund.failed", order));
                yield handOff("chat.human");
            }
            case NONE, PARTLY ->
                switch (order.standing()) {
                    case PAID -> askRefund(order, "chat.refund.confirm");
                    case IN_DOUBT -> say("chat.status.in_doubt", order);
                    case OPEN, UNDER_WAY, ENDED -> say("chat.refund.nothing", order);
                };
        };
    }

    private Turn askRefund(OrderFacts order, String key) {
        talk = talk.awaiting(Awaiting.REFUND_CONFIRMATION);
        choice("chat.choice.refund", Intent.YES);
        choice("chat.choice.keep", Intent.NO);
        return say(key, order);
    }

    Turn yes() {
        Optional<OrderFacts> current = current();
        Awaiting asked = talk.awaiting();
        talk = talk.awaiting(Awaiting.NOTHING);
        if (current.isEmpty() || asked == Awaiting.NOTHING || asked == Awaiting.ORDER_NUMBER) {
            return other();
        }
        OrderFacts order = current.get();
        return switch (asked) {
            case ORDER_CONFIRMATION -> confirmed(order);
            case CANCEL_CONFIRMATION -> {
                actions.add(new Turn.Cancel(order.reference()));
                yield done();
            }
            case REFUND_CONFIRMATION -> {
                actions.add(new Turn.ProposeRefund(order.reference()));
                yield say("chat.refund.proposed", order);
            }
            case NOTHING, ORDER_NUMBER, FEEDBACK -> other();
        };
    }

    private Turn confirmed(OrderFacts order) {
        if (order.standing() != Standing.OPEN && order.standing() != Standing.UNDER_WAY) {
            return pay(order);
        }
        talk = talk.confirmed(order.reference());
        actions.add(new Turn.KeepConsent(order.reference()));
        return card(order, "chat.pay.card");
    }

    Turn no() {
        Awaiting asked = talk.awaiting();
        talk = talk.awaiting(Awaiting.NOTHING);
        say(
                switch (asked) {
                    case ORDER_CONFIRMATION -> "chat.pay.not_confirmed";
                    case CANCEL_CONFIRMATION, REFUND_CONFIRMATION -> "chat.kept";
                    case FEEDBACK, NOTHING, ORDER_NUMBER -> "chat.fine";
                });
        return done();
    }

    Turn thanks() {
        Optional<OrderFacts> order = current().filter(one -> one.standing() == Standing.PAID);
        say("chat.welcome");
        return order.isPresent() ? askFeedback(order.get()) : done();
    }

    private Turn askFeedback(OrderFacts order) {
        if (!talk.rated().contains(order.reference())) {
            talk = talk.rated(order.reference()).awaiting(Awaiting.FEEDBACK);
            say("chat.feedback.ask");
        }
        return done();
    }

    Turn paidNews(OrderFacts order) {
        lines.add(line("chat.news.paid", order));
        return askFeedback(order);
    }

    Turn complaint() {
        say("chat.sorry");
        choice("chat.choice.human", Intent.HUMAN);
        Optional<OrderFacts> order = current();
        talk = talk.awaiting(Awaiting.NOTHING);
        return order.isPresent() ? status(order.get()) : done();
    }

    Turn greeting() {
        say("chat.hello");
        choice("chat.choice.pay", Intent.PAY_ORDER);
        choice("chat.choice.status", Intent.PAYMENT_STATUS);
        choice("chat.choice.human", Intent.HUMAN);
        return done();
    }

    Turn handOff(String key) {
        say(key);
        actions.add(new Turn.HandOff());
        talk = talk.awaiting(Awaiting.NOTHING);
        return done();
    }

    Turn other() {
        if (talk.awaiting() == Awaiting.ORDER_NUMBER && said().order().isPresent()) {
            return withOrder(this::pay);
        }
        talk = talk.lostAgain();
        say(talk.lost() >= HUMAN_AFTER ? "chat.lost.again" : "chat.lost");
        choice("chat.choice.pay", Intent.PAY_ORDER);
        choice("chat.choice.status", Intent.PAYMENT_STATUS);
        choice("chat.choice.human", Intent.HUMAN);
        return done();
    }
}
