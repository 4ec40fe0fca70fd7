package dev.tillgate.chat.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tillgate.chat.channel.Mishap;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Telegram's Bot API server with one bot, as far as a shop's bot needs it; rules from
 * <a href="https://core.telegram.org/bots/api">the Bot API</a> and the server's published source
 * (tdlib/telegram-bot-api, WebhookActor: anything but 2xx is sent again, with growing pauses, to the end of the day).
 * Guarded by itself.
 */
public final class FakeTelegram implements AutoCloseable {
    public static final String TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-fake";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_TEXT = 4_096;
    private static final int LONGEST_DATA = 64;

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong updates = new AtomicLong(700_000_001);
    private final AtomicLong messages = new AtomicLong(40);
    private final List<ObjectNode> waiting = new ArrayList<>();
    private final Map<Long, ObjectNode> shown = new HashMap<>();
    private final List<String> answered = new ArrayList<>();
    private @Nullable String webhook;
    private String secret = "";
    private Mishap mishap = Mishap.NONE;
    private int sent;

    public FakeTelegram() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        } catch (IOException noPort) {
            throw new IllegalStateException(noPort);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What happens to the next calls. */
    public synchronized void trouble(Mishap next) {
        mishap = next;
    }

    /** Somebody writes to the bot in a private chat. Answers the update. */
    public synchronized ObjectNode writes(long chat, String text) {
        ObjectNode update = update();
        ObjectNode message = message(update.putObject("message"), chat, false);
        message.put("text", text);
        waiting.add(update);
        return update;
    }

    /** Somebody writes in a group that the bot is in. */
    public synchronized ObjectNode writesInGroup(long chat, String text) {
        ObjectNode update = writes(chat, text);
        ((ObjectNode) update.at("/message/chat")).put("type", "supergroup").put("id", -chat);
        return update;
    }

    /** Somebody presses a button of the newest message that has it. */
    public synchronized ObjectNode presses(long chat, String label) {
        ObjectNode on = null;
        String data = null;
        for (long id = messages.get(); id > 0 && on == null; id--) {
            ObjectNode message = shown.get(id);
            if (message != null && message.at("/chat/id").asLong() == chat) {
                data = data(message, label);
                on = data == null ? null : message;
            }
        }
        if (on == null) {
            throw new IllegalStateException("no button " + label + " in " + shown.values());
        }
        ObjectNode update = update();
        ObjectNode query = update.putObject("callback_query")
                .put("id", "q" + update.get("update_id").asText());
        from(query.putObject("from"), chat);
        query.set("message", on);
        query.put("data", data);
        waiting.add(update);
        return update;
    }

    private static @Nullable String data(JsonNode message, String label) {
        for (JsonNode row : message.at("/reply_markup/inline_keyboard")) {
            for (JsonNode button : row) {
                if (button.path("text").asText().equals(label) && button.has("callback_data")) {
                    return button.path("callback_data").asText();
                }
            }
        }
        return null;
    }

    private ObjectNode update() {
        return JSON.createObjectNode().put("update_id", updates.getAndIncrement());
    }

    private ObjectNode message(ObjectNode message, long chat, boolean bot) {
        message.put("message_id", messages.incrementAndGet());
        from(message.putObject("from"), bot ? 110_201_543 : chat).put("is_bot", bot);
        message.putObject("chat").put("id", chat).put("type", "private").put("first_name", "Erika");
        message.put("date", System.currentTimeMillis() / 1000);
        return message;
    }

    private static ObjectNode from(ObjectNode from, long id) {
        return from.put("id", id)
                .put("is_bot", false)
                .put("first_name", "Erika")
                .put("language_code", "en");
    }

    /** What the chat shows now, oldest first: text, then buttons in brackets. */
    public synchronized List<String> screen(long chat) {
        return shown.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(message -> message.at("/chat/id").asLong() == chat)
                .map(message -> message.path("text").asText())
                .toList();
    }

    /** The messages as the API has them. */
    public synchronized List<ObjectNode> messages(long chat) {
        return shown.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(message -> message.at("/chat/id").asLong() == chat)
                .toList();
    }

    /** Queries that were answered, by their ids. */
    public synchronized List<String> answered() {
        return List.copyOf(answered);
    }

    public synchronized int sent() {
        return sent;
    }

    /** The buyer deletes a message of the bot's. */
    public synchronized void deletes(String id) {
        shown.remove(Long.parseLong(id));
    }

    /** Somebody else sends, who does not know the secret. */
    public synchronized void secret(String guessed) {
        secret = guessed;
    }

    public synchronized String secret() {
        return secret;
    }

    /** Sends what waits to the webhook; what is not taken waits on. Answers the statuses. */
    public List<Integer> deliver() throws IOException, InterruptedException {
        List<ObjectNode> now;
        String address;
        synchronized (this) {
            now = List.copyOf(waiting);
            address = webhook;
        }
        if (address == null) {
            throw new IllegalStateException("no webhook");
        }
        List<Integer> statuses = new ArrayList<>();
        for (ObjectNode update : now) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(URI.create(address))
                            .header("Content-Type", "application/json")
                            .header(TelegramChannel.SECRET_HEADER, secret)
                            .POST(HttpRequest.BodyPublishers.ofString(update.toString()))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            statuses.add(answer.statusCode());
            if (answer.statusCode() / 100 == 2) {
                synchronized (this) {
                    waiting.remove(update);
                    replied(answer.body());
                }
            }
        }
        return statuses;
    }

    /** A 2xx answer may contain one call. */
    private void replied(String body) throws IOException {
        if (!body.isEmpty()) {
            JsonNode call = JSON.readTree(body);
            perform(call.path("method").asText(), call);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            String path = exchange.getRequestURI().getPath();
            String base = "/bot" + TOKEN + "/";
            ObjectNode result;
            synchronized (this) {
                if (mishap == Mishap.LOST_BEFORE) {
                    return;
                }
                result = !path.startsWith(base)
                        ? failure(401, "Unauthorized")
                        : switch (mishap) {
                            case BUSY -> {
                                ObjectNode busy = failure(429, "Too Many Requests: retry after 7");
                                busy.putObject("parameters").put("retry_after", 7);
                                yield busy;
                            }
                            case BROKEN -> failure(502, "Bad Gateway");
                            case BLOCKED -> failure(403, "Forbidden: bot was blocked by the user");
                            default -> perform(path.substring(base.length()), body);
                        };
                if (mishap == Mishap.LOST_AFTER) {
                    return;
                }
            }
            byte[] bytes = result.toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(result.path("error_code").asInt(200), bytes.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(bytes);
            }
        }
    }

    private static ObjectNode failure(int code, String description) {
        return JSON.createObjectNode().put("ok", false).put("error_code", code).put("description", description);
    }

    private static ObjectNode success() {
        return JSON.createObjectNode().put("ok", true).put("result", true);
    }

    private ObjectNode perform(String method, JsonNode call) {
        return switch (method) {
            case "getMe" -> {
                ObjectNode answer = JSON.createObjectNode().put("ok", true);
                answer.putObject("result")
                        .put("id", 110_201_543)
                        .put("is_bot", true)
                        .put("first_name", "Shop")
                        .put("username", "shop_bot");
                yield answer;
            }
            case "setWebhook" -> setWebhook(call);
            case "deleteWebhook" -> {
                webhook = null;
                yield success();
            }
            case "getUpdates" -> getUpdates(call);
            case "sendMessage" -> send(call);
            case "editMessageText" -> edit(call);
            case "answerCallbackQuery" -> {
                answered.add(call.path("callback_query_id").asText());
                yield success();
            }
            case "answerPreCheckoutQuery" -> {
                answered.add(call.path("pre_checkout_query_id").asText());
                yield success();
            }
            default -> failure(404, "Not Found");
        };
    }

    private ObjectNode setWebhook(JsonNode call) {
        String wanted = call.path("url").asText();
        if (!wanted.startsWith("https://") && !wanted.startsWith("http://127.0.0.1")) {
            return failure(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");
        }
        if (!call.path("secret_token").asText().matches("[0-9A-Za-z_-]{0,256}")) {
            return failure(400, "Bad Request: secret token contains unallowed characters");
        }
        webhook = wanted;
        secret = call.path("secret_token").asText();
        return success();
    }

    private ObjectNode getUpdates(JsonNode call) {
        if (webhook != null) {
            return failure(409, "Conflict: can't use getUpdates method while webhook is active");
        }
        long offset = call.path("offset").asLong(0);
        waiting.removeIf(update -> update.path("update_id").asLong() < offset);
        ObjectNode answer = JSON.createObjectNode().put("ok", true);
        ArrayNode result = answer.putArray("result");
        waiting.stream().limit(call.path("limit").asInt(100)).forEach(result::add);
        return answer;
    }

    private ObjectNode send(JsonNode call) {
        ObjectNode refused = refused(call);
        if (refused != null) {
            return refused;
        }
        ObjectNode message =
                message(JSON.createObjectNode(), call.path("chat_id").asLong(), true);
        message.put("text", call.path("text").asText());
        message.set("reply_markup", call.path("reply_markup"));
        shown.put(message.path("message_id").asLong(), message);
        sent++;
        return JSON.createObjectNode().put("ok", true).set("result", message);
    }

    private ObjectNode edit(JsonNode call) {
        ObjectNode message = shown.get(call.path("message_id").asLong());
        if (message == null) {
            return failure(400, "Bad Request: message to edit not found");
        }
        ObjectNode refused = refused(call);
        if (refused != null) {
            return refused;
        }
        boolean same = message.path("text").equals(call.path("text"))
                && message.path("reply_markup").equals(call.path("reply_markup"));
        if (same) {
            return failure(
                    400,
                    "Bad Request: message is not modified: specified new message content and reply markup are exactly"
                            + " the same as a current content and reply markup of the message");
        }
        message.put("text", call.path("text").asText());
        message.set("reply_markup", call.path("reply_markup"));
        return JSON.createObjectNode().put("ok", true).set("result", message);
    }

    private static @Nullable ObjectNode refused(JsonNode call) {
        String text = call.path("text").asText();
        if (text.isEmpty() || text.length() > LONGEST_TEXT) {
            return failure(
                    400, text.isEmpty() ? "Bad Request: message text is empty" : "Bad Request: message is too long");
        }
        for (JsonNode row : call.at("/reply_markup/inline_keyboard")) {
            for (JsonNode button : row) {
                int length = button.path("callback_data").asText().getBytes(StandardCharsets.UTF_8).length;
                if (button.has("url") == button.has("callback_data") || length > LONGEST_DATA) {
                    return failure(400, "Bad Request: BUTTON_DATA_INVALID");
                }
                if (button.has("url") && !button.path("url").asText().startsWith("https://")) {
                    return failure(400, "Bad Request: BUTTON_URL_INVALID");
                }
            }
        }
        return null;
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
