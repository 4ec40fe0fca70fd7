package dev.tillgate.chat.meta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Lost;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Received.Reply;
import dev.tillgate.chat.signed.Hmac;
import dev.tillgate.provider.InboundRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The receiving end of Meta's webhooks
 * (<a href="https://developers.facebook.com/docs/graph-api/webhooks/getting-started">documentation</a>, checked
 * 2026-11-25). A request holds any number of entries.
 *
 * @param object what it is about, such as {@code page}; an app may be subscribed to more
 * @param verify the word that the merchant has entered at Meta, and we expect in the handshake
 * @param secret the app's secret, with which bodies are signed
 */
public record Webhook(String object, String verify, String secret) {
    static final String SIGNATURE = "X-Hub-Signature-256";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern CHALLENGE = Pattern.compile("[0-9A-Za-z._~-]{1,200}");
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,100}");

    /**
     * What an entry holds for us.
     *
     * @param lost messages of ours that did not reach the buyer
     */
    public record Entry(List<ChatEvent> events, List<Lost> lost) {}

    /** @param entries reads one entry */
    public Received read(InboundRequest request, Function<JsonNode, Entry> entries) {
        if (request.method().equals("GET")) {
            return handshake(parameters(request.query()));
        }
        // Over the bytes as they came. Meta writes all but ASCII as escapes of JSON and signs that: a body that was
        // parsed and written anew has another signature.
        if (!Hmac.signs(request.header(SIGNATURE), secret, request.body())) {
            return Received.Rejected.unsigned("the signature is missing or wrong");
        }
        JsonNode body;
        try {
            body = JSON.readTree(request.body());
        } catch (JsonProcessingException notJson) {
            return new Received.Rejected(400, "not JSON");
        } catch (IOException impossible) {
            throw new IllegalStateException("bytes can be read", impossible);
        }
        if (!body.path("object").asText().equals(object)) {
            return new Received.Greeting(Reply.EMPTY);
        }
        List<ChatEvent> events = new ArrayList<>();
        List<Lost> lost = new ArrayList<>();
        for (JsonNode one : body.path("entry")) {
            Entry entry = entries.apply(one);
            entry.events().forEach(event -> events.add(past(event, request)));
            lost.addAll(entry.lost());
        }
        // An error for what does not concern us would have Meta send it for days, and in the end switch us off.
        return events.isEmpty() && lost.isEmpty()
                ? new Received.Greeting(Reply.EMPTY)
                : new Received.Verified(events, lost, Reply.EMPTY);
    }

    /** A clock of Meta's that runs ahead must not have a buyer wait. */
    private static ChatEvent past(ChatEvent event, InboundRequest request) {
        return event.at().isAfter(request.receivedAt())
                ? new ChatEvent(
                        event.key(),
                        event.conversation(),
                        event.text(),
                        event.pressed(),
                        event.locale(),
                        request.receivedAt())
                : event;
    }

    private Received handshake(Map<String, String> asked) {
        String challenge = asked.getOrDefault("hub.challenge", "");
        boolean ours = "subscribe".equals(asked.get("hub.mode"))
                && Hmac.equal(asked.getOrDefault("hub.verify_token", ""), verify);
        return ours && CHALLENGE.matcher(challenge).matches()
                ? new Received.Greeting(Reply.text(challenge))
                : new Received.Rejected(403, "the verify token is missing or wrong");
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new HashMap<>();
        if (query != null) {
            for (String one : query.split("&")) {
                int equals = one.indexOf('=');
                if (equals > 0) {
                    parameters.putIfAbsent(decoded(one.substring(0, equals)), decoded(one.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException garbled) {
            return "";
        }
    }

    /** Meta's name of a message as a key; names have no promised length. */
    public static String key(String name) {
        if (KEY.matcher(name).matches()) {
            return name;
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return "sha256-" + HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** Without the secret and the verify token. */
    @Override
    public String toString() {
        return "Webhook of " + object;
    }
}
