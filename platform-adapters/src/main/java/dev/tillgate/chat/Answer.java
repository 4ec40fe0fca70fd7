package dev.tillgate.chat;

import dev.tillgate.chat.ChatPayments.NoPayment;
import dev.tillgate.chat.Conversations.Parts;
import dev.tillgate.chat.Conversations.Utterance;
import dev.tillgate.chat.assistant.Talk;
import dev.tillgate.chat.assistant.Turn;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.chat.ChatBook.Said;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatMessage.Author;
import dev.tillgate.flow.chat.ChatNote;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.flow.chat.ChatStore;
import dev.tillgate.payment.TimeOrderedId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One answer being put together: what is said, and what follows from it. */
final class Answer {
    private final Parts parts;
    private final ChatContent content;
    private final Instant now;
    private final ChatSession session;
    private final List<ChatOrder> allowed;
    private final List<ChatMessage> messages = new ArrayList<>();
    private final List<ChatOrder> changed = new ArrayList<>();
    private final List<ChatNote> notes = new ArrayList<>();
    private ChatSession.Mode mode;
    private String locale;
    private boolean failed;

    Answer(Parts parts, ChatContent content, ChatSession session, List<ChatOrder> allowed, @Nullable Utterance said) {
        this.parts = parts;
        this.content = content;
        this.now = parts.clock().instant();
        this.session = session;
        this.allowed = allowed;
        this.mode = session.mode();
        this.locale = session.locale();
        if (said instanceof Conversations.Text text) {
            messages.add(ChatContent.text(Author.BUYER, text.text(), now));
            // The buyer may go on in another language; the answer follows.
            boolean han = text.text()
                    .codePoints()
                    .anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN);
            boolean latin =
                    text.text().codePoints().filter(Character::isAlphabetic).count() > 3;
            locale = han ? "zh-CN" : latin ? "en" : locale;
        } else if (said instanceof Conversations.Pressed pressed) {
            messages.add(ChatContent.text(Author.BUYER, pressed.label(), now));
        } else if (said instanceof Conversations.Brought brought) {
            messages.add(ChatContent.text(Author.BUYER, brought.label(), now));
        }
    }

    String locale() {
        return locale;
    }

    ChatSession session() {
        ChatSession answered = session.answeredBy(mode);
        return new ChatSession(
                answered.merchant(),
                answered.id(),
                answered.store(),
                answered.channel(),
                answered.conversation(),
                locale,
                answered.mode(),
                answered.talk(),
                answered.version(),
                answered.lastSequence(),
                answered.createdAt(),
                now);
    }

    Said said(@Nullable String key) {
        return new Said(messages, key, changed, notes);
    }

    /** Where the talk goes on; not where it wanted to when something could not be done. */
    Talk talk(Turn turn) {
        return failed ? Talk.NEW : turn.talk();
    }

    void turn(Turn turn) {
        List<ChatMessage> after = new ArrayList<>();
        try {
            turn.actions().forEach(action -> act(action, after));
        } catch (NoPayment none) {
            failed = true;
            say("chat.no_payment." + none.why(), Map.of(), List.of());
            return;
        }
        for (int i = 0; i < turn.lines().size(); i++) {
            Turn.Line line = turn.lines().get(i);
            boolean last = i == turn.lines().size() - 1;
            say(line.key(), line.values(), last ? turn.choices() : List.of());
        }
        messages.addAll(after);
    }

    private void say(String key, Map<String, Object> values, List<Turn.Choice> choices) {
        messages.add(content.said(locale, parts.words().text(locale, key, values), choices, now));
    }

    private void act(Turn.Action action, List<ChatMessage> after) {
        switch (action) {
            case Turn.KeepConsent consent -> agree(order(consent.order()));
            case Turn.ShowCard show -> after.add(shown(order(show.order()), show.method()));
            case Turn.Cancel cancel -> cancel(order(cancel.order()));
            case Turn.ProposeRefund refund -> note(ChatNote.Kind.REFUND, refund.order(), null, "");
            case Turn.HandOff handOff -> {
                mode = ChatSession.Mode.PERSON;
                note(ChatNote.Kind.PERSON, null, null, "");
            }
            case Turn.KeepFeedback feedback ->
                note(ChatNote.Kind.FEEDBACK, feedback.order(), feedback.score(), feedback.word());
        }
    }

    /** Adds the card, with a payment made for it if there is none. */
    PayCard card(ChatOrder order) {
        PaymentView view = parts.payments().ask(session, order);
        PayCard card = parts.cards().of(view, order, session.channel());
        messages.add(content.card(locale, card, null, now));
        change(order.shown(PayCards.shown(view, card), now.plus(Conversations.LOOK_AGAIN)));
        return card;
    }

    /** What a person of the merchant's does about an order. */
    void does(ChatOrder order, Conversations.Deed deed) {
        switch (deed) {
            case RESEND -> {
                PaymentView view = parts.payments().ask(session, order);
                PayCard card = parts.cards().of(view, order, session.channel());
                messages.add(content.cardAgain(locale, card, now));
                change(order.shown(PayCards.shown(view, card), now.plus(Conversations.LOOK_AGAIN)));
            }
            case CANCEL -> cancel(order);
            case PROPOSE_REFUND -> note(ChatNote.Kind.REFUND, order.reference(), null, "");
        }
    }

    private ChatMessage shown(ChatOrder order, @Nullable String method) {
        PaymentView view = parts.payments().ask(session, order);
        PayCard card = parts.cards().of(view, order, session.channel());
        change(order.shown(PayCards.shown(view, card), now.plus(Conversations.LOOK_AGAIN)));
        return content.card(locale, card, method, now);
    }

    private void agree(ChatOrder order) {
        PaymentView view = parts.payments().ask(session, order);
        change(order.agreedTo(new ChatOrder.Agreed(view.payment().amount(), policy(), now)));
    }

    private String policy() {
        return parts.book().store(session.store()).map(ChatStore::policy).orElse("");
    }

    private void cancel(ChatOrder order) {
        Optional<PaymentView> view = parts.payments().find(session, order);
        try {
            view.ifPresent(one -> parts.cancel().run(session.merchant(), one.id(), OnceOnly.unremembered()));
            say("chat.cancel.done", Map.of("order", order.reference()), List.of());
        } catch (NotPossible meanwhile) {
            say("chat.cancel.too_late", Map.of("order", order.reference()), List.of());
        }
    }

    private void note(ChatNote.Kind kind, @Nullable String reference, @Nullable Integer score, String word) {
        notes.add(new ChatNote(
                TimeOrderedId.next(ChatNote.PREFIX), session.id(), kind, reference, score, word, now, null));
    }

    private ChatOrder order(String reference) {
        return changed.stream()
                .filter(one -> one.reference().equals(reference))
                .findFirst()
                .orElseGet(() -> allowed.stream()
                        .filter(one -> one.reference().equals(reference))
                        .findFirst()
                        .orElseThrow());
    }

    private void change(ChatOrder order) {
        changed.removeIf(one -> one.id().equals(order.id()));
        changed.add(order);
    }
}
