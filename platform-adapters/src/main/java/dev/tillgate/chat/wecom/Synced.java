package dev.tillgate.chat.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Lost;
import java.time.Instant;
import java.util.Optional;

/**
 * What was pulled, in our words. <a href="https://developer.work.weixin.qq.com/document/path/94699">Documented</a>, checked
 * 2026-11-25.
 */
final class Synced {
    /** WeChat does not say which language its user reads. */
    private static final String LOCALE = "zh-CN";

    private static final int FROM_CUSTOMER = 3;
    private static final String HELLO = "你好";
    private static final String IDENTIFIER = "[\\x21-\\x7e]{1,100}";

    private Synced() {}

    /** A buyer who has come in, and may be greeted once although nothing was written. */
    record Entered(String buyer, String code, Instant at) {}

    /** What a buyer did; nothing for everything else. */
    static Optional<ChatEvent> event(JsonNode message) {
        String kind = message.path("msgtype").asText();
        boolean written = kind.equals("text") && message.path("origin").asInt() == FROM_CUSTOMER;
        return written ? text(message) : kind.equals("event") ? entered(message) : Optional.empty();
    }

    private static Optional<ChatEvent> text(JsonNode message) {
        String buyer = message.path("external_userid").asText();
        String text = message.at("/text/content").asText();
        String menu = message.at("/text/menu_id").asText();
        return text.isBlank()
                ? Optional.empty()
                : event(message, buyer, text).map(event -> menu.isEmpty() ? event : pressed(event, menu));
    }

    private static ChatEvent pressed(ChatEvent event, String data) {
        return new ChatEvent(event.key(), event.conversation(), event.text(), data, event.locale(), event.at());
    }

    /** Through a link with {@code scene_param}, which is the code of a grant; or for the first time in two days. */
    private static Optional<ChatEvent> entered(JsonNode message) {
        JsonNode event = message.path("event");
        if (!event.path("event_type").asText().equals("enter_session")) {
            return Optional.empty();
        }
        String code = event.path("scene_param").asText();
        String said =
                !code.isBlank() ? code : event.path("welcome_code").asText().isEmpty() ? "" : HELLO;
        return said.isEmpty()
                ? Optional.empty()
                : event(message, event.path("external_userid").asText(), said);
    }

    /** The code that lets us greet; nothing when there is none. */
    static Optional<Entered> greetable(JsonNode message) {
        JsonNode event = message.path("event");
        String code = event.path("welcome_code").asText();
        return code.isEmpty()
                ? Optional.empty()
                : Optional.of(new Entered(event.path("external_userid").asText(), code, at(message)));
    }

    /** WeCom takes a message first, and may find out afterwards that it cannot be delivered: told by its code alone. */
    static Optional<Lost> lost(JsonNode message, Instant since) {
        JsonNode event = message.path("event");
        return event.path("event_type").asText().equals("msg_send_fail")
                        && at(message).isAfter(since)
                ? Optional.of(new Lost(
                        event.path("external_userid").asText(),
                        "fail_type " + event.path("fail_type").asInt()))
                : Optional.empty();
    }

    private static Optional<ChatEvent> event(JsonNode message, String buyer, String text) {
        String key = message.path("msgid").asText();
        return key.matches(IDENTIFIER) && buyer.matches(IDENTIFIER)
                ? Optional.of(ChatEvent.text(key, buyer, text, LOCALE, at(message)))
                : Optional.empty();
    }

    private static Instant at(JsonNode message) {
        return Instant.ofEpochSecond(message.path("send_time").asLong());
    }
}
