package dev.tillgate.chat.meta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.chat.signed.FakeService;
import dev.tillgate.chat.signed.Hmac;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all of Meta's Graph API has in common, from its documentation: tokens, the form of errors, webhooks with their
 * handshake, signature and retries (the same bytes again, with growing pauses, for days).
 */
public abstract class FakeGraph extends FakeService {
    public static final String APP_SECRET = "5ebe2294ecd0e0f08eab7690d2a6ee69";
    public static final String TOKEN = "EAAJB0fakeFAKEfakeFAKEfakeFAKEfakeFAKEfakeZD";
    public static final String VERIFY = "a-word_of-the-merchants";
    public static final String VERSION = "v25.0";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable String webhook;

    private static final class Waiting {
        private final byte[] body;
        private final Instant since;
        private Instant due;
        private int tries;

        private Waiting(byte[] body, Instant since) {
            this.body = body;
            this.since = since;
            this.due = since;
        }
    }

    /** How long Meta goes on sending a notification that is not answered by 200. */
    protected abstract Duration endurance();

    public final String url() {
        return origin() + "/" + VERSION;
    }

    /**
     * What the merchant enters to connect this.
     *
     * @param own what only this channel asks for
     * @param more other values for some of them
     */
    public final Settings settings(Map<String, String> own, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                MetaSettings.TOKEN, TOKEN,
                MetaSettings.SECRET, APP_SECRET,
                MetaSettings.VERIFY, VERIFY,
                MetaSettings.API, url()));
        settings.putAll(own);
        settings.putAll(more);
        return new Settings(settings);
    }

    protected static ObjectNode ok() {
        return JSON.createObjectNode().put("success", true);
    }

    protected static Answer error(int status, int code, int subcode, String message) {
        ObjectNode body = JSON.createObjectNode();
        ObjectNode error = body.putObject("error")
                .put("message", "(#" + code + ") " + message)
                .put("type", "OAuthException")
                .put("code", code);
        if (subcode != 0) {
            error.put("error_subcode", subcode);
        }
        error.put("fbtrace_id", "Az8or2yhqkZfEZ-_4Qn_Bam");
        return Answer.of(status, body);
    }

    @Override
    protected final Answer answer(Call call) {
        boolean known = ("Bearer " + TOKEN).equals(call.headers().get("Authorization"))
                || call.query().contains("access_token=" + TOKEN);
        if (!known) {
            return error(401, 190, 0, "Invalid OAuth access token - Cannot parse access token");
        }
        String prefix = "/" + VERSION + "/";
        return call.path().startsWith(prefix)
                ? asked(call, call.path().substring(prefix.length()))
                : error(400, 2500, 0, "An active access token must be used");
    }

    /** A call with the right token, by its path after the version. */
    protected abstract Answer asked(Call call, String path);

    /** As Meta writes JSON: everything but ASCII as escapes, and slashes too. */
    public static byte[] written(JsonNode body) {
        StringBuilder text = new StringBuilder();
        for (char c : body.toString().toCharArray()) {
            if (c > '~') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c == '/' ? "\\/" : String.valueOf(c));
            }
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The request that tells of it, as it comes. */
    public static InboundRequest request(byte[] body) {
        return new InboundRequest(
                "POST",
                "/hooks/chat/chn_1",
                null,
                Map.of("Content-Type", "application/json", "X-Hub-Signature-256", Hmac.header(APP_SECRET, body)),
                body,
                Instant.now());
    }

    /** Something to tell the webhook. */
    protected final synchronized void tell(JsonNode body) {
        waiting.add(new Waiting(written(body), now()));
    }

    /** The merchant enters an address and the verify token: Meta asks there, and keeps it when it is answered right. */
    public final boolean subscribe(String address, String verify) {
        String challenge = Long.toString(1_158_201_444L + waiting());
        HttpAnswer answer = calls(
                address + "?hub.mode=subscribe&hub.challenge=" + challenge + "&hub.verify_token="
                        + URLEncoder.encode(verify, StandardCharsets.UTF_8),
                Map.of(),
                new byte[0],
                PATIENCE);
        boolean right = answer.status() == 200 && answer.body().equals(challenge);
        synchronized (this) {
            webhook = right ? address : webhook;
        }
        return right;
    }

    /** Sends what is due, each notification once. Answers the statuses. */
    public final List<Integer> deliver() {
        List<Waiting> due;
        String address;
        synchronized (this) {
            address = webhook;
            waiting.removeIf(one -> one.since.plus(endurance()).isBefore(now()));
            due = waiting.stream().filter(one -> !one.due.isAfter(now())).toList();
        }
        if (address == null) {
            throw new IllegalStateException("no webhook");
        }
        List<Integer> statuses = new ArrayList<>();
        for (Waiting one : due) {
            int status = calls(address, request(one.body).headers(), one.body, PATIENCE)
                    .status();
            statuses.add(status);
            synchronized (this) {
                if (status == 200) {
                    waiting.remove(one);
                } else {
                    one.due = now().plus(FIRST_PAUSE.multipliedBy(1L << Math.min(one.tries++, 10)));
                }
            }
        }
        return statuses;
    }

    /** How many notifications are not yet answered by 200. */
    public final synchronized int waiting() {
        return waiting.size();
    }
}
