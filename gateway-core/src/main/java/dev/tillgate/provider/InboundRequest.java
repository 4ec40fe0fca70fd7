package dev.tillgate.provider;

import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request that somebody sent us, as raw as it came.
 *
 * @param query the raw query string, without the question mark, or null
 * @param headers single-valued, names compared without case; bounded by the web layer
 * @param body the raw bytes: signatures are checked over them, never over parsed text
 * @param receivedAt when it arrived, UTC: the "now" of every freshness check
 */
public record InboundRequest(
        String method,
        String path,
        @Nullable String query,
        Map<String, String> headers,
        byte[] body,
        Instant receivedAt) {
    public InboundRequest {
        Map<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sorted.putAll(headers);
        headers = Collections.unmodifiableMap(sorted);
        method = method.toUpperCase(Locale.ROOT);
    }

    /** The header's value, or null. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** Without headers and body: they may hold signatures and personal data. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
