package dev.tillgate.webapp.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list, newest first.
 *
 * @param filter what was asked for, by query parameter; empty text for anything
 * @param next the cursor of the next page, or null on the last
 * @param first whether this is the first page
 */
public record Listing<T>(
        List<T> rows, Map<String, String> filter, @Nullable String next, boolean first) {
    static final int SIZE = 25;

    /** Cuts one row more than a page's worth, read to know whether there is a next page. */
    static <T> Listing<T> of(
            List<T> read, Map<String, String> filter, @Nullable String after, Function<T, String> cursor) {
        boolean more = read.size() > SIZE;
        List<T> rows = more ? read.subList(0, SIZE) : read;
        return new Listing<>(
                List.copyOf(rows),
                new LinkedHashMap<>(filter),
                more ? cursor.apply(rows.getLast()) : null,
                after == null);
    }

    /** What a filter is set to. */
    public String set(String name) {
        return filter.getOrDefault(name, "");
    }

    /** Whether anything is left out of this list. */
    public boolean isFiltered() {
        return filter.values().stream().anyMatch(value -> !value.isEmpty());
    }

    /** The query of the next page, the filter kept. */
    public String nextQuery() {
        return "?" + query() + "after=" + next;
    }

    /** The query of the first page, the filter kept. */
    public String firstQuery() {
        return "?" + query();
    }

    private String query() {
        return filter.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8) + "&")
                .collect(Collectors.joining());
    }
}
