package dev.tillgate.chat.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.chat.channel.ChatEvent;
import java.time.Instant;
import java.util.Optional;

/** Telegram's updates in our words. */
final class Updates {
    private static final String START = "/start";

    private Updates() {}

    /** What a buyer did; nothing for everything else. */
    static Optional<ChatEvent> event(JsonNode update) {
        JsonNode pressed = update.path("callback_query");
        return pressed.isMissingNode() ? message(update) : pressed(update, pressed);
    }

    private static Optional<ChatEvent> message(JsonNode update) {
        JsonNode message = update.path("message");
        String text = message.path("text").asText("");
        if (text.isBlank() || !isPrivate(message) || message.at("/from/is_bot").asBoolean()) {
            return Optional.empty();
        }
        // "/start payload" is what a link to the bot says for the buyer; the payload is the code in it.
        String said = text.equals(START) ? "hello" : text.startsWith(START + " ") ? text.substring(7) : text;
        return Optional.of(ChatEvent.text(
                key(update, message.path("date").asLong()),
                message.at("/chat/id").asText(),
                said,
                language(message),
                Instant.ofEpochSecond(message.path("date").asLong())));
    }

    private static Optional<ChatEvent> pressed(JsonNode update, JsonNode pressed) {
        JsonNode message = pressed.path("message");
        String data = pressed.path("data").asText("");
        if (data.isEmpty() || !isPrivate(message)) {
            return Optional.empty();
        }
        return Optional.of(new ChatEvent(
                key(update, message.path("date").asLong()),
                message.at("/chat/id").asText(),
                label(message, data),
                data,
                language(pressed),
                Instant.ofEpochSecond(message.path("date").asLong())));
    }

    /** The update's number starts anew, at random, after a quiet week: the time tells two of them apart. */
    private static String key(JsonNode update, long date) {
        return update.path("update_id").asLong() + "-" + date;
    }

    private static boolean isPrivate(JsonNode message) {
        return message.at("/chat/type").asText().equals("private")
                && message.at("/chat/id").isIntegralNumber();
    }

    private static String label(JsonNode message, String data) {
        for (JsonNode row : message.at("/reply_markup/inline_keyboard")) {
            for (JsonNode button : row) {
                if (button.path("callback_data").asText().equals(data)) {
                    return button.path("text").asText();
                }
            }
        }
        return data;
    }

    private static String language(JsonNode of) {
        return of.at("/from/language_code").asText("en");
    }
}
