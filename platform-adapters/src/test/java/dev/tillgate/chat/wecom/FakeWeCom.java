package dev.tillgate.chat.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.tencent.CgiServer;
import dev.tillgate.chat.tencent.Push;
import dev.tillgate.chat.tencent.Seal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * WeCom with one company's customer service, as far as a shop needs it; rules from WeCom's own pages (<a
 * href="https://developer.work.weixin.qq.com/document/path/94699">events and messages</a>, <a
 * href="https://developer.work.weixin.qq.com/document/path/96427">sending</a>, <a
 * href="https://developer.work.weixin.qq.com/document/path/96428">greeting</a>), checked 2026-11-25. Guarded by itself.
 */
public final class FakeWeCom implements AutoCloseable {
    public static final String CORP = "wx5823bf96d3bd56c7";
    public static final String SECRET = "gBqfbOqPMzUJ1Ih3WnXQYuZ8tKcLrEoVsNpA5mTfDwQ";
    public static final String ACCOUNT = "wkpI5mOQAAGqDJXbsNS08uP6UnrOatjg";
    public static final String TOKEN = "QDG6eK";
    /** Tencent's own sample: its last character has bits that are not zero. */
    public static final String KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration HISTORY = Duration.ofDays(3);
    private static final int WITHOUT_KNOCK = 20;
    private static final int WITH_BOT = 1;
    private static final int WITH_PERSON = 3;

    private record Window(Instant until, int left) {}

    private final CgiServer server = new CgiServer();
    private final Seal seal = new Seal(TOKEN, CORP, KEY);
    private final List<ObjectNode> log = new ArrayList<>();
    private final Map<String, Window> windows = new HashMap<>();
    private final Map<String, Integer> states = new HashMap<>();
    private final Map<String, Instant> knocks = new HashMap<>();
    private final Map<String, Instant> welcomes = new HashMap<>();
    private final Map<String, String> welcomed = new HashMap<>();
    private final Set<String> names = new HashSet<>();
    private final List<Map.Entry<String, JsonNode>> shown = new ArrayList<>();
    private int pullsWithoutKnock;
    private int page = 1_000;
    private boolean granted = true;

