package dev.tillgate.chat.tencent;

import dev.tillgate.provider.InboundRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A request that WeChat or WeCom made, with what stands in its query. */
public final class Callback {
    private static final Duration YOUNG = Duration.ofMinutes(5);
    private static final int MOST = 20;

    private final InboundRequest request;
    private final Map<String, String> query = new HashMap<>();

    public Callback(InboundRequest request) {
        this.request = request;
        String raw = request.query();
        for (String pair : raw == null ? new String[0] : raw.split("&", MOST)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.putIfAbsent(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
    }

    /** A plus sign is a plus sign: what comes is base64, and not everybody on the way escapes it. */
    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException garbled) {
            return "";
        }
    }

    /** The parameter's value, empty when it is missing. */
    public String get(String name) {
        return query.getOrDefault(name, "");
    }

    /** It asks whether this address is ours. */
    public boolean isHandshake() {
        return request.method().equals("GET");
    }

    /** Whether it was signed a moment ago: what was overheard cannot be sent again later. */
    public boolean isYoung() {
        String timestamp = get("timestamp");
        return timestamp.matches("[0-9]{1,12}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), request.receivedAt())
                                .abs()
                                .compareTo(YOUNG)
                        <= 0;
    }

    public String body() {
        return new String(request.body(), StandardCharsets.UTF_8);
    }
}
