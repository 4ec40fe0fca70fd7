package dev.tillgate.provider.paypal.simulator;

import dev.tillgate.provider.Settings;
import dev.tillgate.provider.paypal.PayPal;
import dev.tillgate.provider.paypal.PracticeMark;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The merchants' credentials and tokens, all derived from one secret, so that nothing has to be kept. */
final class SimulatedAccounts {
    /** As long as PayPal's. */
    static final long TOKEN_SECONDS = 32_400;

    private static final String TOKEN_START = "A21AA";
    private static final int MARK = 16;
    private static final int WEBHOOK_ID = 17;

    private final String rootSecret;

    SimulatedAccounts(String rootSecret) {
        this.rootSecret = rootSecret;
    }

    Settings settings(String account, String baseUrl) {
        return new Settings(Map.of(
                PayPal.MODE, "practice",
                PayPal.PRACTICE_URL, baseUrl,
                PayPal.CLIENT_ID, clientId(account),
                PayPal.CLIENT_SECRET, clientSecret(account),
                PayPal.WEBHOOK_ID, webhookId(account)));
    }

    String clientSecret(String account) {
        return "E" + Base64.getUrlEncoder().withoutPadding().encodeToString(mac("secret:" + account));
    }

    String webhookId(String account) {
        return hex("webhook:" + account).substring(0, WEBHOOK_ID).toUpperCase(Locale.ROOT);
    }

    private String clientId(String account) {
        return PracticeMark.CLIENT + account + "-" + hex("client:" + account).substring(0, MARK);
    }

    /** Whose client id this is, or null. */
    @Nullable
    String accountOfClient(String clientId) {
        int end = clientId.lastIndexOf('-');
        if (!clientId.startsWith(PracticeMark.CLIENT) || end <= PracticeMark.CLIENT.length()) {
            return null;
        }
        String account = clientId.substring(PracticeMark.CLIENT.length(), end);
        return same(clientId, clientId(account)) ? account : null;
    }

    /** Who says this in a header of the kind "Basic", or null. */
    @Nullable
    String accountOfBasic(@Nullable String header) {
        if (header == null || !header.startsWith("Basic ")) {
            return null;
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(header.substring("Basic ".length()));
            String[] pair = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            String account = pair.length == 2 ? accountOfClient(pair[0]) : null;
            return account != null && same(pair[1], clientSecret(account)) ? account : null;
        } catch (IllegalArgumentException garbled) {
            return null;
        }
    }

    String newToken(String account, Instant now) {
        String content = account + "." + now.plusSeconds(TOKEN_SECONDS).getEpochSecond();
        return TOKEN_START + content + "." + hex("token:" + content);
    }

    /** Whose token this is, or null when it is nobody's or too old. */
    @Nullable
    String accountOfBearer(@Nullable String header, Instant now) {
        if (header == null || !header.startsWith("Bearer " + TOKEN_START)) {
            return null;
        }
        String[] parts = header.substring(("Bearer " + TOKEN_START).length()).split("\\.", 4);
        if (parts.length != 3 || !parts[1].matches("\\d{1,12}")) {
            return null;
        }
        boolean genuine = same(parts[2], hex("token:" + parts[0] + "." + parts[1]));
        return genuine && Long.parseLong(parts[1]) > now.getEpochSecond() ? parts[0] : null;
    }

    /** Proves to the account's merchant that this is from here. */
    String proof(String account, byte[] content) {
        return HexFormat.of().formatHex(hmac(clientSecret(account), content));
    }

    private static boolean same(String given, String real) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), real.getBytes(StandardCharsets.UTF_8));
    }

    private String hex(String what) {
        return HexFormat.of().formatHex(mac(what));
    }

    private byte[] mac(String what) {
        return hmac(rootSecret, what.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hmac(String secret, byte[] content) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(content);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
