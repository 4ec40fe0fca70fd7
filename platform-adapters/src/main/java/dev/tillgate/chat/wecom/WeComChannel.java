package dev.tillgate.chat.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelType.Tools;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Lost;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Received.Reply;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.tencent.Callback;
import dev.tillgate.chat.tencent.CgiApi;
import dev.tillgate.chat.tencent.Envelope;
import dev.tillgate.chat.tencent.FlatXml;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One customer-service account. WeCom only says that there is something; what it is we ask for, from a cursor on, which is
 * the mark. Our name of a message is its {@code msgid}, so that a repeat is shown once.
 */
final class WeComChannel implements Channel.Pulled, Channel.Registers {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int AT_ONCE = 100;
    private static final int ACCOUNTS_AT_ONCE = 100;
    private static final int MOST_ACCOUNT_PAGES = 20;
    /** Asked now and then although nobody knocked: without a knock's token only few calls are allowed. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    private static final Duration TROUBLE = Duration.ofSeconds(30);
    private static final Duration KNOCK_LIFE = Duration.ofMinutes(9);
    /** A new connection answers nobody who wrote long before it; WeCom tells the last three days. */
    private static final Duration HISTORY = Duration.ofHours(1);

    private static final String IN_HISTORY = "history ";

    private final Tools tools;
    private final String corp;
    private final String account;
    private final Envelope envelope;
    private final CgiApi api;
    private final Welcomes welcomes = new Welcomes();
    private volatile @Nullable Knocked knocked;

    private record Knocked(String token, Instant until) {
        @Override
        public String toString() {
            return "Knocked";
        }
    }

