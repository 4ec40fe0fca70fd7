package dev.tillgate.chat;

import dev.tillgate.chat.ChatPayments.NoPayment;
import dev.tillgate.chat.assistant.Assistant;
import dev.tillgate.chat.assistant.Intent;
import dev.tillgate.chat.assistant.OrderFacts.Offer;
import dev.tillgate.chat.assistant.Talk;
import dev.tillgate.chat.assistant.Turn;
import dev.tillgate.chat.assistant.Understood;
import dev.tillgate.flow.CancelPayment;
import dev.tillgate.flow.Directory;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatBook.HeardBefore;
import dev.tillgate.flow.chat.ChatBook.Said;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatMessage.Author;
import dev.tillgate.flow.chat.ChatNote;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.TimeOrderedId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a conversation: it is opened, may pay an order, somebody says something and is answered. Who asks was
 * checked before. No transaction is open while a shop or provider is asked; what was said and what follows from it is
 * kept at once, and a message that is sent twice is heard once.
 */
public final class Conversations {
    /** The longest message that is taken, in characters. */
    public static final int LONGEST_TEXT = 2_000;

    private static final int MOST_MESSAGES = 2_000;
    private static final int MOST_ORDERS = 20;
    static final int ROUNDS = 5;
    /** Keys of bots' messages are told from those of buyers by it. */
    private static final String BOTS_KEY = "bot:";

    /** A commit looks at a card at once; this is only for the crash in between. */
    static final Duration LOOK_AGAIN = Duration.ofMinutes(2);

    private final Parts parts;
    private final ChatContent content;

    /**
     * What conversations are made of.
     *
     * @param second is asked about what the assistant's rules do not understand
     * @param news is told of every conversation that has something new
     */
    public record Parts(
            ChatBook book,
            ChatPayments payments,
            PayCards cards,
            CancelPayment cancel,
            Directory directory,
            Assistant assistant,
            SecondReader second,
            Words words,
            ChatNews news,
            InstantSource clock) {}

    public Conversations(Parts parts) {
        this.parts = parts;
        this.content = new ChatContent(parts.words());
    }

    /** What a buyer said: words, or a button's meaning. */
    public sealed interface Utterance {}

    /** Words. */
    public record Text(String text) implements Utterance {}

    /**
     * A button.
     *
     * @param label what stood on it
     */
    public record Pressed(Intent says, @Nullable String method, String label) implements Utterance {}

    /**
     * A grant, by its code: the buyer wants to pay that order.
     *
     * @param label what was written
     */
    public record Brought(String reference, String label) implements Utterance {}

