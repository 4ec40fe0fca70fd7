package dev.tillgate.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.payment.PaymentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Messages and cards as every channel can show them: words, a link, buttons. */
final class ChannelText {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_LINES = 10;

    private final Words words;

    ChannelText(Words words) {
        this.words = words;
    }

    /** What was kept of a message, as a tree. */
    static JsonNode content(ChatMessage message) {
        try {
            return JSON.readTree(message.content());
        } catch (JsonProcessingException notOurs) {
            throw new IllegalStateException("a kept message is not JSON");
        }
    }

    /** Several texts as one message; the buttons are those of the last. */
    static Outgoing texts(List<JsonNode> contents, int longest) {
        StringJoiner text = new StringJoiner("\n");
        contents.forEach(content -> text.add(content.path("text").asText()));
        List<Button> buttons = new ArrayList<>();
        for (JsonNode choice : contents.get(contents.size() - 1).path("choices")) {
            String says = choice.path("says").asText();
            buttons.add(new Button(
                    choice.path("label").asText(),
                    choice.has("method") ? says + ":" + choice.path("method").asText() : says));
        }
        return new Outgoing(cut(text.toString(), longest), null, buttons, source(contents));
    }

    /** A pay card. */
    Outgoing card(JsonNode card, String locale, int longest) {
        StringJoiner text = new StringJoiner("\n");
        text.add(words.text(
                locale,
                "card.heading",
                Map.of(
                        "store",
                        card.path("store").asText(),
                        "order",
                        card.path("order").asText())));
        if (!card.path("title").asText().isEmpty()) {
            text.add(card.path("title").asText());
        }
        int shown = 0;
        for (JsonNode line : card.path("lines")) {
            if (shown++ < MOST_LINES) {
                text.add(line.path("quantity").asInt() + " × "
                        + line.path("name").asText() + "  "
                        + line.path("total_text").asText());
            }
        }
        text.add(card.path("amount_text").asText() + " · "
                + card.path("status_text").asText());
        if (card.has("declined_text")) {
            text.add(card.path("declined_text").asText());
        }
        JsonNode best = card.path("methods").path(0);
        if (best.has("reason")) {
            text.add(words.text(
                    locale,
                    "card.best",
                    Map.of(
                            "label",
                            best.path("label").asText(),
                            "because",
                            best.path("reason").asText())));
        }
        if (card.has("word_text")) {
            text.add(card.path("word_text").asText());
        }
        Link link = card.has("link")
                ? new Link(card.path("link_text").asText(), card.path("link").asText())
                : null;
        return new Outgoing(cut(text.toString(), longest), link, List.of(), source(List.of(card)));
    }

    static PaymentId payment(JsonNode card) {
        return new PaymentId(card.path("payment").asText());
    }

    private static String source(List<JsonNode> contents) {
        return JSON.createArrayNode().addAll(contents).toString();
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 2)) ? longest - 2 : longest - 1;
        return text.substring(0, end) + "…";
    }
}