    WeComChannel(Settings settings, Tools tools) {
        String base = settings.getOr(WeCom.API, WeCom.OFFICIAL);
        this.tools = tools;
        this.corp = settings.get(WeCom.CORP);
        this.account = settings.get(WeCom.ACCOUNT);
        this.envelope = new Envelope(settings.get(WeCom.TOKEN), corp, settings.get(WeCom.KEY));
        String entrance = base + "/cgi-bin/gettoken?corpid=" + encoded(corp) + "&corpsecret="
                + encoded(settings.get(WeCom.SECRET));
        this.api = new CgiApi(base, fresh -> Exchange.Ask.get(entrance, Map.of()), tools.exchange(), tools.clock());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** WeCom is told by hand where to knock; here credentials and rights are tried. */
    @Override
    public Optional<String> register() {
        for (int page = 0; page < MOST_ACCOUNT_PAGES; page++) {
            CgiApi.Result result = api.call(
                    "/cgi-bin/kf/account/list",
                    JSON.createObjectNode()
                            .put("offset", page * ACCOUNTS_AT_ONCE)
                            .put("limit", ACCOUNTS_AT_ONCE));
            if (!result.ok()) {
                return Optional.of(problem(result));
            }
            JsonNode accounts = result.body().path("account_list");
            for (JsonNode one : accounts) {
                if (one.path("open_kfid").asText().equals(account)) {
                    return one.path("manage_privilege").asBoolean(true)
                            ? Optional.empty()
                            : Optional.of("channel.wecom.account.closed");
                }
            }
            if (accounts.size() < ACCOUNTS_AT_ONCE) {
                return Optional.of("channel.wecom.account.unknown");
            }
        }
        return Optional.of("channel.wecom.account.unknown");
    }

    private static String problem(CgiApi.Result result) {
        return switch (result.code()) {
            case WeComErrors.UNKNOWN_CORP -> "channel.wecom.corpid.wrong";
            case WeComErrors.WRONG_SECRET -> "channel.wecom.secret.wrong";
            case WeComErrors.STRANGE_ADDRESS -> "channel.wecom.address.strange";
            case WeComErrors.NOT_GRANTED -> "channel.wecom.secret.closed";
            default -> "channel.unreachable";
        };
    }

    @Override
    public Received read(InboundRequest request) {
        Callback callback = new Callback(request);
        if (!callback.isYoung()) {
            return Received.Rejected.unsigned("the timestamp is missing, or not of this moment");
        }
        String sealed = callback.isHandshake()
                ? callback.get("echostr")
                : FlatXml.read(callback.body())
                        .map(xml -> xml.getOrDefault("Encrypt", ""))
                        .orElse("");
        if (!envelope.isSigned(
                callback.get("msg_signature"), callback.get("timestamp"), callback.get("nonce"), sealed)) {
            return Received.Rejected.unsigned("the signature is missing or wrong");
        }
        Optional<String> text = envelope.open(sealed);
        Optional<Received> received = callback.isHandshake()
                ? text.<Received>map(echo -> new Received.Greeting(Reply.text(echo)))
                : text.flatMap(FlatXml::read).map(event -> knock(event, request.receivedAt()));
        return received.orElseGet(() -> new Received.Rejected(400, "sealed with another key, or for another company"));
    }

    private Received knock(Map<String, String> event, Instant now) {
        boolean ours = event.getOrDefault("Event", "").equals("kf_msg_or_event")
                && event.getOrDefault("OpenKfId", account).equals(account);
        if (!ours) {
            return new Received.Greeting(Reply.EMPTY);
        }
        knocked = new Knocked(event.getOrDefault("Token", ""), now.plus(KNOCK_LIFE));
        return new Received.Knock(Reply.EMPTY);
    }

    @Override
    public Pull pull(@Nullable String mark) {
        boolean history = mark == null || mark.startsWith(IN_HISTORY);
        String cursor = mark == null ? "" : history ? mark.substring(IN_HISTORY.length()) : mark;
        CgiApi.Result result = api.call("/cgi-bin/kf/sync_msg", asked(cursor));
        if (!result.ok()) {
            if (result.code() == WeComErrors.STALE_KNOCK) {
                knocked = null;
            }
            return new Pull(List.of(), null, WeComErrors.TABLE.pause(result, TROUBLE), WeComErrors.TABLE.why(result));
        }
        List<ChatEvent> events = new ArrayList<>();
        List<Lost> lost = new ArrayList<>();
        Instant since = history ? tools.clock().instant().minus(HISTORY) : Instant.MIN;
        for (JsonNode message : result.body().path("msg_list")) {
            Synced.greetable(message).ifPresent(welcomes::add);
            Synced.event(message).filter(event -> event.at().isAfter(since)).ifPresent(events::add);
            Synced.lost(message, since).ifPresent(lost::add);
        }
        String next = result.body().path("next_cursor").asText();
        String reached = next.isEmpty() ? cursor : next;
        boolean more = result.body().path("has_more").asInt() == 1;
        // More without another cursor would be asked for for ever.
        Duration again = !more ? QUIET : reached.equals(cursor) ? TROUBLE : Duration.ZERO;
        String now = reached.isEmpty() ? "" : (history && more ? IN_HISTORY : "") + reached;
        return new Pull(events, lost, now.isEmpty() || now.equals(mark) ? null : now, again, "");
    }

    private ObjectNode asked(String cursor) {
        ObjectNode body = JSON.createObjectNode().put("open_kfid", account).put("limit", AT_ONCE);
        if (!cursor.isEmpty()) {
            body.put("cursor", cursor);
        }
        Knocked last = knocked;
        if (last != null && !last.token().isEmpty() && tools.clock().instant().isBefore(last.until())) {
            body.put("token", last.token());
        }
        return body;
    }

    @Override
    public Sent send(String conversation, Outgoing message, String key) {
        ObjectNode body = KfMessages.of(message).put("msgid", key);
        Optional<String> welcome = welcomes.take(conversation, tools.clock().instant());
        if (welcome.isPresent()) {
            CgiApi.Result greeted =
                    api.call("/cgi-bin/kf/send_msg_on_event", body.deepCopy().put("code", welcome.get()));
            // Only what was surely refused is sent in the usual way.
            if (greeted.ok() || greeted.code() == CgiApi.UNKNOWN || WeComErrors.saysTwice(greeted)) {
                return sent(greeted, key);
            }
        }
        return sent(
                api.call(
                        "/cgi-bin/kf/send_msg", body.put("touser", conversation).put("open_kfid", account)),
                key);
    }

    private static Sent sent(CgiApi.Result result, String key) {
        return result.ok() || WeComErrors.saysTwice(result) ? new Sent.Done(key) : WeComErrors.TABLE.sent(result);
    }
}
