package dev.tillgate.chat.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.tencent.CgiServer;
import dev.tillgate.chat.tencent.Utf8;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What WeCom takes as a message, from its documentation. */
final class MessageRules {
    private MessageRules() {}

    /**
     * The refusal, or null.
     *
     * @param names of the messages before
     */
    static @Nullable ObjectNode refused(JsonNode call, Set<String> names) {
        String name = call.path("msgid").asText();
        if (!name.matches("[0-9a-zA-Z_-]{0,32}")) {
            return CgiServer.error(40058, "msgid exceed max length");
        }
        if (names.contains(name)) {
            return CgiServer.error(40058, "msgid already exists");
        }
        JsonNode menu = call.path("msgmenu");
        return switch (call.path("msgtype").asText()) {
            case "text" -> {
                int length = Utf8.length(call.at("/text/content").asText());
                yield length == 0 || length > 2_048 ? CgiServer.error(40058, "content size") : null;
            }
            case "msgmenu" -> {
                boolean fits = within(menu.path("head_content"), 0, 1_024)
                        && within(menu.path("tail_content"), 0, 1_024)
                        && menu.path("list").size() <= 10;
                for (JsonNode item : menu.path("list")) {
                    fits &= item.has("view")
                            ? within(item.at("/view/url"), 1, 2_048) && within(item.at("/view/content"), 1, 1_024)
                            : within(item.at("/click/id"), 1, 64) && within(item.at("/click/content"), 1, 128);
                }
                yield fits ? null : CgiServer.error(40058, "menu size");
            }
            default -> CgiServer.error(40008, "invalid message type");
        };
    }

    private static boolean within(JsonNode text, int least, int most) {
        int length = Utf8.length(text.asText());
        return length >= least && length <= most;
    }
}
