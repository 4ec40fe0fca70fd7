package dev.tillgate.flow.chat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation leaves for the merchant.
 *
 * @param id text of the form {@code chn_…}
 * @param reference the order it is about, or null
 * @param score 1 to 5 for feedback, else null
 * @param words the buyer's own, may be empty
 * @param doneAt when the merchant dealt with it, or null
 */
public record ChatNote(
        String id,
        ChatId session,
        Kind kind,
        @Nullable String reference,
        @Nullable Integer score,
        String words,
        Instant createdAt,
        @Nullable Instant doneAt) {
    public static final String PREFIX = "chn";

    /** Of what kind. */
    public enum Kind {
        FEEDBACK,
        /** The buyer wants money back; a person decides. */
        REFUND,
        /** The buyer wants to talk to a person. */
        PERSON
    }

    /** Without the buyer's words. */
    @Override
    public String toString() {
        return "ChatNote " + id + " " + kind;
    }
}
