package dev.tillgate.chat.chatwoot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.chat.channel.ChatEvent;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What buyers did, out of what Chatwoot tells bots
 * (<a href="https://www.chatwoot.com/hc/user-guide/articles/1677693021-how-to-use-webhooks">documentation</a>, checked
 * 2026-11-25). What agents and bots say is none of it, and neither is a conversation that an agent has.
 */
final class BotEvents {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern LOCALE = Pattern.compile("[A-Za-z]{2,3}([_-][0-9A-Za-z]{2,8})*");
    /** As Ruby writes a time. */
    private static final DateTimeFormatter RUBY = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);

    private BotEvents() {}

    static Optional<ChatEvent> event(JsonNode body, String account, Instant now) {
        JsonNode conversation = body.path("conversation");
        boolean ours = body.at("/account/id").asText().equals(account)
                && NUMBER.matcher(body.path("id").asText()).matches()
                && NUMBER.matcher(conversation.path("id").asText()).matches()
                && isBots(conversation);
        if (!ours) {
            return Optional.empty();
        }
        return switch (body.path("event").asText()) {
            case "message_created" -> written(body, conversation, now);
            case "message_updated" -> chosen(body, conversation, now);
            default -> Optional.empty();
        };
    }

    /** Pending is what waits for a bot; whoever opens a conversation takes it from the bot. */
    private static boolean isBots(JsonNode conversation) {
        return conversation.path("status").asText("pending").equals("pending")
                || conversation.at("/meta/assignee_type").asText().equals("AgentBot");
    }

    private static Optional<ChatEvent> written(JsonNode body, JsonNode conversation, Instant now) {
        String type = body.path("message_type").asText();
        String text = body.path("content").asText("");
        boolean buyers = type.equals("incoming") || type.equals("0");
        if (!buyers || body.path("private").asBoolean() || body.path("content").isNull() || text.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(event("m", body, conversation, text, null, at(body.path("created_at"), now)));
    }

    /** What is chosen on a site's widget changes the message with the choices; elsewhere it is written. */
    private static Optional<ChatEvent> chosen(JsonNode body, JsonNode conversation, Instant now) {
        JsonNode choice = body.at("/content_attributes/submitted_values/0");
        String data = choice.path("value").asText();
        return body.path("content_type").asText().equals("input_select") && !data.isEmpty()
                ? Optional.of(
                        event("s", body, conversation, choice.path("title").asText(data), data, now))
                : Optional.empty();
    }

    private static ChatEvent event(
            String kind, JsonNode body, JsonNode conversation, String text, @Nullable String pressed, Instant at) {
        String language =
                conversation.at("/additional_attributes/browser_language").asText();
        return new ChatEvent(
                kind + body.path("id").asText(),
                conversation.path("id").asText(),
                text,
                pressed,
                LOCALE.matcher(language).matches() ? language : null,
                at);
    }

    /**
     * Chatwoot writes times as seconds, by ISO 8601, or as Ruby does, depending on its version. A clock of its that runs
     * ahead must not have a buyer wait.
     */
    private static Instant at(JsonNode time, Instant now) {
        Instant written = time.isIntegralNumber()
                ? Instant.ofEpochSecond(Math.max(0, Math.min(time.asLong(), now.getEpochSecond())))
                : parsed(time.asText()).orElse(now);
        return written.isAfter(now) ? now : written;
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(
                    text.endsWith("UTC")
                            ? LocalDateTime.parse(text, RUBY).toInstant(ZoneOffset.UTC)
                            : Instant.parse(text));
        } catch (DateTimeParseException unknown) {
            return Optional.empty();
        }
    }
}
