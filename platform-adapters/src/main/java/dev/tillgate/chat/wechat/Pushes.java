package dev.tillgate.chat.wechat;

import dev.tillgate.chat.channel.ChatEvent;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What WeChat pushes, in our words. A message's number is unique for one follower only (two have had the same at once, <a
 * href="https://github.com/binarywang/WxJava/issues/333">seen by WxJava's users</a>), so that the key holds both; events
 * have no number.
 */
final class Pushes {
    /** WeChat does not say which language its user reads. */
    private static final String LOCALE = "zh-CN";

    private static final String SCENE = "qrscene_";
    private static final String HELLO = "你好";
    private static final int LONGEST_DATA = 64;

    private Pushes() {}

    /** What a buyer did; nothing for everything else. */
    static Optional<ChatEvent> event(Map<String, String> push) {
        String time = push.getOrDefault("CreateTime", "");
        String from = push.getOrDefault("FromUserName", "");
        if (!time.matches("[0-9]{1,12}") || !from.matches("[0-9A-Za-z_-]{1,64}")) {
            return Optional.empty();
        }
        Instant at = Instant.ofEpochSecond(Long.parseLong(time));
        return switch (push.getOrDefault("MsgType", "")) {
            case "text" -> text(push, from, at);
            case "event" -> happened(push, from, at);
            default -> Optional.empty();
        };
    }

    private static Optional<ChatEvent> text(Map<String, String> push, String from, Instant at) {
        String text = push.getOrDefault("Content", "");
        String number = push.getOrDefault("MsgId", "");
        if (text.isBlank() || !number.matches("[0-9]{1,30}")) {
            return Optional.empty();
        }
        String menu = push.getOrDefault("bizmsgmenuid", "");
        return Optional.of(new ChatEvent(
                from + "-" + number, from, text, menu.isEmpty() || menu.equals("0") ? null : menu, LOCALE, at));
    }

    private static Optional<ChatEvent> happened(Map<String, String> push, String from, Instant at) {
        String key = push.getOrDefault("EventKey", "");
        String scene = key.startsWith(SCENE) ? key.substring(SCENE.length()) : key;
        String kind = push.getOrDefault("Event", "");
        String name = from + "-" + at.getEpochSecond() + "-" + kind;
        return switch (kind) {
            case "CLICK" -> {
                boolean data = key.matches("[\\x21-\\x7e]{1," + LONGEST_DATA + "}");
                yield key.isBlank()
                        ? Optional.empty()
                        : Optional.of(new ChatEvent(name, from, key, data ? key : null, LOCALE, at));
            }
            // A code that the shop put into a QR code: scanned by a follower, or by somebody who follows thereby.
            case "SCAN" ->
                scene.isBlank() ? Optional.empty() : Optional.of(ChatEvent.text(name, from, scene, LOCALE, at));
            case "subscribe" -> Optional.of(ChatEvent.text(name, from, scene.isBlank() ? HELLO : scene, LOCALE, at));
            default -> Optional.empty();
        };
    }
}
