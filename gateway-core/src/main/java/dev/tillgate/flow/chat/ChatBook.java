package dev.tillgate.flow.chat;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conversations as stored. Each method is a short transaction of its own. */
public interface ChatBook {
    /** How the store wants to be talked to; nothing when it was never said. */
    Optional<ChatStore> store(StoreId store);

    /** Says so. */
    void set(ChatStore store);

    Optional<ChatSession> session(MerchantId merchant, ChatId id);

    /** Keeps a new conversation, or answers the one with the same channel and name that is kept already. */
    ChatSession open(ChatSession fresh);

    /**
     * Keeps what was said and where the conversation is now, all at once or not at all.
     *
     * @param now the conversation as it is after; its version and last number are those it was read with
     * @return the conversation as kept, or nothing when somebody else changed it since it was read
     * @throws HeardBefore when a message with the same key of its sender is kept already
     */
    Optional<ChatSession> keep(ChatSession now, Said said);

    /** Whether a message with this key of its sender is kept: its number. */
    Optional<Long> heard(MerchantId merchant, ChatId session, String key);

    /** Messages after a number, oldest first. */
    List<ChatMessage> messages(MerchantId merchant, ChatId session, long after, int limit);

    /** Where conversations stand in which something was said since, newest first. */
    List<Mark> changed(MerchantId merchant, Instant since, int limit);

    /** The number of a conversation's newest message. */
    record Mark(ChatId session, long lastSequence) {}

    /** What the conversation may pay, oldest first. */
    List<ChatOrder> orders(MerchantId merchant, ChatId session);

    /** One of them, by its own id. */
    Optional<ChatOrder> order(MerchantId merchant, String id);

    /** What conversations may pay of an order that has been shown in them, oldest first. */
    List<ChatOrder> paying(MerchantId merchant, OrderId order);

    /** Allows an order, or allows it anew on other terms; what was shown and agreed stays. */
    ChatOrder allow(ChatOrder wanted);

    /** Has the cards of an order looked at soon; answers whether there are any. */
    boolean wake(MerchantId merchant, OrderId order, Instant at);

    /** What conversations of a store left for the merchant and nobody has dealt with, newest first. */
    List<ChatNote> notes(MerchantId merchant, StoreId store, @Nullable ChatId session, int limit);

    /** Dealt with. */
    void done(MerchantId merchant, String note, Instant at);

    /** Conversations by their last change, newest first. */
    List<ChatSession> recent(MerchantId merchant, @Nullable StoreId store, int skip, int limit);

    /**
     * What is added in one step.
     *
     * @param messages numbered on from the conversation's last one
     * @param heardKey the sender's own name of the first message, or null
     * @param orders changed cards and agreements
     * @param notes new ones
     */
    record Said(List<ChatMessage> messages, @Nullable String heardKey, List<ChatOrder> orders, List<ChatNote> notes) {
        public Said {
            messages = List.copyOf(messages);
            orders = List.copyOf(orders);
            notes = List.copyOf(notes);
        }
    }

    /** A message with the same key was kept before. */
    final class HeardBefore extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public HeardBefore() {
            super("heard before", null, false, false);
        }
    }
}