    public FakeWeCom() {
        server.openCall("/cgi-bin/gettoken", this::token);
        server.call("/cgi-bin/kf/account/list", call -> accounts());
        server.call("/cgi-bin/kf/sync_msg", this::sync);
        server.call("/cgi-bin/kf/send_msg", this::send);
        server.call("/cgi-bin/kf/send_msg_on_event", this::greet);
        server.mishaps(mishap -> mishap == Mishap.WINDOW_OVER ? CgiServer.error(95013, "conversation end") : null);
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

    /** The app is not among those that may use customer service. */
    public void revokes() {
        granted = false;
    }

    /** At most so many messages at once, whatever is asked for. */
    public void pages(int size) {
        page = size;
    }

    /** A buyer writes; answers the message's name. */
    public synchronized String writes(String buyer, String text) {
        opens(buyer);
        ObjectNode message = message(3, "text").put("open_kfid", ACCOUNT).put("external_userid", buyer);
        message.putObject("text").put("content", text);
        return add(message);
    }

    /** A buyer presses what stands in the newest menu that has it. */
    public synchronized String presses(String buyer, String label) {
        for (int i = shown.size() - 1; i >= 0; i--) {
            for (JsonNode item : shown.get(i).getValue().at("/msgmenu/list")) {
                if (shown.get(i).getKey().equals(buyer)
                        && item.at("/click/content").asText().equals(label)) {
                    opens(buyer);
                    ObjectNode message =
                            message(3, "text").put("open_kfid", ACCOUNT).put("external_userid", buyer);
                    message.putObject("text")
                            .put("content", label)
                            .put("menu_id", item.at("/click/id").asText());
                    return add(message);
                }
            }
        }
        throw new IllegalStateException("no " + label + " in " + shown);
    }

    /** What can be pressed in the newest message that has buttons. */
    public synchronized List<String> buttons(String buyer) {
        List<String> labels = new ArrayList<>();
        for (Map.Entry<String, JsonNode> one : shown) {
            JsonNode list = one.getValue().at("/msgmenu/list");
            if (one.getKey().equals(buyer) && list.findValue("click") != null) {
                labels.clear();
                list.forEach(item -> labels.add(item.at("/click/content").asText()));
            }
        }
        return labels;
    }

    public synchronized String sendsPicture(String buyer) {
        opens(buyer);
        ObjectNode message = message(3, "image").put("open_kfid", ACCOUNT).put("external_userid", buyer);
        message.putObject("image").put("media_id", "m1");
        return add(message);
    }

    /** A servicer writes to the buyer in WeCom's own app. */
    public synchronized String personWrites(String buyer, String text) {
        ObjectNode message = message(5, "text").put("open_kfid", ACCOUNT).put("external_userid", buyer);
        message.putObject("text").put("content", text);
        return add(message);
    }

    /** The conversation is handed to a person at WeCom, or back. */
    public synchronized void personTakes(String buyer, boolean takes) {
        states.put(buyer, takes ? WITH_PERSON : WITH_BOT);
    }

    /** A buyer opens the conversation by a link; greeted at most once in two days, and never if something was written. */
    public synchronized String enters(String buyer, String sceneParam) {
        ObjectNode message = message(4, "event");
        ObjectNode event = message.putObject("event")
                .put("event_type", "enter_session")
                .put("open_kfid", ACCOUNT)
                .put("external_userid", buyer)
                .put("scene", "shop")
                .put("scene_param", sceneParam);
        if (!windows.containsKey(buyer) && !welcomed.containsValue(buyer)) {
            String code = "CODE" + log.size();
            welcomes.put(code, server.instant().plusSeconds(20));
            welcomed.put(code, buyer);
            event.put("welcome_code", code);
        }
        return add(message);
    }

    /** A message of ours that was accepted did not arrive after all. */
    public synchronized String fails(String buyer, String name, int type) {
        ObjectNode message = message(4, "event");
        message.putObject("event")
                .put("event_type", "msg_send_fail")
                .put("open_kfid", ACCOUNT)
                .put("external_userid", buyer)
                .put("fail_msgid", name)
                .put("fail_type", type);
        return add(message);
    }

    private void opens(String buyer) {
        windows.put(buyer, new Window(server.instant().plus(Duration.ofHours(48)), 5));
        states.merge(buyer, WITH_BOT, Math::max);
    }

    private ObjectNode message(int origin, String kind) {
        return JSON.createObjectNode()
                .put("msgid", "4WjjZVmdni5oc5PoFfy6UBHtzhW5HjYccrZHdmM" + (10_000 + log.size()))
                .put("send_time", server.instant().getEpochSecond())
                .put("origin", origin)
                .put("msgtype", kind);
    }

    private String add(ObjectNode message) {
        log.add(message);
        return message.path("msgid").asText();
    }

    /** WeCom tells that there is something. */
    public synchronized Push knock() {
        return knock(ACCOUNT);
    }

    public synchronized Push knock(String account) {
        String knock = "ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR" + knocks.size();
        knocks.put(knock, server.instant().plus(Duration.ofMinutes(10)));
        Map<String, String> event = new LinkedHashMap<>();
        event.put("ToUserName", CORP);
        event.put("CreateTime", Long.toString(server.instant().getEpochSecond()));
        event.put("MsgType", "event");
        event.put("Event", "kf_msg_or_event");
        event.put("Token", knock);
        event.put("OpenKfId", account);
        return sealed(event);
    }

    /** Any event, sealed and signed. */
    public Push sealed(Map<String, String> event) {
        String sealed = seal.seal(Push.xml(event));
        Map<String, String> outer = new LinkedHashMap<>();
        outer.put("ToUserName", CORP);
        outer.put("Encrypt", sealed);
        outer.put("AgentID", "");
        return new Push(query(sealed), Push.xml(outer), server.instant());
    }

    /** WeCom asks whether the address is ours. */
    public Push handshake(String echo) {
        String sealed = seal.seal(echo);
        return new Push(query(sealed), "", server.instant()).with("echostr", sealed);
    }

    private Map<String, String> query(String sealed) {
        String timestamp = Long.toString(server.instant().getEpochSecond());
        return Map.of(
                "timestamp",
                timestamp,
                "nonce",
                "1372623149",
                "msg_signature",
                seal.sign(timestamp, "1372623149", sealed));
    }

    /** What the buyer sees of us, oldest first; links written out, buttons line by line. */
    public synchronized List<String> screen(String buyer) {
        return shown.stream()
                .filter(one -> one.getKey().equals(buyer))
                .map(one -> text(one.getValue()))
                .toList();
    }

    /** The messages that were taken, as they came. */
    public synchronized List<JsonNode> calls() {
        return shown.stream().map(Map.Entry::getValue).toList();
    }

    private static String text(JsonNode call) {
        if (call.path("msgtype").asText().equals("text")) {
            return call.at("/text/content").asText();
        }
        StringBuilder text = new StringBuilder(call.at("/msgmenu/head_content").asText());
        for (JsonNode item : call.at("/msgmenu/list")) {
            text.append('\n').append(item.at("/view/content").asText());
            text.append(item.at("/click/content").asText());
            text.append(item.has("view") ? " " + item.at("/view/url").asText() : "");
        }
        String tail = call.at("/msgmenu/tail_content").asText();
        return tail.isEmpty() ? text.toString() : text + "\n" + tail;
    }

    private ObjectNode token(Map<String, String> asked) {
        if (!CORP.equals(asked.get("corpid"))) {
            return CgiServer.error(40013, "invalid corpid");
        }
        return SECRET.equals(asked.get("corpsecret"))
                ? server.token(false)
                : CgiServer.error(40001, "invalid credential " + asked.get("corpsecret"));
    }

    private ObjectNode accounts() {
        if (!granted) {
            return CgiServer.error(48002, "api forbidden");
        }
        ObjectNode answer = CgiServer.ok();
        ArrayNode list = answer.putArray("account_list");
        list.addObject().put("open_kfid", "wkOther").put("name", "Other").put("manage_privilege", false);
        list.addObject().put("open_kfid", ACCOUNT).put("name", "Shop").put("manage_privilege", true);
        return answer;
    }

    private ObjectNode sync(JsonNode call) {
        String knock = call.path("token").asText();
        if (!knock.isEmpty() && !server.instant().isBefore(knocks.getOrDefault(knock, Instant.MIN))) {
            return CgiServer.error(95007, "invalid msg token");
        }
        if (knock.isEmpty() && ++pullsWithoutKnock > WITHOUT_KNOCK) {
            return CgiServer.error(45009, "api freq out of limit");
        }
        if (!call.path("open_kfid").asText().equals(ACCOUNT)) {
            return CgiServer.error(95000, "invalid open_kfid");
        }
        String cursor = call.path("cursor").asText();
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring(1));
        int most = Math.min(call.path("limit").asInt(1_000), page);
        ObjectNode answer = CgiServer.ok();
        ArrayNode list = answer.putArray("msg_list");
        long since = server.instant().minus(HISTORY).getEpochSecond();
        int at = from;
        while (at < log.size() && list.size() < most) {
            if (log.get(at).path("send_time").asLong() >= since) {
                list.add(log.get(at));
            }
            at++;
        }
        return answer.put("next_cursor", "c" + at).put("has_more", at < log.size() ? 1 : 0);
    }

