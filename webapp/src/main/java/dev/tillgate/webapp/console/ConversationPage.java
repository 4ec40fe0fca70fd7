package dev.tillgate.webapp.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatNote;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.merchant.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One conversation, as a person of the merchant's sees it before answering.
 *
 * @param problem message key of why the buyer does not get what is said, or null
 */
public record ConversationPage(
        View view,
        Store store,
        ChatSession session,
        @Nullable String problem,
        List<ChatMessage> messages,
        List<ChatOrder> orders,
        List<ChatNote> notes) {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    public String path() {
        return view.path("/console/stores/" + store.id() + "/chat/" + session.id());
    }

    public String channel() {
        return ChannelPage.name(view, session.channel());
    }

    public boolean isAnsweredByPerson() {
        return session.mode() == ChatSession.Mode.PERSON;
    }

    /** What a message says: its text, or the card in one line. */
    public String text(ChatMessage message) {
        JsonNode content = read(message.content());
        return message.kind() == ChatMessage.Kind.TEXT
                ? content.path("text").asText()
                : content.path("order").asText() + " · "
                        + content.path("amount_text").asText() + " · "
                        + content.path("status_text").asText();
    }

    private static JsonNode read(String content) {
        try {
            return JSON.readTree(content);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what is kept is JSON", impossible);
        }
    }
}
