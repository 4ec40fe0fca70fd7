package dev.tillgate.chat.messenger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.meta.Webhook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What buyers did, out of Messenger's webhooks
 * (<a href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messages">
 * messages</a>, <a
 * href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messaging_postbacks">
 * postbacks</a>, <a
 * href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/webhooks/webhook-events/messaging_referrals">
 * referrals</a>, checked 2026-11-25). Echoes of what the page said, whoever said it, are none of it; neither is what stands
 * by while another app has the conversation.
 */
final class PageEvents {
    private static final Pattern BUYER = Pattern.compile("[0-9]{3,40}");
    private static final long LAST_MILLISECOND = 253_402_300_799_999L;

    private PageEvents() {}

    static List<ChatEvent> of(JsonNode entry, String page) {
        List<ChatEvent> events = new ArrayList<>();
        for (JsonNode one : entry.path("messaging")) {
            boolean toUs = one.at("/recipient/id").asText().equals(page)
                    && BUYER.matcher(one.at("/sender/id").asText()).matches();
            if (toUs && one.has("message")) {
                message(one, one.path("message")).ifPresent(events::add);
            } else if (toUs && one.has("postback")) {
                postback(one, one.path("postback")).ifPresent(events::add);
            } else if (toUs && one.has("referral")) {
                referred(one, one.path("referral"), "").ifPresent(events::add);
            }
        }
        return events;
    }

    private static Optional<ChatEvent> message(JsonNode one, JsonNode message) {
        String payload = message.at("/quick_reply/payload").asText();
        return message.path("is_echo").asBoolean()
                ? Optional.empty()
                : event(
                        one,
                        message.path("mid").asText(),
                        message.path("text").asText(),
                        payload.isEmpty() ? null : payload);
    }

    private static Optional<ChatEvent> postback(JsonNode one, JsonNode postback) {
        String mid = postback.path("mid").asText();
        if (postback.has("referral")) {
            // The first thing of all: the button was pressed because a link with a code had been followed.
            Optional<ChatEvent> code = referred(one, postback.path("referral"), mid);
            if (code.isPresent()) {
                return code;
            }
        }
        String payload = postback.path("payload").asText();
        String title = postback.path("title").asText(payload);
        return event(one, mid.isEmpty() ? named(one) : mid, title, payload.isEmpty() ? null : payload);
    }

    /** A link to the page with {@code ?ref=code} says the code for the buyer. Advertisements say what we do not understand. */
    private static Optional<ChatEvent> referred(JsonNode one, JsonNode referral, String mid) {
        return referral.path("source").asText().equals("ADS")
                ? Optional.empty()
                : event(
                        one,
                        mid.isEmpty() ? named(one) : mid,
                        referral.path("ref").asText(),
                        null);
    }

    /** A name for what has none: nobody does two such things within a millisecond. */
    private static String named(JsonNode one) {
        return one.at("/sender/id").asText() + "-" + one.path("timestamp").asText();
    }

    private static Optional<ChatEvent> event(JsonNode one, String name, String text, @Nullable String pressed) {
        return name.isEmpty() || text.isBlank()
                ? Optional.empty()
                : Optional.of(new ChatEvent(
                        Webhook.key(name),
                        one.at("/sender/id").asText(),
                        text,
                        pressed,
                        null,
                        at(one.path("timestamp").asLong())));
    }

    private static Instant at(long milliseconds) {
        return Instant.ofEpochMilli(Math.max(0, Math.min(milliseconds, LAST_MILLISECOND)));
    }
}
