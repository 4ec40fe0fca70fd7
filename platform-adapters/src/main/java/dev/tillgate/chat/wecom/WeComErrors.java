package dev.tillgate.chat.wecom;

import static dev.tillgate.chat.tencent.CgiErrors.closed;
import static dev.tillgate.chat.tencent.CgiErrors.later;
import static dev.tillgate.chat.tencent.CgiErrors.refused;

import dev.tillgate.chat.tencent.CgiApi;
import dev.tillgate.chat.tencent.CgiErrors;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * WeCom's error codes, as far as a message can meet them. <a
 * href="https://developer.work.weixin.qq.com/document/path/90455">Listed by WeCom</a>, compared in part on 2026-11-25: 6000,
 * 40013, 40035 and 95001 are from there; 40058, 40096, 45009, 95007, 95013 and 95018 were seen in programs of others; the
 * rest still waits to be compared.
 */
final class WeComErrors {
    static final int WRONG_SECRET = 40001;
    static final int UNKNOWN_CORP = 40013;
    static final int NOT_GRANTED = 48002;
    static final int STRANGE_ADDRESS = 60020;
    static final int STALE_KNOCK = 95007;

    private static final Duration SHORT = Duration.ofSeconds(30);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration QUARTER = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);

    static final CgiErrors TABLE = new CgiErrors(Map.ofEntries(
            Map.entry(-1, later(SHORT, "the system is busy")),
            Map.entry(6000, later(SHORT, "several changes at once")),
            Map.entry(40014, later(MINUTE, "the access token is not accepted")),
            Map.entry(42001, later(MINUTE, "the access token has run out")),
            Map.entry(45009, later(QUARTER, "too many calls")),
            Map.entry(45033, later(MINUTE, "too many calls at once")),
            Map.entry(95001, closed("as many messages as are allowed since the buyer wrote")),
            Map.entry(95002, closed("the buyer has not written for too long")),
            Map.entry(95013, closed("the conversation has ended")),
            // A person at WeCom has taken it over, or nobody has it any more.
            Map.entry(95018, closed("the conversation is not ours at the moment")),
            Map.entry(40008, refused("a kind of message that is not understood")),
            Map.entry(40035, refused("a message that is not understood")),
            Map.entry(40058, refused("a message that is not understood")),
            Map.entry(40096, refused("no such buyer")),
            Map.entry(44004, refused("an empty message")),
            Map.entry(45002, refused("a message that is too long")),
            Map.entry(95000, refused("no such customer-service account")),
            Map.entry(95004, refused("no such customer-service account")),
            Map.entry(STALE_KNOCK, later(SHORT, "the event's token has run out")),
            Map.entry(WRONG_SECRET, later(HOUR, "the secret is wrong")),
            Map.entry(UNKNOWN_CORP, later(HOUR, "no such company id")),
            Map.entry(NOT_GRANTED, later(HOUR, "the app may not use customer service")),
            Map.entry(STRANGE_ADDRESS, later(HOUR, "this server's address is not trusted by the app"))));

    private static final Pattern TWICE =
            Pattern.compile("msg ?id\\b.*(dup|exist|repeat|uniq)|(dup|exist|repeat|uniq)\\w* .*msg ?id\\b");

    private WeComErrors() {}

    /**
     * Whether the message had been sent before: its name must be unique "or the call fails" (<a
     * href="https://developer.work.weixin.qq.com/document/path/96427">documented</a>, checked 2026-11-25). No code for it is
     * listed, so the words decide.
     */
    static boolean saysTwice(CgiApi.Result result) {
        String words = result.body().path("errmsg").asText("").toLowerCase(Locale.ROOT);
        return result.entered() && !result.ok() && TWICE.matcher(words).find();
    }
}