    private ObjectNode send(JsonNode call) {
        String buyer = call.path("touser").asText();
        Window window = windows.get(buyer);
        if (!call.path("open_kfid").asText().equals(ACCOUNT)) {
            return CgiServer.error(95000, "invalid open_kfid");
        }
        if (window == null) {
            return welcomed.containsValue(buyer)
                    ? CgiServer.error(95013, "conversation end")
                    : CgiServer.error(40096, "invalid external userid");
        }
        if (states.getOrDefault(buyer, 0) > WITH_BOT) {
            return CgiServer.error(95018, "send msg session status invalid");
        }
        ObjectNode refused = MessageRules.refused(call, names);
        if (refused != null) {
            return refused;
        }
        if (server.instant().isAfter(window.until())) {
            return CgiServer.error(95002, "send msg time limit");
        }
        if (window.left() == 0) {
            return CgiServer.error(95001, "send msg count limit");
        }
        windows.put(buyer, new Window(window.until(), window.left() - 1));
        return shows(buyer, call);
    }

    private ObjectNode greet(JsonNode call) {
        String code = call.path("code").asText();
        ObjectNode refused = MessageRules.refused(call, names);
        if (refused != null) {
            return refused;
        }
        if (server.instant().isAfter(welcomes.getOrDefault(code, Instant.MIN))) {
            return CgiServer.error(95016, "invalid code");
        }
        welcomes.remove(code);
        return shows(welcomed.getOrDefault(code, ""), call);
    }

    private ObjectNode shows(String buyer, JsonNode call) {
        String name = call.path("msgid").asText();
        names.add(name);
        shown.add(Map.entry(buyer, call));
        return CgiServer.ok().put("msgid", name);
    }

    @Override
    public void close() {
        server.close();
    }
}