    /** A conversation has as many messages, or orders, as it can have. */
    public static final class Full extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Full() {
            super("full", null, false, false);
        }
    }

    /** Opens a conversation, or answers the one of this name. */
    public ChatSession open(ChatSession fresh) {
        return parts.book().open(fresh);
    }

    /**
     * Lets a conversation pay what the grant says.
     *
     * @throws Full when it may pay too many orders already
     */
    public ChatOrder allow(ChatSession session, Grant grant) {
        List<ChatOrder> known = parts.book().orders(session.merchant(), session.id());
        boolean isNew = known.stream().noneMatch(order -> order.reference().equals(grant.reference()));
        if (isNew && known.size() >= MOST_ORDERS) {
            throw new Full();
        }
        return parts.book()
                .allow(new ChatOrder(
                        session.merchant(),
                        session.id(),
                        TimeOrderedId.next(ChatOrder.PREFIX),
                        grant.reference(),
                        grant.terms(),
                        null,
                        null,
                        null,
                        0,
                        "",
                        null));
    }

    /**
     * Hears what a buyer says, and answers.
     *
     * @param key the sender's own name of the message, unique within the conversation
     * @return the number of the message that was heard; answers have higher ones
     * @throws Full when too much was said
     */
    public long hear(MerchantId merchant, ChatId id, Utterance said, String key) {
        Optional<Long> before = parts.book().heard(merchant, id, key);
        if (before.isPresent()) {
            return before.get();
        }
        try {
            return retried(merchant, id, session -> {
                if (session.lastSequence() >= MOST_MESSAGES) {
                    throw new Full();
                }
                return answer(session, said, key).map(kept -> session.lastSequence() + 1);
            });
        } catch (HeardBefore twice) {
            return parts.book().heard(merchant, id, key).orElseThrow();
        }
    }

    /** Decides on the conversation as it is, again when somebody was faster. */
    private <T> T retried(MerchantId merchant, ChatId id, Function<ChatSession, Optional<T>> step) {
        return retried(parts.book().session(merchant, id).orElseThrow(), step);
    }

    /** @param read a moment ago: what was committed since makes the step fail */
    private <T> T retried(ChatSession read, Function<ChatSession, Optional<T>> step) {
        ChatSession session = read;
        for (int round = 1; round <= ROUNDS; round++) {
            Optional<T> done = step.apply(session);
            if (done.isPresent()) {
                parts.news().said(session);
                return done.get();
            }
            session = parts.book().session(read.merchant(), read.id()).orElseThrow();
        }
        throw new IllegalStateException("the conversation changes all the time");
    }

    private Optional<ChatSession> answer(ChatSession session, Utterance said, String key) {
        List<ChatOrder> allowed = parts.book().orders(session.merchant(), session.id());
        GatewayFacts facts = new GatewayFacts(session, allowed, parts.payments(), parts.cards(), offered(session));
        Talk talk = TalkText.read(session.talk());
        Answer answer = new Answer(parts, content, session, allowed, said);
        if (session.mode() != ChatSession.Mode.ASSISTANT) {
            // Somebody else answers; the assistant keeps out of it.
            return parts.book().keep(session, answer.said(key));
        }
        Turn turn =
                switch (said) {
                    case Text text ->
                        parts.assistant().answer(talk, text.text(), facts, other -> parts.second()
                                .of(session, text.text(), other.chinese())
                                .orElse(other));
                    case Pressed pressed -> parts.assistant().answer(talk, understood(session, pressed), facts);
                    case Brought brought -> parts.assistant().answer(talk, understood(session, brought), facts);
                };
        answer.turn(turn);
        return parts.book()
                .keep(answer.session().talking(TalkText.of(answer.talk(turn)), answer.locale()), answer.said(key));
    }

    private static Understood understood(ChatSession session, Pressed pressed) {
        return new Understood(
                pressed.says(),
                session.locale().startsWith("zh"),
                Optional.empty(),
                Optional.ofNullable(pressed.method()));
    }

    private static Understood understood(ChatSession session, Brought brought) {
        return new Understood(
                Intent.PAY_ORDER,
                session.locale().startsWith("zh"),
                Optional.of(brought.reference()),
                Optional.empty());
    }

    /** The store's methods, in the merchant's order, when no order is talked about. */
    private List<Offer> offered(ChatSession session) {
        Set<String> codes = new LinkedHashSet<>();
        parts.directory()
                .store(session.merchant(), session.store())
                .map(StoreProfile::methods)
                .orElse(List.of())
                .forEach(offer -> codes.add(offer.method()));
        List<Offer> offers = new ArrayList<>();
        codes.forEach(code -> offers.add(new Offer(code, offers.isEmpty() ? "recommend.shop_choice" : null)));
        return offers;
    }

    /**
     * The card of an order, with a payment to it: what a bot asks for.
     *
     * @return the card as JSON
     * @throws NoPayment when there can be none
     * @throws java.util.NoSuchElementException when the conversation may not see such an order
     */
    public String ask(ChatSession in, String reference) {
        return retried(in, session -> {
            ChatOrder order = parts.book().orders(session.merchant(), session.id()).stream()
                    .filter(one -> one.reference().equals(reference))
                    .findFirst()
                    .orElseThrow();
            Answer answer = new Answer(parts, content, session, List.of(order), null);
            PayCard card = answer.card(order);
            boolean shown = order.payment() != null && order.shownVersion() >= card.version();
            return shown
                            || parts.book()
                                    .keep(answer.session(), answer.said(null))
                                    .isPresent()
                    ? Optional.of(content.cardJson(session.locale(), card, null))
                    : Optional.empty();
        });
    }

    /** The link of an order's card; nothing while there is nothing to pay. */
    public Optional<String> link(ChatSession in, String reference) {
        return parts.book().orders(in.merchant(), in.id()).stream()
                .filter(one -> one.reference().equals(reference))
                .findFirst()
                .flatMap(order -> parts.payments()
                        .find(in, order)
                        .map(view -> parts.cards().of(view, order, in.channel()).link()));
    }

    /** What a person of the merchant's says; from then on a person answers, until it is given back. */
    public void says(MerchantId merchant, ChatId id, String text) {
        ChatMessage message =
                ChatContent.text(Author.PERSON, text, parts.clock().instant());
        change(merchant, id, ChatSession.Mode.PERSON, List.of(message));
    }

    /** What a person of the merchant's can do about an order that is talked about. */
    public enum Deed {
        /** Shows its card once more. */
        RESEND,
        CANCEL,
        /** Keeps the wish for who may decide. */
        PROPOSE_REFUND
    }

    /** Answers whether it was done: not without such an order, or when there is nothing to show. */
    public boolean does(MerchantId merchant, ChatId id, String reference, Deed deed) {
        try {
            return retried(merchant, id, session -> {
                Optional<ChatOrder> found = parts.book().orders(merchant, id).stream()
                        .filter(one -> one.reference().equals(reference))
                        .findFirst();
                if (found.isEmpty()) {
                    return Optional.of(false);
                }
                Answer answer = new Answer(parts, content, session, List.of(found.get()), null);
                answer.does(found.get(), deed);
                return parts.book().keep(answer.session(), answer.said(null)).map(kept -> true);
            });
        } catch (NoPayment none) {
            return false;
        }
    }

    /** No person answers any more, but the assistant or the shop's bot. */
    public void giveBack(MerchantId merchant, ChatId id, ChatSession.Mode to) {
        change(merchant, id, to, List.of());
    }

    /**
     * What the shop's own bot says; from then on it answers. The same key again changes nothing.
     *
     * @param content JSON: a text, perhaps with choices
     * @param person whether a person shall answer from now on
     * @return the number of the message, or nothing when a person answers in this conversation
     * @throws Full when too much was said
     */
    public Optional<Long> replies(MerchantId merchant, ChatId id, String content, String key, boolean person) {
        Instant now = parts.clock().instant();
        ChatMessage message = new ChatMessage(0, Author.BOT, ChatMessage.Kind.TEXT, content, now);
        List<ChatNote> notes = person
                ? List.of(new ChatNote(
                        TimeOrderedId.next(ChatNote.PREFIX), id, ChatNote.Kind.PERSON, null, null, "", now, null))
                : List.of();
        Said said = new Said(List.of(message), BOTS_KEY + key, List.of(), notes);
        Optional<Long> before = parts.book().heard(merchant, id, BOTS_KEY + key);
        if (before.isPresent()) {
            return before;
        }
        try {
            return retried(merchant, id, session -> {
                if (session.lastSequence() >= MOST_MESSAGES) {
                    throw new Full();
                }
                if (session.mode() == ChatSession.Mode.PERSON) {
                    return Optional.of(Optional.<Long>empty());
                }
                ChatSession after = session.answeredBy(person ? ChatSession.Mode.PERSON : ChatSession.Mode.BOT);
                return parts.book().keep(after, said).map(kept -> Optional.of(kept.lastSequence()));
            });
        } catch (HeardBefore twice) {
            return parts.book().heard(merchant, id, BOTS_KEY + key);
        }
    }

    private void change(MerchantId merchant, ChatId id, ChatSession.Mode mode, List<ChatMessage> messages) {
        Said said = new Said(messages, null, List.of(), List.of());
        retried(merchant, id, session -> parts.book().keep(session.answeredBy(mode), said));
    }

    /** A button's meaning by its code, such as {@code pay_order}. */
    public static Optional<Intent> meaning(String code) {
        for (Intent intent : Intent.values()) {
            if (intent.name().toLowerCase(Locale.ROOT).equals(code)) {
                return Optional.of(intent);
            }
        }
        return Optional.empty();
    }
}
