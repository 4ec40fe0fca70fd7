package dev.tillgate.chat.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Lost;
import dev.tillgate.chat.meta.Webhook;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What buyers said, out of WhatsApp's webhooks: an entry holds changes, a change holds messages
 * (<a href="https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages">
 * documentation</a>, checked 2026-11-25). Calls, pictures and groups are none of it, and of the statuses of what we sent only
 * one is: WhatsApp takes a message first and may find out afterwards that it cannot be delivered.
 */
final class BuyerMessages {
    /** A telephone number, or the identifier that stands for it where the buyer does not show it. */
    private static final Pattern BUYER = Pattern.compile("[0-9]{5,20}|[A-Z]{2}\\.[0-9A-Za-z.]{1,90}");

    private BuyerMessages() {}

    /** @param number ours; an account may have more, and they all come to one address */
    static Webhook.Entry of(JsonNode entry, String number) {
        List<ChatEvent> events = new ArrayList<>();
        List<Lost> lost = new ArrayList<>();
        for (JsonNode change : entry.path("changes")) {
            JsonNode value = change.path("value");
            if (change.path("field").asText().equals("messages")
                    && value.at("/metadata/phone_number_id").asText().equals(number)) {
                value.path("messages").forEach(message -> event(message).ifPresent(events::add));
                value.path("statuses").forEach(status -> lost(status).ifPresent(lost::add));
            }
        }
        return new Webhook.Entry(events, lost);
    }

    /** By its code alone: Meta's words may name the buyer. */
    private static Optional<Lost> lost(JsonNode status) {
        return status.path("status").asText().equals("failed")
                ? Optional.of(new Lost(
                        status.path("recipient_id")
                                .asText(status.path("recipient_user_id").asText()),
                        "Meta's error " + status.at("/errors/0/code").asInt()))
                : Optional.empty();
    }

    private static Optional<ChatEvent> event(JsonNode message) {
        String buyer = message.path("from").asText(message.path("from_user_id").asText());
        String id = message.path("id").asText();
        String text = text(message);
        boolean ours = BUYER.matcher(buyer).matches() && !message.has("group_id");
        if (!ours || id.isEmpty() || text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(
                new ChatEvent(Webhook.key(id), buyer, text, pressed(message), null, at(message.path("timestamp"))));
    }

    private static String text(JsonNode message) {
        return switch (message.path("type").asText()) {
            case "text" -> message.at("/text/body").asText();
            // A template's quick reply: its payload is the merchant's own, so it counts as words.
            case "button" -> message.at("/button/text").asText();
            case "interactive" -> reply(message).path("title").asText();
            default -> "";
        };
    }

    private static @Nullable String pressed(JsonNode message) {
        String id = message.path("type").asText().equals("interactive")
                ? reply(message).path("id").asText()
                : "";
        return id.isEmpty() ? null : id;
    }

    private static JsonNode reply(JsonNode message) {
        JsonNode interactive = message.path("interactive");
        return interactive.has("button_reply") ? interactive.path("button_reply") : interactive.path("list_reply");
    }

    private static Instant at(JsonNode seconds) {
        return Instant.ofEpochSecond(Math.max(0, Math.min(seconds.asLong(), Integer.MAX_VALUE * 2L)));
    }
}
