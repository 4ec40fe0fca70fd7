package dev.tillgate.provider.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns requests and answers into text that may be kept. It lets through what is known to be harmless and hides the
 * rest, so that a header or field nobody thought of is hidden too.
 */
final class Scrubber {
    private static final Set<String> HARMLESS_HEADERS = Set.of(
            "accept",
            "content-length",
            "content-type",
            "date",
            "idempotency-key",
            "idempotent-replayed",
            "request-id",
            "retry-after",
            "server");
    private static final int MOST_KEYS = 60;
    private static final int LONGEST_KEY = 40;
    private static final JsonFactory JSON = new JsonFactory();

    private Scrubber() {}

    /** Scheme, host and path; of the query only the names. */
    static String url(String url) {
        int fragment = url.indexOf('#');
        String whole = fragment < 0 ? url : url.substring(0, fragment);
        int query = whole.indexOf('?');
        String address = withoutUser(query < 0 ? whole : whole.substring(0, query));
        if (query < 0) {
            return address;
        }
        return address
                + Stream.of(whole.substring(query + 1).split("&"))
                        .map(pair -> cut(pair.split("=", 2)[0]) + "=…")
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String withoutUser(String address) {
        int start = address.indexOf("://");
        int at = address.indexOf('@');
        int slash = start < 0 ? -1 : address.indexOf('/', start + 3);
        boolean hasUser = start >= 0 && at > start && (slash < 0 || at < slash);
        return hasUser ? address.substring(0, start + 3) + address.substring(at + 1) : address;
    }

    static String headers(Map<String, ? extends Collection<String>> headers) {
        return headers.entrySet().stream()
                .map(header -> cut(header.getKey()) + ": " + value(header.getKey(), header.getValue()))
                .collect(Collectors.joining(", "));
    }

    static Map<String, List<String>> listed(Map<String, String> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
    }

    private static String value(String name, Collection<String> values) {
        return HARMLESS_HEADERS.contains(name.toLowerCase(Locale.ROOT)) ? String.join(" ", values) : "…";
    }

    /** The keys of a JSON or form body, or its length. */
    static String body(byte[] body) {
        if (body.length == 0) {
            return "empty";
        }
        byte first = body[0];
        if (first == '{' || first == '[') {
            return jsonKeys(body);
        }
        String start = new String(body, 0, Math.min(body.length, 2_000), StandardCharsets.UTF_8);
        boolean form = start.matches("[A-Za-z0-9_.\\[\\]%-]+=[^\\s<>{}]*");
        return form ? formKeys(start) : body.length + " bytes";
    }

    private static String jsonKeys(byte[] body) {
        Set<String> keys = new LinkedHashSet<>();
        try (JsonParser parser = JSON.createParser(body)) {
            for (JsonToken token = parser.nextToken();
                    token != null && keys.size() < MOST_KEYS;
                    token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    keys.add(cut(parser.currentName()));
                }
            }
        } catch (IOException garbled) {
            return body.length + " bytes, not JSON";
        }
        return keys.toString();
    }

    private static String formKeys(String form) {
        return Stream.of(form.split("&"))
                .limit(MOST_KEYS)
                .map(pair -> cut(pair.split("=", 2)[0]))
                .collect(Collectors.toCollection(LinkedHashSet::new))
                .toString();
    }

    /** A key that is too long, or is no plain name, may be a value in disguise. */
    private static String cut(String key) {
        return key.length() <= LONGEST_KEY && key.matches("[A-Za-z0-9_.\\[\\]%-]*") ? key : "…";
    }
}
