package dev.tillgate.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.assistant.Turn.Choice;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatMessage.Author;
import dev.tillgate.flow.chat.ChatMessage.Kind;
import dev.tillgate.money.Money;
import dev.tillgate.payment.OrderLine;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages and cards as the JSON that is kept and shown; texts are in the conversation's language. */
final class ChatContent {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Words words;

    ChatContent(Words words) {
        this.words = words;
    }

    /** What somebody wrote. */
    static ChatMessage text(Author author, String text, Instant now) {
        return new ChatMessage(
                0, author, Kind.TEXT, write(JSON.createObjectNode().put("text", text)), now);
    }

    /** What the assistant says, with buttons. */
    ChatMessage said(String locale, String text, List<Choice> choices, Instant now) {
        ObjectNode content = JSON.createObjectNode().put("text", text);
        if (!choices.isEmpty()) {
            ArrayNode buttons = content.putArray("choices");
            for (Choice choice : choices) {
                ObjectNode button = buttons.addObject()
                        .put("label", words.text(locale, choice.key(), Map.of()))
                        .put("says", choice.says().name().toLowerCase(Locale.ROOT));
                if (choice.method() != null) {
                    button.put("method", choice.method());
                }
            }
        }
        return new ChatMessage(0, Author.ASSISTANT, Kind.TEXT, write(content), now);
    }

    /** A pay card, or a newer state of it. */
    ChatMessage card(String locale, PayCard card, @Nullable String preselected, Instant now) {
        return new ChatMessage(0, Author.ASSISTANT, Kind.CARD, cardJson(locale, card, preselected), now);
    }

    /** A pay card that is wanted once more, below what was said since. */
    ChatMessage cardAgain(String locale, PayCard card, Instant now) {
        return new ChatMessage(
                0,
                Author.ASSISTANT,
                Kind.CARD,
                write(cardTree(locale, card, null).put("again", true)),
                now);
    }

    /** The card as JSON. */
    String cardJson(String locale, PayCard card, @Nullable String preselected) {
        return write(cardTree(locale, card, preselected));
    }

    private ObjectNode cardTree(String locale, PayCard card, @Nullable String preselected) {
        ObjectNode content = JSON.createObjectNode()
                .put("version", card.version())
                .put("order", card.order())
                .put("payment", card.payment())
                .put("store", card.store())
                .put("title", card.title())
                .put("status", card.status().name().toLowerCase(Locale.ROOT))
                .put("status_text", words.text(locale, "card.status." + card.status(), Map.of("store", card.store())));
        amount(content, "amount", card.amount(), locale);
        amount(content, "due", card.due(), locale);
        content.put("currency", card.amount().currencyCode());
        ArrayNode lines = content.putArray("lines");
        for (OrderLine line : card.lines()) {
            lines.addObject()
                    .put("name", line.name())
                    .put("quantity", line.quantity())
                    .put("total_text", words.text(locale, "card.money", Map.of("amount", line.total())));
        }
        ArrayNode methods = content.putArray("methods");
        for (PayCard.Choice choice : card.methods()) {
            ObjectNode method = methods.addObject()
                    .put("method", choice.method())
                    .put("label", words.text(locale, "method." + choice.method(), Map.of()));
            if (choice.reason() != null) {
                method.put("reason", words.text(locale, choice.reason(), Map.of()));
            }
        }
        if (preselected != null) {
            content.put("preselected", preselected);
        }
        if (card.link() != null) {
            content.put("link", card.link());
            content.put("word", card.word());
            content.put("word_text", words.text(locale, "card.word", Map.of("word", card.word())));
            content.put("link_text", words.text(locale, "card.link." + card.status(), Map.of("amount", card.due())));
        }
        if (card.declined() != null) {
            content.put("declined_text", words.text(locale, card.declined(), Map.of()));
        }
        content.put(
                "expires_at", card.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString());
        return content;
    }

    private void amount(ObjectNode content, String name, Money amount, String locale) {
        content.put(name, amount.toDecimalText());
        content.put(name + "_text", words.text(locale, "card.money", Map.of("amount", amount)));
    }

    private static String write(ObjectNode content) {
        try {
            return JSON.writeValueAsString(content);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree can always be written", impossible);
        }
    }
}
