package dev.tillgate.chat.tencent;

import dev.tillgate.provider.InboundRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A request that a platform makes.
 *
 * @param body XML, empty for a handshake
 */
public record Push(Map<String, String> query, String body, Instant at) {
    /** The platforms wait five seconds and try three times in all. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int TRIES = 3;

    public Push {
        query = new TreeMap<>(query);
    }

    /** The same with another parameter. */
    public Push with(String name, String value) {
        Map<String, String> changed = new HashMap<>(query);
        changed.put(name, value);
        return new Push(changed, body, at);
    }

    /** The same without a parameter. */
    public Push without(String name) {
        Map<String, String> changed = new HashMap<>(query);
        changed.remove(name);
        return new Push(changed, body, at);
    }

    public Push withBody(String other) {
        return new Push(query, other, at);
    }

    public String queryText() {
        return query.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    public InboundRequest request() {
        return new InboundRequest(
                body.isEmpty() ? "GET" : "POST",
                "/hooks/chat/chn_1",
                queryText(),
                Map.of("Content-Type", "text/xml"),
                body.getBytes(StandardCharsets.UTF_8),
                at);
    }

    /** Sends it, again while it is not acknowledged. Answers the statuses; 0 where there was no answer in time. */
    public List<Integer> deliver(String address) throws InterruptedException {
        List<Integer> statuses = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (statuses.size() < TRIES && !statuses.contains(200)) {
                statuses.add(once(client, address));
            }
        }
        return statuses;
    }

    private int once(HttpClient client, String address) throws InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + "?" + queryText()))
                .timeout(PATIENCE)
                .header("Content-Type", "text/xml");
        try {
            return client.send(
                            body.isEmpty()
                                    ? request.GET().build()
                                    : request.POST(HttpRequest.BodyPublishers.ofString(body))
                                            .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        } catch (IOException late) {
            return 0;
        }
    }

    /** One element with these fields; CDATA as the platforms write it. */
    public static String xml(Map<String, String> fields) {
        return new LinkedHashMap<>(fields)
                .entrySet().stream()
                        .map(one -> "<" + one.getKey() + ">" + value(one.getValue()) + "</" + one.getKey() + ">")
                        .collect(Collectors.joining("\n", "<xml>", "</xml>"));
    }

    private static String value(String text) {
        return text.matches("[0-9]+") ? text : "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>";
    }
}
