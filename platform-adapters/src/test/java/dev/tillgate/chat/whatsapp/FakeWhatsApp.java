package dev.tillgate.chat.whatsapp;

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
 * WhatsApp's Cloud API with one business number and any number of buyers; rules from
 * <a href="https://developers.facebook.com/documentation/business-messaging/whatsapp/overview">its documentation</a>: the 24
 * hours, templates, 45 messages at once and then one each six seconds to one buyer, statuses of every message, webhooks
 * retried for seven days.
 */
public final class FakeWhatsApp extends FakeGraph {
    public static final String NUMBER = "106540352242922";
    public static final String ACCOUNT = "102290129340398";
    public static final String TEMPLATE = "payment_news";

    private static final Duration WINDOW = Duration.ofHours(24);
    private static final Duration PACE = Duration.ofSeconds(6);
    private static final int BURST = 45;

    private final AtomicLong names = new AtomicLong(0x10000);
    private final Map<String, List<ObjectNode>> shown = new HashMap<>();
    private final Map<String, Instant> heard = new HashMap<>();
    private final Map<String, Instant> paced = new HashMap<>();
    private final List<ObjectNode> templates = new ArrayList<>();
    private boolean subscribed;

    public FakeWhatsApp() {
        template(TEMPLATE, "en_US", "APPROVED", "Order {{1}} over {{2}}: {{3}}. Reply if you have a question.");
    }

    @Override
    protected Duration endurance() {
        return Duration.ofDays(7);
    }

    /** A template in the account. */
    public synchronized void template(String name, String language, String status, String body) {
        ObjectNode template = JSON.createObjectNode()
                .put("name", name)
                .put("language", language)
                .put("status", status)
                .put("category", "UTILITY")
                .put("id", Long.toString(names.incrementAndGet()));
        template.putArray("components").addObject().put("type", "BODY").put("text", body);
        templates.add(template);
    }

    /** Whether messages of the account are sent to the app. */
    public synchronized boolean isSubscribed() {
        return subscribed;
    }

    // What buyers do.

    /** A message of a buyer's, as it stands in webhooks. */
    private synchronized ObjectNode message(String buyer, String type) {
        heard.put(buyer, now());
        ObjectNode message = JSON.createObjectNode();
        // Who does not show a number is named by an identifier that holds for this business only.
        message.put(buyer.indexOf('.') < 0 ? "from" : "from_user_id", buyer);
        return message.put("id", name())
                .put("timestamp", Long.toString(now().getEpochSecond()))
                .put("type", type);
    }

    private String name() {
        return "wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEw"
                + Long.toHexString(names.incrementAndGet()).toUpperCase(Locale.ROOT) + "AA==";
    }

    public ObjectNode text(String buyer, String text) {
        ObjectNode message = message(buyer, "text");
        message.putObject("text").put("body", text);
        return message;
    }

    /** Presses a button, or chooses from the list, of the newest message that has it. */
    public synchronized ObjectNode presses(String buyer, String label) {
        List<ObjectNode> all = shown.getOrDefault(buyer, List.of());
        for (int i = all.size() - 1; i >= 0; i--) {
            JsonNode action = all.get(i).at("/interactive/action");
            for (JsonNode button : action.path("buttons")) {
                if (button.at("/reply/title").asText().equals(label)) {
                    return interactive(buyer, "button_reply", button.path("reply"));
                }
            }
            for (JsonNode row : action.at("/sections/0/rows")) {
                if (row.path("title").asText().equals(label)) {
                    return interactive(buyer, "list_reply", row);
                }
            }
        }
        throw new IllegalStateException("no button " + label + " in " + all);
    }

    private ObjectNode interactive(String buyer, String type, JsonNode reply) {
        ObjectNode message = message(buyer, "interactive");
        message.putObject("interactive").put("type", type).set(type, reply.deepCopy());
        return message;
    }

    /** A picture. */
    public ObjectNode picture(String buyer) {
        ObjectNode message = message(buyer, "image");
        message.putObject("image").put("id", "1003383421387256").put("mime_type", "image/jpeg");
        return message;
    }

    /** A status of a message of ours. */
    public ObjectNode status(String buyer, String id, String status) {
        return JSON.createObjectNode()
                .put("id", id)
                .put("status", status)
                .put("timestamp", Long.toString(now().getEpochSecond()))
                .put("recipient_id", buyer);
    }

    /** One change of the business number, with messages or statuses. */
    public static ObjectNode change(String number, List<ObjectNode> messages, List<ObjectNode> statuses) {
        ObjectNode change = JSON.createObjectNode().put("field", "messages");
        ObjectNode value = change.putObject("value").put("messaging_product", "whatsapp");
        value.putObject("metadata").put("display_phone_number", "15550783881").put("phone_number_id", number);
        if (!messages.isEmpty()) {
            ArrayNode contacts = value.putArray("contacts");
            for (ObjectNode message : messages) {
                ObjectNode contact = contacts.addObject();
                contact.putObject("profile").put("name", "Erika Mustermann");
                contact.put(
                        message.has("from") ? "wa_id" : "user_id",
                        message.path("from").asText(message.path("from_user_id").asText()));
            }
            value.putArray("messages").addAll(messages);
        }
        if (!statuses.isEmpty()) {
            value.putArray("statuses").addAll(statuses);
        }
        return change;
    }

    /** A notification with one entry for each list of changes. */
    public static ObjectNode notification(List<List<ObjectNode>> entries) {
        ObjectNode body = JSON.createObjectNode().put("object", "whatsapp_business_account");
        ArrayNode all = body.putArray("entry");
        for (List<ObjectNode> changes : entries) {
            all.addObject().put("id", ACCOUNT).putArray("changes").addAll(changes);
        }
        return body;
    }

