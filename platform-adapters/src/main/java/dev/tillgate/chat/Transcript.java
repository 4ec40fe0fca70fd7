package dev.tillgate.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatSession;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** What was said in a conversation, as the shop's own bot is told of it: in the form in which the API lists it. */
final class Transcript {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Transcript() {}

    static String of(ChatSession session, List<ChatMessage> messages) {
        ObjectNode told = JSON.createObjectNode()
                .put("type", "chat.messages")
                .put("store_id", session.store().value())
                .put("session_id", session.id().value())
                .put("channel", session.channel())
                .put("conversation", session.conversation())
                .put("locale", session.locale())
                .put("mode", lower(session.mode()));
        ArrayNode list = told.putArray("messages");
        for (ChatMessage message : messages) {
            list.addObject()
                    .put("sequence", message.sequence())
                    .put("author", lower(message.author()))
                    .put("kind", lower(message.kind()))
                    .put(
                            "created_at",
                            message.createdAt().truncatedTo(ChronoUnit.MILLIS).toString())
                    .putRawValue("content", new RawValue(message.content()));
        }
        try {
            return JSON.writeValueAsString(told);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
        }
    }

    private static String lower(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }
}
