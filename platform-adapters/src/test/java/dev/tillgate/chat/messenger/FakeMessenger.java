package dev.tillgate.chat.messenger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.meta.FakeGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The Messenger Platform with one page and any number of buyers; rules from
 * <a href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/overview">its
 * documentation</a>: the 24 hours, lengths, echoes, webhooks retried for 36 hours.
 */
public final class FakeMessenger extends FakeGraph {
    public static final String PAGE = "682498302938465";

    private static final Duration WINDOW = Duration.ofHours(24);

    private final AtomicLong names = new AtomicLong(0x10000);
    private final Map<String, List<ObjectNode>> shown = new HashMap<>();
    private final Map<String, Instant> heard = new HashMap<>();
    private @Nullable String subscribed;
    private @Nullable String started;

    @Override
    protected Duration endurance() {
        return Duration.ofHours(36);
    }

    /** Which fields of the page's the app is told. */
    public synchronized @Nullable String subscribed() {
        return subscribed;
    }

    /** The payload of the button that begins a conversation. */
    public synchronized @Nullable String started() {
        return started;
    }

    public synchronized void startsWith(String payload) {
        started = payload;
    }

    // What buyers do.

    private synchronized ObjectNode event(String buyer) {
        ObjectNode event = JSON.createObjectNode();
        event.putObject("sender").put("id", buyer);
        event.putObject("recipient").put("id", PAGE);
        return event.put("timestamp", now().toEpochMilli());
    }

    private String name() {
        return "m_AG5Hz2Uq7tuwNEhXfYYKj8mJEM_QPpz5jdCK48PnKAjSdjfipqxqMvK8ma6AC8fplwlqLP_5cgXIbu7I3rBN0P"
                + "yWzTa1lQ3Xk9o2dVf0hRbC8nGmUe" + names.incrementAndGet();
    }

    private synchronized ObjectNode heard(String buyer) {
        heard.put(buyer, now());
        return event(buyer);
    }

    public ObjectNode text(String buyer, String text) {
        ObjectNode event = heard(buyer);
        event.putObject("message").put("mid", name()).put("text", text);
        return event;
    }

    /** Taps a quick reply of the newest message that has it. */
    public synchronized ObjectNode taps(String buyer, String label) {
        List<ObjectNode> all = shown.getOrDefault(buyer, List.of());
        for (int i = all.size() - 1; i >= 0; i--) {
            for (JsonNode reply : all.get(i).at("/message/quick_replies")) {
                if (reply.path("title").asText().equals(label)) {
                    ObjectNode event = text(buyer, label);
                    ((ObjectNode) event.get("message"))
                            .putObject("quick_reply")
                            .put("payload", reply.path("payload").asText());
                    return event;
                }
            }
        }
        throw new IllegalStateException("no quick reply " + label + " in " + all);
    }

    /** Begins the first conversation, perhaps by a link with a code. */
    public ObjectNode begins(String buyer, @Nullable String code) {
        ObjectNode event = heard(buyer);
        ObjectNode postback = event.putObject("postback")
                .put("mid", name())
                .put("title", "Get Started")
                .put("payload", String.valueOf(started()));
        if (code != null) {
            postback.putObject("referral")
                    .put("ref", code)
                    .put("source", "SHORTLINK")
                    .put("type", "OPEN_THREAD");
        }
        return event;
    }

    /** Comes back to a conversation by a link, or an advertisement, with a code. */
    public ObjectNode comesBy(String buyer, String code, String source) {
        ObjectNode event = event(buyer);
        event.putObject("referral").put("ref", code).put("source", source).put("type", "OPEN_THREAD");
        return event;
    }

    /** What the page, or we, said comes back. */
    public ObjectNode echo(String buyer, String text) {
        ObjectNode event = event(buyer);
        event.putObject("sender").put("id", PAGE);
        event.putObject("recipient").put("id", buyer);
        event.putObject("message")
                .put("is_echo", true)
                .put("app_id", 1_517_776_481_860_111L)
                .put("mid", name())
                .put("text", text);
        return event;
    }

    /** A buyer has read, and a picture. */
    public List<ObjectNode> wordless(String buyer) {
        ObjectNode read = event(buyer);
        read.putObject("read").put("watermark", now().toEpochMilli());
        ObjectNode delivered = event(buyer);
        delivered
                .putObject("delivery")
                .put("watermark", now().toEpochMilli())
                .putArray("mids")
                .add("m_x");
        ObjectNode picture = heard(buyer);
        picture.putObject("message")
                .put("mid", name())
                .putArray("attachments")
                .addObject()
                .put("type", "image")
                .putObject("payload")
                .put("url", "https://cdn.example/picture.jpg");
        return List.of(read, delivered, picture);
    }

    /** A notification with one entry for each list of events. */
    public static ObjectNode notification(List<List<ObjectNode>> entries) {
        ObjectNode body = JSON.createObjectNode().put("object", "page");
        ArrayNode all = body.putArray("entry");
        for (List<ObjectNode> events : entries) {
            all.addObject()
                    .put("id", PAGE)
                    .put("time", 1_518_479_195_594L)
                    .putArray("messaging")
                    .addAll(events);
        }
        return body;
    }