    /** The usual notification: of one message. */
    public static ObjectNode notification(ObjectNode message) {
        return notification(List.of(List.of(change(NUMBER, List.of(message), List.of()))));
    }

    /** A buyer writes, and the webhook will be told. */
    public void writes(String buyer, String text) {
        tell(notification(text(buyer, text)));
    }

    /** The webhook will be told this, perhaps again. */
    public void repeats(ObjectNode notification) {
        tell(notification);
    }

    // What the business does.

    @Override
    protected Answer asked(Call call, String path) {
        if (path.equals(NUMBER) && call.method().equals("GET")) {
            return Answer.of(
                    200,
                    JSON.createObjectNode()
                            .put("display_phone_number", "+1 555-078-3881")
                            .put("id", NUMBER));
        }
        if (path.equals(ACCOUNT + "/subscribed_apps") && call.method().equals("POST")) {
            subscribed = true;
            return Answer.of(200, ok());
        }
        if (path.equals(ACCOUNT + "/message_templates") && call.method().equals("GET")) {
            ObjectNode page = JSON.createObjectNode();
            page.putArray("data")
                    .addAll(templates.stream()
                            .filter(one -> call.query()
                                    .contains("name=" + one.path("name").asText()))
                            .toList());
            return Answer.of(200, page);
        }
        if (path.equals(NUMBER + "/messages") && call.method().equals("POST")) {
            return sent(call.body());
        }
        return error(
                400,
                100,
                33,
                "Unsupported " + call.method().toLowerCase(Locale.ROOT) + " request. Object with ID '" + path
                        + "' does not exist, cannot be loaded due to missing permissions, or does not support this operation");
    }

    private Answer sent(JsonNode message) {
        switch (mishap()) {
            case BUSY -> {
                return error(400, 131056, 0, "(Business Account, Consumer Account) pair rate limit hit");
            }
            case BROKEN -> {
                return error(500, 131000, 0, "Something went wrong");
            }
            case BLOCKED -> {
                return error(400, 131026, 0, "Message undeliverable");
            }
            default -> {
                // As usual.
            }
        }
        String wrong = MessageRules.wrong(message);
        if (wrong != null) {
            return error(400, wrong.startsWith("required") ? 131008 : 131009, 0, wrong);
        }
        String buyer = message.path("to").asText(message.path("recipient").asText());
        if (message.path("type").asText().equals("template")) {
            Answer refused = templated(message.path("template"));
            if (refused != null) {
                return refused;
            }
        } else if (mishap() == Mishap.WINDOW_OVER
                || now().isAfter(heard.getOrDefault(buyer, Instant.MIN).plus(WINDOW))) {
            return error(400, 131047, 0, "Re-engagement message");
        }
        if (isTooFast(buyer)) {
            return error(400, 131056, 0, "(Business Account, Consumer Account) pair rate limit hit");
        }
        return taken(buyer, message);
    }

    private static Answer refusal(int code, String message) {
        return error(code == 132001 ? 404 : 400, code, 0, message);
    }

    private @Nullable Answer templated(JsonNode asked) {
        for (ObjectNode template : templates) {
            if (template.path("name").equals(asked.path("name"))
                    && template.path("language").equals(asked.at("/language/code"))) {
                String body = template.at("/components/0/text").asText();
                int places = body.split("\\{\\{", -1).length - 1;
                return !template.path("status").asText().equals("APPROVED")
                        ? refusal(132015, "Template is paused")
                        : asked.at("/components/0/parameters").size() == places
                                ? null
                                : refusal(132000, "Number of parameters does not match the expected number of params");
            }
        }
        return refusal(132001, "Template name does not exist in the translation");
    }

    private boolean isTooFast(String buyer) {
        Instant full = now().minus(PACE.multipliedBy(BURST));
        Instant at = paced.getOrDefault(buyer, full);
        Instant next = (at.isBefore(full) ? full : at).plus(PACE);
        if (next.isAfter(now())) {
            return true;
        }
        paced.put(buyer, next);
        return false;
    }

    private Answer taken(String buyer, JsonNode message) {
        String id = name();
        ObjectNode kept = message.deepCopy();
        shown.computeIfAbsent(buyer, none -> new ArrayList<>()).add(kept.put("id", id));
        for (String status : List.of("sent", "delivered")) {
            tell(notification(List.of(List.of(change(NUMBER, List.of(), List.of(status(buyer, id, status)))))));
        }
        ObjectNode answer = JSON.createObjectNode().put("messaging_product", "whatsapp");
        answer.putArray("contacts").addObject().put("input", buyer).put("wa_id", buyer);
        answer.putArray("messages").addObject().put("id", id);
        return Answer.of(200, answer);
    }

    /** What was sent to a buyer, oldest first, as it was sent. */
    public synchronized List<ObjectNode> messages(String buyer) {
        return List.copyOf(shown.getOrDefault(buyer, List.of()));
    }

    /** What a buyer sees of a message: the words, and the address behind its button. */
    public static String seen(JsonNode message) {
        return switch (message.path("type").asText()) {
            case "text" -> message.at("/text/body").asText();
            case "template" ->
                message.at("/template/components/0/parameters")
                        .findValuesAsText("text")
                        .toString();
            default ->
                message.at("/interactive/body/text").asText() + " "
                        + message.at("/interactive/action/parameters/url").asText();
        };
    }
}
