package dev.tillgate.chat.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelType.Tools;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.meta.Graph;
import dev.tillgate.chat.meta.GraphErrors;
import dev.tillgate.chat.meta.MetaSettings;
import dev.tillgate.chat.meta.Webhook;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One business number. Sent messages cannot be changed. When the buyer's last message is more than 24 hours old, only a
 * template that Meta has approved is taken.
 */
final class WhatsAppChannel implements Channel.Outlasts, Channel.Registers {
    private static final GraphErrors ERRORS = GraphErrors.beside(WhatsAppChannel.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String number;
    private final String account;
    private final Webhook webhook;
    private final Graph graph;
    private final Optional<Template> template;

    WhatsAppChannel(Settings settings, Tools tools) {
        number = settings.get(WhatsApp.NUMBER);
        account = settings.get(WhatsApp.ACCOUNT);
        webhook = new Webhook(
                "whatsapp_business_account", settings.get(MetaSettings.VERIFY), settings.get(MetaSettings.SECRET));
        graph = new Graph(
                settings.getOr(MetaSettings.API, Graph.OFFICIAL) + "/",
                settings.get(MetaSettings.TOKEN),
                tools.exchange());
        String name = settings.getOr(WhatsApp.TEMPLATE, "");
        template = name.isEmpty() ? Optional.empty() : Optional.of(new Template(name, settings.get(WhatsApp.LANGUAGE)));
    }

    @Override
    public Received read(InboundRequest request) {
        return webhook.read(request, entry -> BuyerMessages.of(entry, number));
    }

    @Override
    public Sent send(String conversation, Outgoing message, String key) {
        return sent(Composer.message(conversation, message));
    }

    /** In the words of the merchant's template. */
    @Override
    public Sent sendLate(String conversation, Outgoing message, String key) {
        return template.flatMap(one -> one.message(conversation, message))
                .map(this::sent)
                .orElseGet(Sent.Closed::new);
    }

    private Sent sent(ObjectNode body) {
        Graph.Result result = graph.post(number + "/messages", body);
        if (!result.ok()) {
            return ERRORS.sent(result);
        }
        String id = result.body().at("/messages/0/id").asText();
        return id.isEmpty() ? new Sent.Later("an answer without the message", null) : new Sent.Done(id);
    }

    /**
     * Tries number, account and template, and has the account's messages sent to the app, which is forgotten most. Where
     * the app sends them is entered at Meta by hand.
     */
    @Override
    public Optional<String> register() {
        Graph.Result known = graph.get(number + "?fields=display_phone_number");
        if (!known.ok()) {
            return Optional.of(problem(known, "channel.whatsapp.number.unknown"));
        }
        Graph.Result subscribed = graph.post(account + "/subscribed_apps", JSON.createObjectNode());
        if (!subscribed.ok()) {
            return Optional.of(problem(subscribed, "channel.whatsapp.account.unknown"));
        }
        return template.flatMap(this::wrong);
    }

    private static String problem(Graph.Result result, String otherwise) {
        return result.status() == 0
                ? "channel.unreachable"
                : result.isStranger() ? "channel.whatsapp.token.wrong" : otherwise;
    }

    /** What is wrong with the template; the merchant should know it before a buyer waits for it. */
    private Optional<String> wrong(Template wanted) {
        Graph.Result found = graph.get(account + "/message_templates?fields=name,language,status,components&name="
                + URLEncoder.encode(wanted.name(), StandardCharsets.UTF_8));
        if (!found.ok()) {
            return Optional.of(problem(found, "channel.whatsapp.template.unknown"));
        }
        for (JsonNode one : found.body().path("data")) {
            if (one.path("name").asText().equals(wanted.name())
                    && one.path("language").asText().equals(wanted.language())) {
                return wanted.fits(one) ? Optional.empty() : Optional.of("channel.whatsapp.template.unfit");
            }
        }
        return Optional.of("channel.whatsapp.template.unknown");
    }

    @Override
    public String toString() {
        return "WhatsApp number " + number;
    }
}
