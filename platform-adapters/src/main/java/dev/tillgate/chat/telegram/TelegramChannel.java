package dev.tillgate.chat.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelType.Tools;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Received.Reply;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One bot. Telegram sends updates to us where it can reach us by https; elsewhere we ask for them. Only private chats are
 * answered: what is paid is nobody else's business.
 */
final class TelegramChannel implements Channel.Edits, Channel.Pulled, Channel.Registers {
    static final String SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);
    private static final Duration REST = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofDays(36_500);
    private static final int AT_ONCE = 100;

    private final BotApi api;
    private final String secret;
    private final Tools tools;

    TelegramChannel(Settings settings, Tools tools) {
        String token = settings.get(Telegram.TOKEN);
        this.api = new BotApi(settings.getOr(Telegram.API, Telegram.OFFICIAL) + "/bot" + token + "/", tools.exchange());
        this.secret = BotApi.secret(token);
        this.tools = tools;
    }

    private boolean isCalled() {
        return tools.address().startsWith("https://");
    }

    @Override
    public Optional<String> register() {
        ObjectNode body = JSON.createObjectNode();
        if (isCalled()) {
            body.put("url", tools.address()).put("secret_token", secret);
            // Without pre_checkout_query a buyer of an invoice would wait for an answer that never comes.
            body.putArray("allowed_updates")
                    .add("message")
                    .add("callback_query")
                    .add("pre_checkout_query");
        }
        BotApi.Result result = api.call(isCalled() ? "setWebhook" : "deleteWebhook", body);
        if (result.ok()) {
            return Optional.empty();
        }
        return Optional.of(
                result.code() == 401 || result.code() == 404
                        ? "channel.telegram.token.wrong"
                        : result.code() == 0 ? "channel.unreachable" : "channel.telegram.webhook.refused");
    }

    @Override
    public Received read(InboundRequest request) {
        String given = request.header(SECRET_HEADER);
        if (given == null
                || !MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8))) {
            return Received.Rejected.unsigned("the secret token is missing or wrong");
        }
        Optional<JsonNode> update = BotApi.tree(request.body());
        if (update.isEmpty()) {
            return new Received.Rejected(400, "not JSON");
        }
        Reply reply = answer(update.get()).map(TelegramChannel::reply).orElse(Reply.EMPTY);
        return Updates.event(update.get())
                .<Received>map(event -> new Received.Verified(List.of(event), reply))
                .orElseGet(() -> new Received.Greeting(reply));
    }

    private static Reply reply(ObjectNode call) {
        return new Reply(200, "application/json", call.toString());
    }

    /** What Telegram waits for: a pressed button spins, and an invoice is held, until they are answered. */
    private static Optional<ObjectNode> answer(JsonNode update) {
        if (update.has("callback_query")) {
            return Optional.of(JSON.createObjectNode()
                    .put("method", "answerCallbackQuery")
                    .put("callback_query_id", update.at("/callback_query/id").asText()));
        }
        if (update.has("pre_checkout_query")) {
            // We never sell by Telegram's own invoices: one that claims to be ours is not.
            return Optional.of(JSON.createObjectNode()
                    .put("method", "answerPreCheckoutQuery")
                    .put(
                            "pre_checkout_query_id",
                            update.at("/pre_checkout_query/id").asText())
                    .put("ok", false)
                    .put("error_message", "Please use the link in this chat. 请使用聊天中的链接付款。"));
        }
        return Optional.empty();
    }

    @Override
    public Pull pull(@Nullable String mark) {
        if (isCalled()) {
            return new Pull(List.of(), null, NEVER, "");
        }
        ObjectNode body = JSON.createObjectNode().put("limit", AT_ONCE).put("timeout", 0);
        if (mark != null) {
            body.put("offset", Long.parseLong(mark) + 1);
        }
        BotApi.Result result = api.call("getUpdates", body);
        if (!result.ok()) {
            return new Pull(List.of(), null, REST, result.why());
        }
        List<ChatEvent> events = new ArrayList<>();
        String last = null;
        for (JsonNode update : result.body().path("result")) {
            last = update.path("update_id").asText();
            Updates.event(update).ifPresent(events::add);
            answer(update).ifPresent(call -> api.call(call.remove("method").asText(), call));
        }
        return new Pull(events, last, last == null ? ASK_AGAIN : Duration.ZERO, "");
    }

    @Override
    public Sent send(String conversation, Outgoing message, String key) {
        ObjectNode body = body(conversation, message);
        BotApi.Result result = api.call("sendMessage", body);
        return result.ok()
                ? new Sent.Done(result.body().at("/result/message_id").asText())
                : failed(result);
    }

    @Override
    public Sent edit(String conversation, String ref, Outgoing message) {
        BotApi.Result result =
                api.call("editMessageText", body(conversation, message).put("message_id", Long.parseLong(ref)));
        if (result.ok() || result.why().contains("message is not modified")) {
            return new Sent.Done(ref);
        }
        if (result.why().contains("message to edit not found") || result.why().contains("message can't be edited")) {
            return new Sent.Gone();
        }
        return failed(result);
    }

    private static Sent failed(BotApi.Result result) {
        int code = result.code();
        if (code == 403) {
            return new Sent.Refused("the buyer has blocked the bot");
        }
        boolean lasting = code == 400 || code == 404;
        return lasting ? new Sent.Refused(result.why()) : new Sent.Later(result.why(), result.retryAfter());
    }

    private static ObjectNode body(String conversation, Outgoing message) {
        Outgoing.Link link = message.link();
        // Telegram refuses buttons to addresses that are not on the internet.
        boolean button = link != null && link.url().startsWith("https://");
        ObjectNode body = JSON.createObjectNode()
                .put("chat_id", Long.parseLong(conversation))
                .put("text", button ? message.text() : message.plain());
        body.putObject("link_preview_options").put("is_disabled", true);
        ArrayNode rows = body.putObject("reply_markup").putArray("inline_keyboard");
        if (link != null && button) {
            rows.addArray().addObject().put("text", link.label()).put("url", link.url());
        }
        for (Outgoing.Button choice : message.buttons()) {
            rows.addArray().addObject().put("text", choice.label()).put("callback_data", choice.data());
        }
        return body;
    }
}
