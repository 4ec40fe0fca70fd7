package dev.tillgate.chat.chatwoot;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.signed.FakeService;
import dev.tillgate.chat.signed.Hmac;
import dev.tillgate.provider.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A Chatwoot account with one agent bot in its inboxes; rules from its published source (chatwoot/chatwoot:
 * lib/webhooks/trigger.rb, app/jobs/agent_bots/webhook_job.rb, app/listeners/agent_bot_listener.rb, changes 13573 and
 * 13892): every message in a bot's inbox is told, the bot's own too; a bot has five seconds; 429 and 500 are tried three
 * times, three seconds apart, signed anew with the same delivery id; every other failure opens the conversation for a
 * person.
 */
public final class FakeChatwoot extends FakeService {
    public static final String ACCOUNT = "7";
    public static final String TOKEN = "bot-fakeTOKENfakeTOKENfa";
    public static final String SECRET = "whsec-fakeSECRETfakeSECRETfakeSECRET";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int MOST_TRIES = 3;
    private static final int MOST_A_MINUTE = 3_000;
    private static final String CONVERSATIONS = "/api/v1/accounts/" + ACCOUNT + "/conversations/";

    private final AtomicLong names = new AtomicLong(300);
    private final Map<String, Conversation> conversations = new LinkedHashMap<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final Map<Long, Integer> calls = new HashMap<>();
    private String outgoing = "";
    private Taken last = new Taken("", "", "", JSON.createObjectNode());

    /** A call that somebody made. */
    public record Taken(String method, String path, String token, JsonNode body) {}

    private static final class Conversation {
        private String status = "pending";
        private final List<ObjectNode> messages = new ArrayList<>();
    }

    /** Something that a bot is told. */
    private static final class Waiting {
        private final byte[] body;
        private final String conversation;
        private final String delivery = UUID.randomUUID().toString();
        private int tries;

        private Waiting(byte[] body, String conversation) {
            this.body = body;
            this.conversation = conversation;
        }
    }

    /** The newest call with the right token. */
    public synchronized Taken last() {
        return last;
    }

    /** Where the bot wants to be told. */
    public synchronized void tells(String address) {
        outgoing = address;
    }

    /** A new conversation, which waits for the bot. */
    public synchronized String opens() {
        String id = Long.toString(names.incrementAndGet());
        conversations.put(id, new Conversation());
        return id;
    }

    private Conversation conversation(String id) {
        Conversation found = conversations.get(id);
        if (found == null) {
            throw new IllegalStateException("no conversation " + id);
        }
        return found;
    }

    public synchronized String status(String conversation) {
        return conversation(conversation).status;
    }

    public synchronized void status(String conversation, String status) {
        conversation(conversation).status = status;
    }

    /** A buyer writes. Answers what the bot is told. */
    public synchronized ObjectNode writes(String conversation, String text) {
        ObjectNode message = message(conversation, "incoming", text);
        message.putObject("sender")
                .put("id", 12)
                .put("name", "Erika Mustermann")
                .put("type", "contact");
        return told("message_created", conversation, message);
    }

    /** An agent writes, or makes a note for other agents. */
    public synchronized ObjectNode agentWrites(String conversation, String text, boolean note) {
        ObjectNode message = message(conversation, "outgoing", text).put("private", note);
        message.putObject("sender").put("id", 3).put("name", "Agent").put("type", "user");
        return told("message_created", conversation, message);
    }

    /** A buyer chooses in the site's widget, from the newest message that has the choice. */
    public synchronized ObjectNode chooses(String conversation, String title) {
        List<ObjectNode> messages = conversation(conversation).messages;
        for (int i = messages.size() - 1; i >= 0; i--) {
            for (JsonNode item : messages.get(i).at("/content_attributes/items")) {
                if (item.path("title").asText().equals(title)) {
                    ((ObjectNode) messages.get(i).get("content_attributes"))
                            .putArray("submitted_values")
                            .addObject()
                            .put("title", title)
                            .put("value", item.path("value").asText());
                    return told("message_updated", conversation, messages.get(i));
                }
            }
        }
        throw new IllegalStateException("no choice " + title + " in " + messages);
    }

    private ObjectNode message(String conversation, String type, String text) {
        ObjectNode message = JSON.createObjectNode()
                .put("id", names.incrementAndGet())
                .put("content", text)
                .put("message_type", type)
                .put("content_type", "text")
                .put("private", false)
                .put("created_at", now().toString());
        message.putObject("content_attributes");
        conversation(conversation).messages.add(message);
        return message;
    }

    private ObjectNode told(String event, String conversation, ObjectNode message) {
        ObjectNode body = message.deepCopy();
        body.putObject("account").put("id", Integer.parseInt(ACCOUNT)).put("name", "Shop");
        body.putObject("inbox").put("id", 2).put("name", "Website");
        ObjectNode about = body.putObject("conversation")
                .put("id", Long.parseLong(conversation))
                .put("channel", "Channel::WebWidget")
                .put("can_reply", true)
                .put("status", conversation(conversation).status);
        about.putObject("additional_attributes").put("browser_language", "de");
        about.putObject("meta").putNull("assignee");
        body.put("event", event);
        waiting.add(new Waiting(body.toString().getBytes(StandardCharsets.UTF_8), conversation));
        return body;
    }

