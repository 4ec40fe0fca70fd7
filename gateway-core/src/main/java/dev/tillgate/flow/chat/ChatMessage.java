package dev.tillgate.flow.chat;

import java.time.Instant;

/**
 * One thing said in a conversation.
 *
 * @param sequence its number within the conversation, from 1, without gaps
 * @param content JSON: a text with its buttons, or a pay card as it was at that moment
 */
public record ChatMessage(long sequence, Author author, Kind kind, String content, Instant createdAt) {
    /** Who said it. */
    public enum Author {
        BUYER,
        ASSISTANT,
        /** The shop's own bot. */
        BOT,
        PERSON
    }

    /** What it is. */
    public enum Kind {
        TEXT,
        /** A pay card, or a newer state of one; the one with the highest version counts. */
        CARD
    }

    /** Without what was said. */
    @Override
    public String toString() {
        return "ChatMessage " + sequence + " " + author + " " + kind;
    }
}
