package dev.tillgate.chat.whatsapp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What WhatsApp takes as a message, from its documentation; nothing that we do not send is known here. */
final class MessageRules {
    private MessageRules() {}

    /** What is wrong with it, or null. */
    static @Nullable String wrong(JsonNode message) {
        String type = message.path("type").asText();
        if (!message.path("messaging_product").asText().equals("whatsapp")) {
            return "required: messaging_product";
        }
        boolean number = message.path("to").asText().matches("[0-9]{5,20}");
        boolean name = message.path("recipient").asText().matches("[A-Z]{2}\\.[0-9A-Za-z.]{1,128}");
        if (!number && !name) {
            return "required: to or recipient";
        }
        List<String> known = List.of("messaging_product", "recipient_type", "to", "recipient", "type", type);
        for (Iterator<String> names = message.fieldNames(); names.hasNext(); ) {
            String field = names.next();
            if (!known.contains(field)) {
                return "unknown: " + field;
            }
        }
        return switch (type) {
            case "text" -> length("text.body", message.at("/text/body"), 4_096);
            case "interactive" -> interactive(message.path("interactive"));
            case "template" -> template(message.path("template"));
            default -> "unknown type: " + type;
        };
    }

    private static @Nullable String length(String name, JsonNode text, int longest) {
        int length = text.asText().length();
        return text.isTextual() && length > 0 && length <= longest ? null : "length of " + name + ": " + length;
    }

    private static @Nullable String first(@Nullable String... problems) {
        for (String problem : problems) {
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String interactive(JsonNode interactive) {
        JsonNode action = interactive.path("action");
        JsonNode body = interactive.at("/body/text");
        return switch (interactive.path("type").asText()) {
            case "cta_url" ->
                first(
                        length("body", body, 1_024),
                        action.path("name").asText().equals("cta_url") ? null : "required: action.name",
                        length("display_text", action.at("/parameters/display_text"), 20),
                        action.at("/parameters/url").asText().matches("https?://[^\\s]+") ? null : "url");
            case "button" -> first(length("body", body, 1_024), buttons(action.path("buttons")));
            case "list" ->
                first(
                        length("body", body, 4_096),
                        length("button", action.path("button"), 20),
                        rows(action.path("sections")));
            default -> "unknown interactive type";
        };
    }

    private static @Nullable String buttons(JsonNode buttons) {
        Set<String> ids = new HashSet<>();
        Set<String> titles = new HashSet<>();
        for (JsonNode button : buttons) {
            JsonNode reply = button.path("reply");
            String wrong = first(length("title", reply.path("title"), 20), length("id", reply.path("id"), 256));
            if (wrong != null) {
                return wrong;
            }
            if (!ids.add(reply.path("id").asText())
                    || !titles.add(reply.path("title").asText())) {
                return "buttons are not unique";
            }
        }
        return buttons.size() >= 1 && buttons.size() <= 3 ? null : "between 1 and 3 buttons";
    }

    private static @Nullable String rows(JsonNode sections) {
        JsonNode rows = sections.path(0).path("rows");
        Set<String> ids = new HashSet<>();
        for (JsonNode row : rows) {
            String wrong = first(
                    length("row.title", row.path("title"), 24),
                    length("row.id", row.path("id"), 200),
                    row.has("description") ? length("row.description", row.path("description"), 72) : null);
            if (wrong != null || !ids.add(row.path("id").asText())) {
                return wrong == null ? "rows are not unique" : wrong;
            }
        }
        return sections.size() == 1 && rows.size() >= 1 && rows.size() <= 10 ? null : "between 1 and 10 rows";
    }

    private static @Nullable String template(JsonNode template) {
        for (JsonNode parameter : template.at("/components/0/parameters")) {
            String text = parameter.path("text").asText();
            if (text.isEmpty() || text.matches("(?s).*([\\n\\t]| {5}).*")) {
                return "Param text cannot have new-line/tab characters or more than 4 consecutive spaces";
            }
        }
        return first(length("name", template.path("name"), 512), length("code", template.at("/language/code"), 10));
    }
}
