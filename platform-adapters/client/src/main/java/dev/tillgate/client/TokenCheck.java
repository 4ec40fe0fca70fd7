package dev.tillgate.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a callback by its token instead of the shared secret, for shops that want to keep no secret: by the keys that
 * the gateway publishes. Safe for use by many threads.
 */
public final class TokenCheck {
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final Duration KEEP_KEYS = Duration.ofHours(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    private static final int LONGEST_TOKEN = 4096;

    private final String issuer;
    private final String store;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private @Nullable Keys keys;

    private record Keys(Instant readAt, Map<String, PublicKey> byId) {}

    /**
     * @param address the gateway's public address, which its tokens name as their issuer
     * @param store the store's id, {@code sto_…}
     */
    public TokenCheck(String address, String store) {
        this(address, store, Clock.systemUTC());
    }

    TokenCheck(String address, String store, InstantSource clock) {
        this.issuer = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
        this.store = store;
        this.clock = clock;
    }

    /**
     * The event in a request, or nothing when it is not from the gateway, for this store, about this body and fresh.
     *
     * @param authorization the {@code Authorization} header, or null
     * @param body the raw bytes as they came
     * @throws GatewayProblem.NoAnswer when the gateway's keys cannot be had: answer 503, it comes again
     */
    public Optional<Callback> verify(@Nullable String authorization, byte[] body) {
        try {
            if (authorization == null || authorization.length() > LONGEST_TOKEN) {
                return Optional.empty();
            }
            String[] parts = authorization.startsWith("Bearer ")
                    ? authorization.substring(7).split("\\.")
                    : new String[0];
            if (parts.length != 3) {
                return Optional.empty();
            }
            Map<String, Object> header = Json.object(decoded(parts[0]));
            PublicKey key = key(Json.text(header, "kid", ""));
            String signed = parts[0] + "." + parts[1];
            if (key == null || !isSigned(key, Json.text(header, "alg", ""), signed, decoded(parts[2]))) {
                return Optional.empty();
            }
            Map<String, Object> message = Json.object(body);
            boolean fine = holds(Json.object(decoded(parts[1])), message, body);
            return fine && message.containsKey("payment_id") ? Optional.of(Callback.of(message)) : Optional.empty();
        } catch (IllegalArgumentException | GeneralSecurityException garbled) {
            return Optional.empty();
        }
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    /** The key decides by which algorithm it is used: a token cannot choose a weaker one. */
    private static boolean isSigned(PublicKey key, String algorithm, String signed, byte[] signature)
            throws GeneralSecurityException {
        boolean elliptic = key.getAlgorithm().equals("EC");
        if (!algorithm.equals(elliptic ? "ES256" : "EdDSA")) {
            return false;
        }
        Signature check = Signature.getInstance(elliptic ? "SHA256withECDSAinP1363Format" : "Ed25519");
        check.initVerify(key);
        check.update(signed.getBytes(StandardCharsets.US_ASCII));
        return check.verify(signature);
    }

    private boolean holds(Map<String, Object> claims, Map<String, Object> message, byte[] body)
            throws GeneralSecurityException {
        Instant now = clock.instant();
        Instant issuedAt = Instant.ofEpochSecond(claims.get("iat") instanceof Long ? (Long) claims.get("iat") : 0);
        Instant expires = Instant.ofEpochSecond(claims.get("exp") instanceof Long ? (Long) claims.get("exp") : 0);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
        return issuer.equals(claims.get("iss"))
                && isFor(claims.get("aud"))
                && Json.text(message, "id", "").equals(claims.get("jti"))
                && MessageDigest.isEqual(hash, decoded(Json.text(claims, "body_sha256", "")))
                && !issuedAt.isBefore(now.minus(OLDEST).minus(SKEW))
                && !issuedAt.isAfter(now.plus(SKEW))
                && expires.plus(SKEW).isAfter(now);
    }

    private boolean isFor(@Nullable Object audience) {
        return store.equals(audience) || (audience instanceof Collection && ((Collection<?>) audience).contains(store));
    }

    private synchronized @Nullable PublicKey key(String id) {
        PublicKey known = keysNotOlderThan(KEEP_KEYS).get(id);
        return known != null ? known : keysNotOlderThan(ASK_AGAIN).get(id);
    }

    private Map<String, PublicKey> keysNotOlderThan(Duration age) {
        Instant now = clock.instant();
        Keys known = keys;
        if (known == null || known.readAt().plus(age).isBefore(now)) {
            known = new Keys(now, published());
            keys = known;
        }
        return known.byId();
    }

    private Map<String, PublicKey> published() {
        HttpRequest request = HttpRequest.newBuilder(URI.create(issuer + "/.well-known/jwks.json"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new GatewayProblem.NoAnswer("no keys: the gateway answered " + answer.statusCode());
            }
            return PublishedKeys.read(Json.object(answer.body()));
        } catch (IOException lost) {
            throw new GatewayProblem.NoAnswer("no keys: no answer from " + issuer, lost);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new GatewayProblem.NoAnswer("interrupted while asking for keys", stopped);
        }
    }
}
