package dev.tillgate.chat.tencent;

import dev.tillgate.chat.channel.Sent;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a platform's error codes mean for a message, as data beside the channel. What is not in the table may be anything,
 * so it is tried again.
 */
public record CgiErrors(Map<Integer, Meaning> meanings) {
    private static final Duration UNLISTED = Duration.ofMinutes(10);
    private static final Duration NO_ENTRANCE = Duration.ofMinutes(5);

    public CgiErrors {
        meanings = Map.copyOf(meanings);
    }

    /** What becomes of a message. */
    public enum Kind {
        CLOSED,
        LATER,
        REFUSED
    }

    /**
     * One row.
     *
     * @param pause how long to wait, or null
     * @param words for the log: never the platform's own, which may repeat what was sent
     */
    public record Meaning(Kind kind, @Nullable Duration pause, String words) {}

    public static Meaning closed(String words) {
        return new Meaning(Kind.CLOSED, null, words);
    }

    public static Meaning later(Duration pause, String words) {
        return new Meaning(Kind.LATER, pause, words);
    }

    public static Meaning refused(String words) {
        return new Meaning(Kind.REFUSED, null, words);
    }

    /** What became of a message that was not taken. */
    public Sent sent(CgiApi.Result failed) {
        String why = why(failed);
        if (failed.code() == CgiApi.UNKNOWN) {
            return new Sent.Later(why, null);
        }
        if (!failed.entered()) {
            return new Sent.Later(why, NO_ENTRANCE);
        }
        Meaning meaning = meanings.get(failed.code());
        if (meaning == null) {
            return new Sent.Later(why, UNLISTED);
        }
        return switch (meaning.kind()) {
            case CLOSED -> new Sent.Closed();
            case LATER -> new Sent.Later(why, meaning.pause());
            case REFUSED -> new Sent.Refused(why);
        };
    }

    /** How long to leave the platform alone, or the usual pause. */
    public Duration pause(CgiApi.Result failed, Duration usual) {
        Meaning meaning = meanings.get(failed.code());
        return meaning == null || meaning.pause() == null ? usual : meaning.pause();
    }

    /** In words, for the log. */
    public String why(CgiApi.Result failed) {
        if (failed.code() == CgiApi.UNKNOWN) {
            return "no answer";
        }
        Meaning meaning = meanings.get(failed.code());
        String words = meaning == null ? "error " + failed.code() : failed.code() + " " + meaning.words();
        return failed.entered() ? words : "no access token: " + words;
    }
}
