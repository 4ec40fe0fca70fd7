package dev.tillgate.chat.messenger;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelType.Tools;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.meta.Fitting;
import dev.tillgate.chat.meta.Graph;
import dev.tillgate.chat.meta.GraphErrors;
import dev.tillgate.chat.meta.MetaSettings;
import dev.tillgate.chat.meta.Webhook;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.util.List;
import java.util.Optional;

/** One page. Sent messages cannot be changed; after 24 hours without a word of the buyer's nothing is taken. */
final class MessengerChannel implements Channel.Registers {
    static final int LONGEST_TEXT = 2_000;

    private static final GraphErrors ERRORS = GraphErrors.beside(MessengerChannel.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_ABOVE_BUTTONS = 640;
    private static final int LONGEST_LABEL = 20;
    private static final int MOST_REPLIES = 13;
    /** What the button means that opens the first conversation with a page. */
    private static final String HELLO = "greeting";

    private final String page;
    private final Webhook webhook;
    private final Graph graph;

    MessengerChannel(Settings settings, Tools tools) {
        page = settings.get(Messenger.PAGE);
        webhook = new Webhook("page", settings.get(MetaSettings.VERIFY), settings.get(MetaSettings.SECRET));
        graph = new Graph(
                settings.getOr(MetaSettings.API, Graph.OFFICIAL) + "/",
                settings.get(MetaSettings.TOKEN),
                tools.exchange());
    }

    @Override
    public Received read(InboundRequest request) {
        return webhook.read(request, entry -> new Webhook.Entry(PageEvents.of(entry, page), List.of()));
    }

    @Override
    public Sent send(String conversation, Outgoing message, String key) {
        Graph.Result result = graph.post(page + "/messages", body(conversation, message));
        if (!result.ok()) {
            return ERRORS.sent(result);
        }
        String id = result.body().path("message_id").asText();
        return id.isEmpty() ? new Sent.Later("an answer without the message", null) : new Sent.Done(id);
    }

    /**
     * <a
     * href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/template/button">
     * Link buttons</a> and <a
     * href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/send-messages/quick-replies">
     * quick replies</a>, checked 2026-11-25.
     */
    private static ObjectNode body(String conversation, Outgoing outgoing) {
        ObjectNode body = JSON.createObjectNode();
        body.putObject("recipient").put("id", conversation);
        ObjectNode message = body.put("messaging_type", "RESPONSE").putObject("message");
        Link link = outgoing.link();
        // The page behind a button must be reachable by https.
        boolean button = link != null
                && link.url().startsWith("https://")
                && outgoing.text().length() <= LONGEST_ABOVE_BUTTONS;
        if (link != null && button) {
            ObjectNode payload =
                    message.putObject("attachment").put("type", "template").putObject("payload");
            payload.put("template_type", "button").put("text", outgoing.text());
            payload.putArray("buttons")
                    .addObject()
                    .put("type", "web_url")
                    .put("url", link.url())
                    .put("title", Fitting.cut(link.label(), LONGEST_LABEL));
        } else {
            message.put("text", Fitting.written(outgoing, LONGEST_TEXT));
        }
        if (!outgoing.buttons().isEmpty()) {
            ArrayNode replies = message.putArray("quick_replies");
            for (Button one : outgoing.buttons()
                    .subList(0, Math.min(MOST_REPLIES, outgoing.buttons().size()))) {
                replies.addObject()
                        .put("content_type", "text")
                        .put("title", Fitting.cut(one.label(), LONGEST_LABEL))
                        .put("payload", one.data());
            }
        }
        return body;
    }

    /**
     * Has the page's messages sent to the app, and tries the settings thereby. Where the app sends them is entered at Meta
     * by hand.
     */
    @Override
    public Optional<String> register() {
        ObjectNode fields =
                JSON.createObjectNode().put("subscribed_fields", "messages,messaging_postbacks,messaging_referrals");
        Graph.Result subscribed = graph.post(page + "/subscribed_apps", fields);
        if (!subscribed.ok()) {
            return Optional.of(
                    subscribed.status() == 0
                            ? "channel.unreachable"
                            : subscribed.isStranger()
                                    ? "channel.messenger.token.wrong"
                                    : "channel.messenger.page.unknown");
        }
        welcome();
        return Optional.empty();
    }

    /**
     * Without a button to begin with, a link with a code says nothing in a first conversation. One that the page has
     * already is left as it is; where this is not allowed, everything else works.
     */
    private void welcome() {
        Graph.Result has = graph.get("me/messenger_profile?fields=get_started");
        if (has.ok() && has.body().at("/data/0/get_started").isMissingNode()) {
            ObjectNode button = JSON.createObjectNode();
            button.putObject("get_started").put("payload", HELLO);
            graph.post("me/messenger_profile", button);
        }
    }

    @Override
    public String toString() {
        return "Messenger page " + page;
    }
}
