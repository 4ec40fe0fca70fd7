package dev.tillgate.provider.sandbox.bank;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The bank's merchants. Their keys are derived from one root secret, so that an account needs no registration and
 * works after the bank forgot everything.
 */
final class BankAccounts {
    private static final String KEY_PREFIX = "sk_sandbox_";
    private final byte[] root;
    private final Map<String, Integer> generations = new ConcurrentHashMap<>();

    BankAccounts(String rootSecret) {
        this.root = rootSecret.getBytes(StandardCharsets.UTF_8);
    }

    static String newId() {
        byte[] random = new byte[8];
        new SecureRandom().nextBytes(random);
        return "acct" + HexFormat.of().formatHex(random);
    }

    String secretKey(String account) {
        return KEY_PREFIX + account + "_" + derived("key:" + account, 16);
    }

    /** The account with this key, or null when the key is not genuine. */
    @Nullable
    String accountOf(String secretKey) {
        int end = secretKey.lastIndexOf('_');
        if (!secretKey.startsWith(KEY_PREFIX) || end <= KEY_PREFIX.length() || secretKey.length() > 200) {
            return null;
        }
        String account = secretKey.substring(KEY_PREFIX.length(), end);
        byte[] expected = secretKey(account).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, secretKey.getBytes(StandardCharsets.UTF_8)) ? account : null;
    }

    /** What the bank signs with now: the newest secret, and for a while the one before it. */
    List<String> notificationSecrets(String account) {
        int generation = generations.getOrDefault(account, 0);
        List<String> secrets = new ArrayList<>();
        secrets.add(notificationSecret(account, generation));
        if (generation > 0) {
            secrets.add(notificationSecret(account, generation - 1));
        }
        return secrets;
    }

    int generation(String account) {
        return generations.getOrDefault(account, 0);
    }

    void setGeneration(String account, int generation) {
        generations.put(account, generation);
    }

    Map<String, Integer> generations() {
        return Map.copyOf(generations);
    }

    /** A secret that signs nothing genuine. */
    String wrongSecret() {
        return derived("wrong", 32);
    }

    String pageSeal(String chargeId) {
        return derived("page:" + chargeId, 16);
    }

    private String notificationSecret(String account, int generation) {
        return "nsec_" + derived("notify:" + account + ":" + generation, 32);
    }

    private String derived(String purpose, int bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(root, "HmacSHA256"));
            byte[] whole = mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(whole, 0, bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
