package dev.tillgate.chat.whatsapp;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.meta.Fitting;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Our messages in WhatsApp's form
 * (<a href="https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-cta-url-messages">
 * link buttons</a>, <a
 * href="https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages">
 * reply buttons</a>, <a
 * href="https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages">lists</a>,
 * checked 2026-11-25). What does not fit into a button is written out; nothing that was said is left away.
 */
final class Composer {
    static final int LONGEST_TEXT = 4_096;

    private static final int LONGEST_BODY = 1_024;
    private static final int LONGEST_LIST_BODY = 4_096;
    private static final int MOST_BUTTONS = 3;
    private static final int LONGEST_BUTTON = 20;
    private static final int MOST_ROWS = 10;
    private static final int LONGEST_ROW = 24;
    private static final int LONGEST_DESCRIPTION = 72;
    /** On the button that opens a list; what is said beside it tells what there is to choose. */
    private static final String CHOOSE = "Choose · 选择";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Composer() {}

    /** To a buyer: a number, or the identifier that stands for it, which always has a dot. */
    static ObjectNode addressed(String conversation) {
        return JSON.createObjectNode()
                .put("messaging_product", "whatsapp")
                .put("recipient_type", "individual")
                .put(conversation.indexOf('.') < 0 ? "to" : "recipient", conversation);
    }

    static ObjectNode message(String conversation, Outgoing message) {
        ObjectNode body = addressed(conversation);
        Link link = message.link();
        if (link != null
                && message.buttons().isEmpty()
                && link.url().startsWith("https://")
                && message.text().length() <= LONGEST_BODY) {
            pay(body, message.text(), link);
        } else if (message.buttons().isEmpty()) {
            body.put("type", "text")
                    .putObject("text")
                    .put("preview_url", false)
                    .put("body", Fitting.written(message, LONGEST_TEXT));
        } else if (Fitting.written(message, LONGEST_TEXT).length() <= LONGEST_BODY && fit(message.buttons())) {
            buttons(body, Fitting.written(message, LONGEST_TEXT), message.buttons());
        } else {
            list(body, Fitting.written(message, LONGEST_TEXT), message.buttons());
        }
        return body;
    }

    private static ObjectNode interactive(ObjectNode body, String type, String text) {
        ObjectNode interactive =
                body.put("type", "interactive").putObject("interactive").put("type", type);
        interactive.putObject("body").put("text", text);
        return interactive;
    }

    private static void pay(ObjectNode body, String text, Link link) {
        ObjectNode action =
                interactive(body, "cta_url", text).putObject("action").put("name", "cta_url");
        action.putObject("parameters")
                .put("display_text", Fitting.cut(link.label(), LONGEST_BUTTON))
                .put("url", link.url());
    }

    private static boolean fit(List<Button> buttons) {
        Set<String> labels = new HashSet<>();
        return buttons.size() <= MOST_BUTTONS
                && buttons.stream().allMatch(one -> one.label().length() <= LONGEST_BUTTON && labels.add(one.label()));
    }

    private static void buttons(ObjectNode body, String text, List<Button> buttons) {
        ArrayNode all = interactive(body, "button", text).putObject("action").putArray("buttons");
        for (Button button : buttons) {
            all.addObject()
                    .put("type", "reply")
                    .putObject("reply")
                    .put("id", button.data())
                    .put("title", button.label());
        }
    }

    /** Longer, and more, choices; those beyond the tenth can still be written. */
    private static void list(ObjectNode body, String text, List<Button> buttons) {
        ObjectNode action =
                interactive(body, "list", Fitting.cut(text, LONGEST_LIST_BODY)).putObject("action");
        action.put("button", CHOOSE);
        ArrayNode rows = action.putArray("sections").addObject().putArray("rows");
        for (Button button : buttons.subList(0, Math.min(MOST_ROWS, buttons.size()))) {
            ObjectNode row =
                    rows.addObject().put("id", button.data()).put("title", Fitting.cut(button.label(), LONGEST_ROW));
            if (button.label().length() > LONGEST_ROW) {
                row.put("description", Fitting.cut(button.label(), LONGEST_DESCRIPTION));
            }
        }
    }
}
