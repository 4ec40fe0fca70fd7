package dev.tillgate.chat.wechat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.tencent.CgiServer;
import dev.tillgate.chat.tencent.Push;
import dev.tillgate.chat.tencent.Seal;
import dev.tillgate.chat.tencent.Utf8;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * WeChat with one official account and its followers, as far as a shop's account needs it; rules from WeChat's own pages
 * (<a href="https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_standard_messages.html">pushes</a>,
 * <a href="https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage">customer-service
 * messages</a>, <a href="https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken">tokens</a>),
 * checked 2026-11-25. Guarded by itself.
 */
public final class FakeWeChat implements AutoCloseable {
    public static final String APP = "wx5823bf96d3bd56c7";
    public static final String SECRET = "0f3ad1b2c45e6978a0b1c2d3e4f50617";
    public static final String TOKEN = "QDG6eK";
    /** Tencent's own sample: its last character has bits that are not zero. */
    public static final String KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

    private static final int LONGEST = 2_048;
    private static final int FRESH_A_DAY = 20;
    private static final Pattern MENU_LINK =
            Pattern.compile("<a href=\"weixin://bizmsgmenu\\?msgmenucontent=([^&\"]*)&msgmenuid=([^&\"]*)\">");

    /** How an account's owner has set encryption. */
    public enum Mode {
        PLAIN,
        COMPATIBLE,
        SEALED
    }

    private record Window(Instant until, int left) {}

    private record Shown(String openId, String text, Map<String, String> menu) {}

    private final CgiServer server = new CgiServer();
    private final Seal seal = new Seal(TOKEN, APP, KEY);
    private final Mode mode;
    private final Map<String, Window> windows = new HashMap<>();
    private final Set<String> gone = new HashSet<>();
    private final List<Shown> shown = new ArrayList<>();
    private final List<JsonNode> calls = new ArrayList<>();
    private long number = 7_300_000_000_000_000_001L;
    private boolean verified = true;
    private boolean stranger;
    private int fresh;

    public FakeWeChat(Mode mode) {
        this.mode = mode;
        server.openCall("/cgi-bin/stable_token", this::token);
        server.call("/cgi-bin/message/custom/send", this::send);
        server.refusesEscapes();
        server.mishaps(mishap -> switch (mishap) {
            case BLOCKED -> CgiServer.error(48002, "user block receive message");
            case WINDOW_OVER -> CgiServer.error(45015, "response out of time limit or subscription is canceled");
            default -> null;
        });
    }

    public CgiServer server() {
        return server;
    }

    public Seal seal() {
        return seal;
    }

    public void trouble(Mishap next) {
        server.trouble(next);
    }

    /** The account is not verified by WeChat: it has no menus. */
    public void unverified() {
        verified = false;
    }

    /** Calls come from an address that is not on the account's list. */
    public void refusesAddress() {
        stranger = true;
    }

    /** The next messages have the number that the last one had: numbers are unique for one follower only. */
    public void repeatsNumber() {
        number--;
    }

    public synchronized Push writes(String openId, String text) {
        writes(openId);
        return push(openId, Map.of("MsgType", "text", "Content", text, "MsgId", next()));
    }

    /** Somebody presses what stands in the newest menu that has it. */
    public synchronized Push presses(String openId, String label) {
        for (int i = shown.size() - 1; i >= 0; i--) {
            String id = shown.get(i).menu().get(label);
            if (id != null && shown.get(i).openId().equals(openId)) {
                writes(openId);
                return push(openId, Map.of("MsgType", "text", "Content", label, "MsgId", next(), "bizmsgmenuid", id));
            }
        }
        throw new IllegalStateException("no " + label + " in " + shown);
    }

    /** What can be pressed in the newest message that has a menu. */
    public synchronized List<String> buttons(String openId) {
        return shown.stream()
                .filter(one -> one.openId().equals(openId) && !one.menu().isEmpty())
                .reduce((first, last) -> last)
                .map(one -> List.copyOf(one.menu().keySet()))
                .orElse(List.of());
    }

    public synchronized Push sendsPicture(String openId) {
        writes(openId);
        return push(
                openId,
                Map.of("MsgType", "image", "PicUrl", "http://mmbiz.qpic.cn/1", "MediaId", "m1", "MsgId", next()));
    }

    /** An event: CLICK, SCAN, subscribe and so on. */
    public synchronized Push happens(String openId, String event, String key) {
        if (Set.of("CLICK", "SCAN", "subscribe").contains(event)) {
            Window open = windows.get(openId);
            boolean better = open != null && open.left() > 0 && server.instant().isBefore(open.until());
            Window minute = new Window(server.instant().plus(Duration.ofMinutes(1)), 3);
            windows.put(openId, better && open != null ? open : minute);
        }
        return push(openId, Map.of("MsgType", "event", "Event", event, "EventKey", key));
    }

    private void writes(String openId) {
        windows.put(openId, new Window(server.instant().plus(Duration.ofHours(48)), 5));
    }

    private String next() {
        return Long.toString(++number);
    }

    private Push push(String openId, Map<String, String> message) {
        gone.remove(openId);
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ToUserName", "gh_7f083739789a");
        fields.put("FromUserName", openId);
        fields.put("CreateTime", Long.toString(server.instant().getEpochSecond()));
        fields.putAll(message);
        return signed(fields);
    }

