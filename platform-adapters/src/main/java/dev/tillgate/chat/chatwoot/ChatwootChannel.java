package dev.tillgate.chat.chatwoot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelType.Tools;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Received.Reply;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.signed.Hmac;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One agent bot. Chatwoot hears of every message in the bot's inboxes, ours included, and signs time and body
 * (<a href="https://github.com/chatwoot/chatwoot/pull/13573">change 13573</a>, checked 2026-11-25). Its interface changes no
 * message's words, so cards are not edited.
 */
final class ChatwootChannel implements Channel.HandsOver, Channel.Registers {
    static final String SIGNATURE = "X-Chatwoot-Signature";
    static final String TIMESTAMP = "X-Chatwoot-Timestamp";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Pattern SECONDS = Pattern.compile("[0-9]{9,11}");
    private static final Pattern CONVERSATION = Pattern.compile("[0-9]{1,18}");
    private static final Pattern WAIT = Pattern.compile("[1-9][0-9]{0,3}");
    /** Never a conversation: they are numbered from 1. */
    private static final String NO_CONVERSATION = "0";

    private final String account;
    private final String secret;
    private final String base;
    private final Map<String, String> headers;
    private final Exchange exchange;

    ChatwootChannel(Settings settings, Tools tools) {
        account = settings.get(Chatwoot.ACCOUNT);
        secret = settings.get(Chatwoot.SECRET);
        base = settings.get(Chatwoot.ADDRESS) + "/api/v1/accounts/" + account + "/conversations/";
        headers = Map.of("api_access_token", settings.get(Chatwoot.TOKEN), "Content-Type", "application/json");
        exchange = tools.exchange();
    }

    @Override
    public Received read(InboundRequest request) {
        String timestamp = request.header(TIMESTAMP);
        if (timestamp == null || !SECONDS.matcher(timestamp).matches()) {
            return Received.Rejected.unsigned("the timestamp is missing");
        }
        byte[] signedTime = (timestamp + ".").getBytes(StandardCharsets.US_ASCII);
        if (!Hmac.signs(request.header(SIGNATURE), secret, signedTime, request.body())) {
            return Received.Rejected.unsigned("the signature is missing or wrong");
        }
        // Each retry is signed anew, so that an old one is a replay.
        long age = request.receivedAt().getEpochSecond() - Long.parseLong(timestamp);
        if (Math.abs(age) > FRESH.toSeconds()) {
            return Received.Rejected.unsigned("the message is " + age + " s old");
        }
        JsonNode body = tree(request.body());
        if (!body.isObject()) {
            return new Received.Rejected(400, "not JSON");
        }
        Optional<ChatEvent> event = BotEvents.event(body, account, request.receivedAt());
        return event.<Received>map(one -> new Received.Verified(List.of(one), Reply.EMPTY))
                .orElseGet(() -> new Received.Greeting(Reply.EMPTY));
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return MissingNode.getInstance();
        }
    }

    @Override
    public Sent send(String conversation, Outgoing message, String key) {
        if (!CONVERSATION.matcher(conversation).matches()) {
            return new Sent.Refused("no conversation of Chatwoot's");
        }
        Result result = post(conversation + "/messages", body(message));
        String id = result.body().path("id").asText();
        return result.status() == 200 && !id.isEmpty() ? new Sent.Done(id) : failed(result);
    }

    private static ObjectNode body(Outgoing message) {
        // Most inboxes have no link buttons; in all of them an address can be followed.
        ObjectNode body = JSON.createObjectNode()
                .put("content", message.plain())
                .put("message_type", "outgoing")
                .put("private", false);
        if (!message.buttons().isEmpty()) {
            ArrayNode items = body.put("content_type", "input_select")
                    .putObject("content_attributes")
                    .putArray("items");
            message.buttons()
                    .forEach(button ->
                            items.addObject().put("title", button.label()).put("value", button.data()));
        }
        return body;
    }

    /** An open conversation is the agents'; one that is pending waits for the bot. */
    @Override
    public Sent handOver(String conversation) {
        if (!CONVERSATION.matcher(conversation).matches()) {
            return new Sent.Refused("no conversation of Chatwoot's");
        }
        Result result =
                post(conversation + "/toggle_status", JSON.createObjectNode().put("status", "open"));
        return result.status() == 200 ? new Sent.Done("") : failed(result);
    }

    private static Sent failed(Result result) {
        int status = result.status();
        boolean lasting = status == 400 || status == 404 || status == 422;
        String why = status == 0 ? "no answer" : "status " + status;
        return lasting ? new Sent.Refused(why) : new Sent.Later(why, result.retryAfter());
    }

    /**
     * Chatwoot's answer.
     *
     * @param status 0 when there was none
     */
    private record Result(
            int status, JsonNode body, @Nullable Duration retryAfter) {}

    private Result post(String path, ObjectNode body) {
        try {
            Exchange.Answer answer = exchange.send(
                    Exchange.Ask.post(base + path, headers, body.toString().getBytes(StandardCharsets.UTF_8)));
            String wait = answer.header("Retry-After");
            JsonNode tree = tree(answer.body());
            return new Result(
                    answer.status() == 200 && !tree.isObject() ? 502 : answer.status(),
                    tree,
                    wait != null && WAIT.matcher(wait).matches() ? Duration.ofSeconds(Long.parseLong(wait)) : null);
        } catch (IOException lost) {
            return new Result(0, MissingNode.getInstance(), null);
        }
    }

    /**
     * Tries the settings: a bot may only write, so that it writes into no conversation. Where Chatwoot sends messages is
     * entered there by hand.
     */
    @Override
    public Optional<String> register() {
        Result result = post(NO_CONVERSATION + "/messages", body(new Outgoing("-", null, List.of(), "[]")));
        return switch (result.status()) {
            case 404 -> result.body().has("error") ? Optional.empty() : Optional.of("channel.chatwoot.address.wrong");
            case 401, 403 -> Optional.of("channel.chatwoot.token.wrong");
            case 0 -> Optional.of("channel.unreachable");
            default -> Optional.of("channel.chatwoot.address.wrong");
        };
    }

    @Override
    public String toString() {
        return "Chatwoot account " + account;
    }
}