    /** The request that tells of it at this time, as it comes. */
    public static InboundRequest request(ObjectNode body, Instant at) {
        return request(
                body.toString().getBytes(StandardCharsets.UTF_8),
                UUID.randomUUID().toString(),
                at);
    }

    private static InboundRequest request(byte[] body, String delivery, Instant at) {
        String seconds = Long.toString(at.getEpochSecond());
        String signature = Hmac.header(SECRET, (seconds + ".").getBytes(StandardCharsets.US_ASCII), body);
        return new InboundRequest(
                "POST",
                "/hooks/chat/chn_1",
                null,
                Map.of(
                        "Content-Type", "application/json",
                        "X-Chatwoot-Timestamp", seconds,
                        "X-Chatwoot-Signature", signature,
                        "X-Chatwoot-Delivery", delivery),
                body,
                at);
    }

    /** Tells the bot what waits, each once. Answers the statuses. */
    public List<Integer> deliver() {
        List<Waiting> now;
        synchronized (this) {
            now = List.copyOf(waiting);
        }
        List<Integer> statuses = new ArrayList<>();
        for (Waiting one : now) {
            Map<String, String> headers =
                    request(one.body, one.delivery, Instant.now()).headers();
            int status = calls(outgoing, headers, one.body, PATIENCE).status();
            statuses.add(status);
            synchronized (this) {
                boolean again = (status == 429 || status == 500) && ++one.tries < MOST_TRIES;
                if (!again) {
                    waiting.remove(one);
                }
                if (!again && status / 100 != 2 && status(one.conversation).equals("pending")) {
                    status(one.conversation, "open");
                }
            }
        }
        return statuses;
    }

    private static Answer refused(int status, String why) {
        return Answer.of(status, JSON.createObjectNode().put("error", why));
    }

    @Override
    protected Answer answer(Call call) {
        if (!TOKEN.equals(call.headers().get("api_access_token"))) {
            return refused(401, "Invalid Access Token");
        }
        last = new Taken(call.method(), call.path(), TOKEN, call.body());
        if (mishap() == Mishap.BUSY || calls.merge(now().getEpochSecond() / 60, 1, Integer::sum) > MOST_A_MINUTE) {
            return new Answer(429, JSON.createObjectNode(), Map.of("Retry-After", "40"));
        }
        if (mishap() == Mishap.BROKEN) {
            return refused(502, "Bad Gateway");
        }
        if (!call.path().startsWith(CONVERSATIONS)) {
            return refused(401, "Bot is not authorized to access this account");
        }
        String[] path = call.path().substring(CONVERSATIONS.length()).split("/");
        if (!call.method().equals("POST") || path.length != 2) {
            return refused(401, "Access to this endpoint is not authorized for bots");
        }
        if (!conversations.containsKey(path[0])) {
            return refused(404, "Resource could not be found");
        }
        return switch (path[1]) {
            case "messages" -> created(path[0], call.body());
            case "toggle_status" -> toggled(path[0], call.body());
            default -> refused(401, "Access to this endpoint is not authorized for bots");
        };
    }

    private Answer toggled(String id, JsonNode call) {
        status(id, call.path("status").asText());
        ObjectNode body = JSON.createObjectNode();
        body.putObject("payload").put("success", true).put("current_status", status(id));
        return Answer.of(200, body);
    }

    private Answer created(String id, JsonNode call) {
        String wrong = wrong(call);
        if (wrong != null) {
            return refused(422, wrong);
        }
        ObjectNode message = message(id, "outgoing", call.path("content").asText());
        if (call.has("content_type")) {
            message.put("content_type", call.path("content_type").asText());
            message.set("content_attributes", call.path("content_attributes").deepCopy());
        }
        message.putObject("sender").put("id", 1).put("name", "Payments").put("type", "agent_bot");
        told("message_created", id, message);
        return Answer.of(200, message.deepCopy());
    }

    private static @Nullable String wrong(JsonNode call) {
        if (call.path("content").asText().isEmpty()
                || call.path("content").asText().length() > 150_000) {
            return "Content is too long (maximum is 150000 characters)";
        }
        if (!call.path("message_type").asText("outgoing").equals("outgoing")) {
            return "Incoming messages are only allowed in Api inboxes";
        }
        for (JsonNode item : call.at("/content_attributes/items")) {
            if (item.size() != 2
                    || !item.path("title").isTextual()
                    || !item.path("value").isTextual()) {
                return "Content attributes contains invalid keys for items";
            }
        }
        return null;
    }

    /** What a buyer sees of us, oldest first. */
    public synchronized List<ObjectNode> ours(String conversation) {
        return conversation(conversation).messages.stream()
                .filter(message -> message.at("/sender/type").asText().equals("agent_bot"))
                .toList();
    }
}
