package dev.tillgate.chat.wecom;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.tencent.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Our messages as WeCom's. What has a link or buttons is a menu: its head is the text, and what does not fit into the head
 * follows in its tail. Sizes are <a href="https://developer.work.weixin.qq.com/document/path/96427">documented</a>, checked
 * 2026-11-25.
 */
final class KfMessages {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_TEXT = 2_048;
    private static final int LONGEST_PART = 1_024;
    private static final int LONGEST_LABEL = 128;
    private static final int LONGEST_LINK_LABEL = 1_024;
    private static final int LONGEST_URL = 2_048;
    private static final int MOST_ITEMS = 10;

    private KfMessages() {}

    /** Kind and content, without whom it is for. */
    static ObjectNode of(Outgoing message) {
        Link link = message.link();
        boolean linked = link != null && Utf8.length(link.url()) <= LONGEST_URL;
        return linked || !message.buttons().isEmpty() ? menu(message, linked ? link : null) : text(message.plain());
    }

    private static ObjectNode text(String text) {
        ObjectNode body = JSON.createObjectNode().put("msgtype", "text");
        body.putObject("text").put("content", Utf8.cut(text, LONGEST_TEXT));
        return body;
    }

    private static ObjectNode menu(Outgoing message, @Nullable Link link) {
        ObjectNode body = JSON.createObjectNode().put("msgtype", "msgmenu");
        ObjectNode menu = body.putObject("msgmenu");
        String text = message.text();
        int head = headOf(text);
        menu.put("head_content", text.substring(0, head).stripTrailing());
        ArrayNode list = menu.putArray("list");
        if (link != null) {
            list.addObject()
                    .put("type", "view")
                    .putObject("view")
                    .put("url", link.url())
                    .put("content", Utf8.cut(link.label(), LONGEST_LINK_LABEL));
        }
        for (Button button : message.buttons()) {
            if (list.size() < MOST_ITEMS) {
                list.addObject()
                        .put("type", "click")
                        .putObject("click")
                        .put("id", button.data())
                        .put("content", Utf8.cut(button.label(), LONGEST_LABEL));
            }
        }
        String tail = text.substring(head).stripLeading();
        if (!tail.isEmpty()) {
            menu.put("tail_content", Utf8.cut(tail, LONGEST_PART));
        }
        return body;
    }

    /** Where the head ends: at a line's end, if the rest fits then. */
    private static int headOf(String text) {
        int most = Utf8.fitting(text, LONGEST_PART);
        int line = most == text.length() ? -1 : text.lastIndexOf('\n', most);
        return line > 0 && Utf8.length(text.substring(line + 1)) <= LONGEST_PART ? line : most;
    }
}