    public static ObjectNode notification(ObjectNode event) {
        return notification(List.of(List.of(event)));
    }

    /** A buyer writes, and the webhook will be told. */
    public void writes(String buyer, String text) {
        tell(notification(text(buyer, text)));
    }

    /** The webhook will be told this, perhaps again. */
    public void repeats(ObjectNode notification) {
        tell(notification);
    }

    // What the page does.

    @Override
    protected Answer asked(Call call, String path) {
        boolean posted = call.method().equals("POST");
        return switch (path) {
            case PAGE + "/messages", "me/messages" -> posted ? sent(call.body()) : unknown(path);
            case PAGE + "/subscribed_apps" -> {
                subscribed = call.body().path("subscribed_fields").asText();
                yield Answer.of(200, ok());
            }
            case "me/messenger_profile" -> posted ? start(call.body()) : profile();
            default -> unknown(path);
        };
    }

    private static Answer unknown(String path) {
        return error(400, 100, 33, "Unsupported request. Object with ID '" + path + "' does not exist");
    }

    private Answer start(JsonNode profile) {
        started = profile.at("/get_started/payload").asText();
        return Answer.of(200, JSON.createObjectNode().put("result", "success"));
    }

    private Answer profile() {
        ObjectNode page = JSON.createObjectNode();
        ArrayNode data = page.putArray("data");
        if (started != null) {
            data.addObject().putObject("get_started").put("payload", started);
        }
        return Answer.of(200, page);
    }

    private Answer sent(JsonNode call) {
        switch (mishap()) {
            case BUSY -> {
                return error(400, 613, 0, "Calls to this API have exceeded the rate limit.");
            }
            case BROKEN -> {
                return error(500, 1200, 0, "Temporary send message failure. Please try again later.");
            }
            case BLOCKED -> {
                return error(400, 551, 1_545_041, "This person isn't available right now.");
            }
            default -> {
                // As usual.
            }
        }
        String wrong = wrong(call);
        if (wrong != null) {
            return error(400, 100, 0, wrong);
        }
        String buyer = call.at("/recipient/id").asText();
        if (!heard.containsKey(buyer)) {
            return error(400, 100, 2_018_001, "No matching user found");
        }
        if (mishap() == Mishap.WINDOW_OVER
                || now().isAfter(heard.getOrDefault(buyer, Instant.MIN).plus(WINDOW))) {
            return error(403, 10, 2_018_278, "This message is sent outside of allowed window.");
        }
        String id = name();
        ObjectNode kept = call.deepCopy();
        shown.computeIfAbsent(buyer, none -> new ArrayList<>()).add(kept);
        tell(notification(echo(buyer, call.at("/message/text").asText())));
        return Answer.of(200, JSON.createObjectNode().put("recipient_id", buyer).put("message_id", id));
    }

    private static @Nullable String wrong(JsonNode call) {
        JsonNode message = call.path("message");
        if (!List.of("RESPONSE", "UPDATE").contains(call.path("messaging_type").asText())) {
            return "messaging_type";
        }
        if (message.has("text") == message.has("attachment")) {
            return "either text or attachment";
        }
        if (message.has("text") && !fits(message.path("text"), 2_000)) {
            return "Length of param message[text] must be less than or equal to 2000";
        }
        for (JsonNode reply : message.path("quick_replies")) {
            if (!fits(reply.path("title"), 20)
                    || !fits(reply.path("payload"), 1_000)
                    || message.path("quick_replies").size() > 13) {
                return "quick_replies";
            }
        }
        return message.has("attachment") ? template(message.path("attachment")) : null;
    }

    private static @Nullable String template(JsonNode attachment) {
        JsonNode payload = attachment.path("payload");
        boolean form = attachment.path("type").asText().equals("template")
                && payload.path("template_type").asText().equals("button")
                && fits(payload.path("text"), 640)
                && payload.path("buttons").size() >= 1
                && payload.path("buttons").size() <= 3;
        for (JsonNode button : payload.path("buttons")) {
            String url = button.path("url").asText().toLowerCase(Locale.ROOT);
            if (!fits(button.path("title"), 20) || !url.startsWith("https://")) {
                return "button";
            }
        }
        return form ? null : "template";
    }

    private static boolean fits(JsonNode text, int longest) {
        return text.isTextual() && !text.asText().isEmpty() && text.asText().length() <= longest;
    }

    /** What was sent to a buyer, oldest first, as it was sent. */
    public synchronized List<ObjectNode> messages(String buyer) {
        return List.copyOf(shown.getOrDefault(buyer, List.of()));
    }

    /** What a buyer sees of a message: the words, and the address behind its button. */
    public static String seen(JsonNode call) {
        JsonNode payload = call.at("/message/attachment/payload");
        return payload.isMissingNode()
                ? call.at("/message/text").asText()
                : payload.path("text").asText() + " "
                        + payload.at("/buttons/0/url").asText();
    }
}
