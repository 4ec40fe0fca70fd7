package dev.tillgate.chat.meta;

import dev.tillgate.chat.channel.Sent;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What Meta's error codes mean for a message, as data: {@code errors.properties} beside the channel. Keys are a code, or a
 * code, a dot and a subcode; values are {@code closed}, {@code refused}, or {@code later} with, perhaps, how long to wait.
 */
public final class GraphErrors {
    private final Map<String, Meaning> meanings;

    private GraphErrors(Map<String, Meaning> meanings) {
        this.meanings = Map.copyOf(meanings);
    }

    enum Kind {
        CLOSED,
        REFUSED,
        LATER
    }

    private record Meaning(Kind kind, @Nullable Duration after) {}

    /** Reads the table beside a class. */
    public static GraphErrors beside(Class<?> channel) {
        Properties read = new Properties();
        try (InputStream in = Objects.requireNonNull(channel.getResourceAsStream("errors.properties"))) {
            read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        Map<String, Meaning> meanings = new HashMap<>();
        read.stringPropertyNames().forEach(code -> meanings.put(code, meaning(read.getProperty(code))));
        return new GraphErrors(meanings);
    }

    private static Meaning meaning(String text) {
        String[] words = text.strip().split(" +");
        Kind kind =
                switch (words[0]) {
                    case "closed" -> Kind.CLOSED;
                    case "refused" -> Kind.REFUSED;
                    case "later" -> Kind.LATER;
                    default -> throw new IllegalStateException("no meaning: " + text);
                };
        return new Meaning(kind, words.length > 1 ? Duration.parse(words[1]) : null);
    }

    /** What became of a message, from an answer that is not a success. */
    public Sent sent(Graph.Result result) {
        Meaning meaning = meanings.get(result.code() + "." + result.subcode());
        if (meaning == null) {
            meaning = meanings.getOrDefault(Integer.toString(result.code()), unknown(result));
        }
        return switch (meaning.kind()) {
            case CLOSED -> new Sent.Closed();
            case REFUSED -> new Sent.Refused(result.why());
            case LATER ->
                new Sent.Later(result.why(), result.retryAfter() == null ? meaning.after() : result.retryAfter());
        };
    }

    /** A code that is not in the table: only what Meta itself calls our mistake is never tried again. */
    private static Meaning unknown(Graph.Result result) {
        boolean ours = result.status() == 400 || result.status() == 404;
        return new Meaning(ours ? Kind.REFUSED : Kind.LATER, null);
    }
}
