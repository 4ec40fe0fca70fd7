package dev.tillgate.callback;

import dev.tillgate.flow.Event;
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
        Instant now = clock.instant();
        byte[] body = CallbackBody.of(event);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("User-Agent", "Tillgate");
        headers.put(CallbackForm.AUTHORIZATION, CallbackForm.BEARER + token(event, body, now));
        headers.put(CallbackForm.WEBHOOK_ID, event.id().value());
        headers.put(CallbackForm.WEBHOOK_TIMESTAMP, Long.toString(now.getEpochSecond()));
        List<WebhookSecret> secrets = endpoint.liveSecrets(now);
        if (!secrets.isEmpty()) {
            headers.put(CallbackForm.WEBHOOK_SIGNATURE, signatures(event, now, body, secrets));
        }
        return Ask.post(url, headers, body);
    }

    private String token(Event event, byte[] body, Instant now) {
        return keys.current()
                .token(CallbackForm.TOKEN_TYPE)
                .issuer(issuer)
                .audience()
                .single(event.store().value())
                .id(event.id().value())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(CallbackForm.TOKEN_LIFE)))
                .claim(CallbackForm.BODY_HASH, sha256(body))
                .compact();
    }

    private static String signatures(Event event, Instant now, byte[] body, List<WebhookSecret> secrets) {
        byte[] start = (event.id().value() + "." + now.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII);
        List<String> signatures = new ArrayList<>();
        for (WebhookSecret secret : secrets) {
            signatures.add("v1," + Base64.getEncoder().encodeToString(hmac(secret.bytes(), start, body)));
        }
        return String.join(" ", signatures);
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
