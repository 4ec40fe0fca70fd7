package dev.tillgate.chat.tencent;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Requests that look like Tencent's. */
public final class ForgedPush {
    private static final Duration TOO_FAR = Duration.ofMinutes(6);

    private ForgedPush() {}

    /**
     * A genuine one with other signatures, words and times.
     *
     * @param signature the parameter that counts
     * @param other whose signature is another one
     */
    public static List<Push> of(Push push, String signature, Seal other) {
        String genuine = push.query().get(signature);
        return List.of(
                push.without(signature),
                push.with(signature, ""),
                push.with(signature, genuine.toUpperCase(Locale.ROOT) + "0"),
                push.with(signature, other.sign("1", "2")),
                push.with("nonce", "1"),
                push.without("timestamp"),
                push.with("timestamp", "soon"),
                push.with("timestamp", Long.toString(push.at().getEpochSecond() + 1)),
                new Push(push.query(), push.body(), push.at().plus(TOO_FAR)),
                new Push(push.query(), push.body(), push.at().minus(TOO_FAR)));
    }

    /**
     * What only the seal can tell.
     *
     * @param stranger has the key, and seals for another receiver
     * @param guesser has another key
     */
    public static List<Push> sealed(Push push, Seal stranger, Seal guesser, String plain) {
        return List.of(
                push.withBody(plain),
                push.withBody(push.body().replaceFirst("<Encrypt><!\\[CDATA\\[.", "<Encrypt><![CDATA[_")),
                push.withBody(Push.xml(Map.of("Encrypt", stranger.seal(plain)))),
                resealed(push, stranger, plain),
                resealed(push, guesser, plain));
    }

    private static Push resealed(Push push, Seal seal, String plain) {
        String sealed = seal.seal(plain);
        return push.withBody(Push.xml(Map.of("Encrypt", sealed)))
                .with(
                        "msg_signature",
                        seal.sign(push.query().get("timestamp"), push.query().get("nonce"), sealed));
    }
}
