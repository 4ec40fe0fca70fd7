package dev.tillgate.flow.chat;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;

/**
 * One conversation of a buyer with a store.
 *
 * @param channel through which, such as {@code widget} or {@code bot}
 * @param conversation the channel's own name of it, unique within channel and store
 * @param locale BCP 47 tag of the language it is held in
 * @param mode who answers
 * @param talk where the assistant is in it, as JSON that only the assistant reads
 * @param version raised by every change
 * @param lastSequence the number of its newest message
 */
public record ChatSession(
        MerchantId merchant,
        ChatId id,
        StoreId store,
        String channel,
        String conversation,
        String locale,
        Mode mode,
        String talk,
        long version,
        long lastSequence,
        Instant createdAt,
        Instant updatedAt) {
    /** The channel of a shop's own page: it reads, and is never sent anything. */
    public static final String WIDGET = "widget";

    /** Who answers the buyer. */
    public enum Mode {
        ASSISTANT,
        /** A bot of the shop's own; the assistant is silent. */
        BOT,
        /** A person of the merchant's; the assistant is silent. */
        PERSON
    }

    /** Whether what is said has to be sent somewhere: a shop's page reads by itself, unless the shop's bot or a person answers. */
    public boolean isToldElsewhere() {
        return !channel.equals(WIDGET) || mode != Mode.ASSISTANT;
    }

    /** Where the assistant is now, in which language. */
    public ChatSession talking(String newTalk, String newLocale) {
        return new ChatSession(
                merchant,
                id,
                store,
                channel,
                conversation,
                newLocale,
                mode,
                newTalk,
                version,
                lastSequence,
                createdAt,
                updatedAt);
    }

    public ChatSession answeredBy(Mode newMode) {
        return new ChatSession(
                merchant,
                id,
                store,
                channel,
                conversation,
                locale,
                newMode,
                talk,
                version,
                lastSequence,
                createdAt,
                updatedAt);
    }

    /** As it is once so many more messages are kept. */
    public ChatSession kept(int messages) {
        return new ChatSession(
                merchant,
                id,
                store,
                channel,
                conversation,
                locale,
                mode,
                talk,
                version + 1,
                lastSequence + messages,
                createdAt,
                updatedAt);
    }
}