    /** Any message, signed and sealed as the account's owner has set it. */
    public Push signed(Map<String, String> fields) {
        Map<String, String> query = new HashMap<>();
        String timestamp = Long.toString(server.instant().getEpochSecond());
        String nonce = "1320562132";
        query.put("timestamp", timestamp);
        query.put("nonce", nonce);
        query.put("signature", seal.sign(timestamp, nonce));
        query.put("openid", fields.getOrDefault("FromUserName", ""));
        if (mode == Mode.PLAIN) {
            return new Push(query, Push.xml(fields), server.instant());
        }
        String sealed = seal.seal(Push.xml(fields));
        query.put("encrypt_type", "aes");
        query.put("msg_signature", seal.sign(timestamp, nonce, sealed));
        Map<String, String> outer = new LinkedHashMap<>();
        outer.put("ToUserName", "gh_7f083739789a");
        if (mode == Mode.COMPATIBLE) {
            outer.putAll(fields);
        }
        outer.put("Encrypt", sealed);
        return new Push(query, Push.xml(outer), server.instant());
    }

    /** WeChat asks whether the address is ours; it is not sealed whatever the mode. */
    public Push handshake(String echo) {
        String timestamp = Long.toString(server.instant().getEpochSecond());
        return new Push(
                Map.of(
                        "timestamp",
                        timestamp,
                        "nonce",
                        "887766",
                        "echostr",
                        echo,
                        "signature",
                        seal.sign(timestamp, "887766")),
                "",
                server.instant());
    }

    /** The follower leaves. */
    public synchronized void leaves(String openId) {
        gone.add(openId);
    }

    /** What the follower sees, oldest first: links as they are written, menus line by line. */
    public synchronized List<String> screen(String openId) {
        return shown.stream()
                .filter(one -> one.openId().equals(openId))
                .map(Shown::text)
                .toList();
    }

    /** The messages that were taken, as they came. */
    public synchronized List<JsonNode> calls() {
        return List.copyOf(calls);
    }

    private ObjectNode token(Map<String, String> asked) {
        if (stranger) {
            return CgiServer.error(40164, "invalid ip 127.0.0.1 ipv6 ::ffff:127.0.0.1, not in whitelist");
        }
        if (!"client_credential".equals(asked.get("grant_type"))) {
            return CgiServer.error(40002, "invalid grant_type");
        }
        if (!APP.equals(asked.get("appid"))) {
            return CgiServer.error(40013, "invalid appid");
        }
        if (!SECRET.equals(asked.get("secret"))) {
            return CgiServer.error(40125, "invalid appsecret " + asked.get("secret"));
        }
        boolean anew = "true".equals(asked.get("force_refresh"));
        if (anew && ++fresh > FRESH_A_DAY) {
            return CgiServer.error(45009, "reach max api daily quota limit");
        }
        return server.token(anew);
    }

    private ObjectNode send(JsonNode call) {
        String openId = call.path("touser").asText();
        if (gone.contains(openId)) {
            return CgiServer.error(43004, "require subscribe");
        }
        Window window = windows.get(openId);
        if (window == null) {
            return CgiServer.error(40003, "invalid openid");
        }
        Shown message = message(openId, call);
        ObjectNode refused = refused(call, message.text(), window);
        if (refused != null) {
            return refused;
        }
        windows.put(openId, new Window(window.until(), window.left() - 1));
        shown.add(message);
        calls.add(call);
        return CgiServer.ok();
    }

    private @Nullable ObjectNode refused(JsonNode call, String text, Window window) {
        boolean menu = call.path("msgtype").asText().equals("msgmenu");
        if (menu && !verified) {
            return CgiServer.error(40200, "invalid account type");
        }
        if (!menu && !call.path("msgtype").asText().equals("text")) {
            return CgiServer.error(40008, "invalid message type");
        }
        if (text.isBlank()) {
            return CgiServer.error(44004, "empty content");
        }
        if (Utf8.length(menu ? call.at("/msgmenu/head_content").asText() : text) > LONGEST) {
            return CgiServer.error(45002, "content size out of limit");
        }
        if (server.instant().isAfter(window.until())) {
            return CgiServer.error(45015, "response out of time limit or subscription is canceled");
        }
        return window.left() <= 0 ? CgiServer.error(45047, "out of response count limit") : null;
    }

    private static Shown message(String openId, JsonNode call) {
        Map<String, String> menu = new LinkedHashMap<>();
        if (call.path("msgtype").asText().equals("msgmenu")) {
            StringBuilder text =
                    new StringBuilder(call.at("/msgmenu/head_content").asText());
            for (JsonNode item : call.at("/msgmenu/list")) {
                menu.put(item.path("content").asText(), item.path("id").asText());
                text.append('\n').append(item.path("content").asText());
            }
            return new Shown(openId, text.toString(), menu);
        }
        String text = call.at("/text/content").asText();
        Matcher link = MENU_LINK.matcher(text);
        while (link.find()) {
            menu.put(
                    URLDecoder.decode(link.group(1), StandardCharsets.UTF_8),
                    URLDecoder.decode(link.group(2), StandardCharsets.UTF_8));
        }
        return new Shown(openId, text, menu);
    }

    @Override
    public void close() {
        server.close();
    }
}
