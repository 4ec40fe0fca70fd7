package dev.tillgate.webapp.api;

import dev.tillgate.webapp.api.json.FieldErrors;
import dev.tillgate.webapp.config.Nearest;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads query parameters: each at most once, none unknown; like {@link dev.tillgate.webapp.api.json.Fields} it notes
 * what is wrong and tells it all in {@link #end()}.
 */
final class QueryFields {
    static final int MOST_PER_PAGE = 100;
    private static final int PER_PAGE = 20;
    private final MultivaluedMap<String, String> given;
    private final FieldErrors errors = new FieldErrors();
    private final List<String> known = new ArrayList<>();

    QueryFields(MultivaluedMap<String, String> given) {
        this.given = given;
    }

    /** The parameter's value, or null when it is absent or useless. */
    @Nullable
    String text(String name, int most) {
        known.add(name);
        List<String> values = given.get(name);
        if (values == null) {
            return null;
        }
        String value = values.get(0);
        if (values.size() > 1) {
            errors.add("?" + name, "appears twice");
        } else if (value.isEmpty() || value.codePointCount(0, value.length()) > most) {
            errors.add("?" + name, "must have 1 to " + most + " characters");
        } else {
            return value;
        }
        return null;
    }

    <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
        String text = text(name, 40);
        if (text == null) {
            return null;
        }
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT);
            if (word.equals(text)) {
                return constant;
            }
            words.add(word);
        }
        errors.add("?" + name, "must be one of " + String.join(", ", words));
        return null;
    }

    /** How many a page may hold: 20 unless told, at most 100. */
    int limit() {
        String text = text("limit", 10);
        if (text == null) {
            return PER_PAGE;
        }
        if (text.matches("[0-9]{1,9}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_PER_PAGE) {
                return limit;
            }
        }
        errors.add("?limit", "must be a whole number from 1 to " + MOST_PER_PAGE);
        return PER_PAGE;
    }

    /** A whole number from 0, or {@code absent}. */
    long whole(String name, long absent) {
        String text = text(name, 18);
        if (text == null || text.matches("[0-9]{1,18}")) {
            return text == null ? absent : Long.parseLong(text);
        }
        errors.add("?" + name, "must be a whole number");
        return absent;
    }

    /** What the cursor stands for, checked with {@code form}, or null on the first page. */
    @Nullable
    String cursor(Predicate<String> form) {
        String text = text("cursor", 100);
        if (text == null) {
            return null;
        }
        String after = Cursor.read(text).filter(form).orElse(null);
        if (after == null) {
            errors.add("?cursor", "must be a next_cursor of the page before");
        }
        return after;
    }

    /** @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong */
    void end() {
        for (String name : given.keySet()) {
            if (!known.contains(name)) {
                String shown = name.length() <= 64 ? name : name.substring(0, 64);
                String meant = Nearest.to(shown, known)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("");
                errors.add("?" + shown, "is unknown" + meant);
            }
        }
        errors.throwIfAny();
    }
}
