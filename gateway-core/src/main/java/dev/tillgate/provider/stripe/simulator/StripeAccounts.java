package dev.tillgate.provider.stripe.simulator;

import dev.tillgate.provider.simulator.JsonBook;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The simulator's accounts: their keys are derived from one secret, so that none has to be kept. */
final class StripeAccounts {
    private static final String KEY = "sk_test_";
    private static final int MAC_LENGTH = 32;
    private static final String KIND = "rolled";

    private final String rootSecret;
    private final JsonBook book;

    StripeAccounts(String rootSecret, JsonBook book) {
        this.rootSecret = rootSecret;
        this.book = book;
    }

    String secretKey(String account) {
        return KEY + account + derived("key:" + account);
    }

    /** The account of this key, or null when nobody has it. */
    @Nullable
    String accountOf(@Nullable String authorization) {
        String start = "Bearer " + KEY;
        if (authorization == null
                || !authorization.startsWith(start)
                || authorization.length() <= start.length() + MAC_LENGTH) {
            return null;
        }
        String account = authorization.substring(start.length(), authorization.length() - MAC_LENGTH);
        byte[] expected = ("Bearer " + secretKey(account)).getBytes(StandardCharsets.UTF_8);
        boolean same = MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
        return same ? account : null;
    }

    /** What notifications are signed with now: the newest first, and the one before it while it is rolled. */
    List<String> signingSecrets(String account) {
        int roll = rolls(account);
        return roll == 0
                ? List.of(signingSecret(account, 0))
                : List.of(signingSecret(account, roll), signingSecret(account, roll - 1));
    }

    String wrongSecret() {
        return "whsec_" + derived("wrong");
    }

    void roll(String account) {
        book.put(KIND, account, Shapes.object().put("rolls", rolls(account) + 1));
    }

    private int rolls(String account) {
        var rolled = book.get(KIND, account);
        return rolled == null ? 0 : rolled.path("rolls").asInt();
    }

    private String signingSecret(String account, int roll) {
        return "whsec_" + derived("webhook:" + account + ":" + roll);
    }

    private String derived(String what) {
        byte[] mac = mac(rootSecret, ("stripe:" + what).getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(mac).substring(0, MAC_LENGTH);
    }

    /** The header of a notification: one signature for each secret. */
    static String signed(List<String> secrets, long unixSeconds, byte[] body) {
        byte[] start = (unixSeconds + ".").getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[start.length + body.length];
        System.arraycopy(start, 0, payload, 0, start.length);
        System.arraycopy(body, 0, payload, start.length, body.length);
        StringBuilder header = new StringBuilder("t=").append(unixSeconds);
        for (String secret : secrets) {
            header.append(",v1=").append(HexFormat.of().formatHex(mac(secret, payload)));
        }
        return header.toString();
    }

    private static byte[] mac(String secret, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(text);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
