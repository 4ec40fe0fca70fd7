package dev.tillgate.callback;

import dev.tillgate.flow.Event;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.vault.SigningKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes an event into a signed request to its store, as {@link CallbackForm} says. */
public final class CallbackSigner {
    private static final String HMAC = "HmacSHA256";

    private final SigningKeys keys;
    private final String issuer;
    private final InstantSource clock;

    /** @param issuer the gateway's public address, the {@code iss} of its tokens */
    public CallbackSigner(SigningKeys keys, String issuer, InstantSource clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The request to send now; the body is the same each time, the signatures are new. */
    public Ask signed(Event event, Endpoint endpoint, String url) {
        return signed(event.id().value(), CallbackBody.of(event), endpoint, url);
    }

    /** A message of any kind to a store, signed as events are; {@code id} is its name and the token's {@code jti}. */
    Ask signed(String id, byte[] body, Endpoint endpoint, String url) {
        Instant now = clock.instant();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Tillgate");
        headers.put(CallbackForm.AUTHORIZATION, CallbackForm.BEARER + token(id, endpoint.store(), body, now));
        headers.put(CallbackForm.WEBHOOK_ID, id);
        headers.put(CallbackForm.WEBHOOK_TIMESTAMP, Long.toString(now.getEpochSecond()));
        List<WebhookSecret> secrets = endpoint.liveSecrets(now);
        if (!secrets.isEmpty()) {
            headers.put(CallbackForm.WEBHOOK_SIGNATURE, signatures(id, now, body, secrets));
        }
        return Ask.post(url, headers, body);
    }

    private String token(String id, StoreId store, byte[] body, Instant now) {
        return keys.current()
                .token(CallbackForm.TOKEN_TYPE)
                .issuer(issuer)
                .audience()
                .single(store.value())
                .id(id)
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(CallbackForm.TOKEN_LIFE)))
                .claim(CallbackForm.BODY_HASH, sha256(body))
                .compact();
    }

    private static String signatures(String id, Instant now, byte[] body, List<WebhookSecret> secrets) {
        List<String> signatures = new ArrayList<>();
        for (WebhookSecret secret : secrets) {
            signatures.add(signature(secret, id, Long.toString(now.getEpochSecond()), body));
        }
        return String.join(" ", signatures);
    }

    /** One signature as Standard Webhooks has it, version and all. */
    static String signature(WebhookSecret secret, String id, String timestamp, byte[] body) {
        byte[] start = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(hmac(secret.bytes(), start, body));
    }

    private static byte[] hmac(byte[] key, byte[] start, byte[] rest) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            mac.update(start);
            return mac.doFinal(rest);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + HMAC, missing);
        }
    }

    private static String sha256(byte[] body) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
