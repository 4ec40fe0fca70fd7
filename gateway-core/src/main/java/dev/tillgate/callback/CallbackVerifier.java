package dev.tillgate.callback;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwk;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.io.IOException;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For receivers written in Java: tells whether a request is a callback of the gateway. Checks the token's signature by
 * the published keys, who it is from and for, its age, that it is about exactly this body, and whether its event was
 * handled before. Written against the documented form alone, not against the signing side.
 */
public final class CallbackVerifier {
    private static final Duration OLDEST = Duration.ofMinutes(5);
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final Duration KEEP_KEYS = Duration.ofHours(1);
    private static final Duration ASK_AGAIN = Duration.ofSeconds(10);
    private static final int LONGEST_TOKEN = 4096;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Supplier<String> jwks;
    private final String audience;
    private final Predicate<String> handled;
    private final InstantSource clock;
    private final JwtParser parser;
    private volatile @Nullable Keys keys;

    /**
     * @param jwks fetches the gateway's {@code /.well-known/jwks.json}; throws when it cannot
     * @param issuer the gateway's public address
     * @param audience this store's id
     * @param handled whether the event with this id was handled before, from the receiver's own records
     */
    public CallbackVerifier(
            Supplier<String> jwks, String issuer, String audience, Predicate<String> handled, InstantSource clock) {
        this.jwks = jwks;
        this.audience = audience;
        this.handled = handled;
        this.clock = clock;
        this.parser = Jwts.parser()
                .keyLocator(this::key)
                .clock(() -> Date.from(clock.instant()))
                .clockSkewSeconds(SKEW.toSeconds())
                .requireIssuer(issuer)
                .sig()
                .clear()
                .add(Jwts.SIG.ES256)
                .add(Jwts.SIG.EdDSA)
                .and()
                .zip()
                .clear()
                .and()
                .build();
    }

    /**
     * Verifies one request.
     *
     * @param authorization the {@code Authorization} header, or null when there was none
     * @param body the raw bytes as received
     * @throws CallbackRefused when it is no callback for this store
     */
    public VerifiedCallback verify(@Nullable String authorization, byte[] body) throws CallbackRefused {
        Claims claims = claims(token(authorization));
        requireFresh(claims);
        if (claims.getAudience() == null || !claims.getAudience().contains(audience)) {
            throw new CallbackRefused("for another store");
        }
        requireSameBody(claims, body);
        JsonNode json = json(body);
        String id = json.path("id").asText();
        if (!id.equals(claims.getId())) {
            throw new CallbackRefused("token and body name different events");
        }
        return new VerifiedCallback(
                id, json.path("type").asText(), json.path("sequence").asLong(), json.path("data"), handled.test(id));
    }

    private static String token(@Nullable String authorization) throws CallbackRefused {
        boolean bearer = authorization != null
                && authorization.regionMatches(true, 0, CallbackForm.BEARER, 0, CallbackForm.BEARER.length());
        if (authorization == null || !bearer || authorization.length() > LONGEST_TOKEN) {
            throw new CallbackRefused("no bearer token");
        }
        return authorization.substring(CallbackForm.BEARER.length()).strip();
    }

    private Claims claims(String token) throws CallbackRefused {
        try {
            return parser.parseSignedClaims(token).getPayload();
        } catch (JwtException | IllegalArgumentException refused) {
            throw new CallbackRefused(
                    "the token does not hold: " + refused.getClass().getSimpleName());
        }
    }

    /** Besides the token's own end: the receiver has a say in how old is too old. */
    private void requireFresh(Claims claims) throws CallbackRefused {
        Date issuedAt = claims.getIssuedAt();
        Instant now = clock.instant();
        boolean fresh = issuedAt != null
                && claims.getExpiration() != null
                && !issuedAt.toInstant().isBefore(now.minus(OLDEST).minus(SKEW))
                && !issuedAt.toInstant().isAfter(now.plus(SKEW));
        if (!fresh) {
            throw new CallbackRefused("too old, or from the future");
        }
    }

    private static void requireSameBody(Claims claims, byte[] body) throws CallbackRefused {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            byte[] claimed = claims.get(CallbackForm.BODY_HASH) instanceof String text
                    ? Base64.getUrlDecoder().decode(text)
                    : new byte[0];
            if (!MessageDigest.isEqual(hash, claimed)) {
                throw new CallbackRefused("the body is not the one that was signed");
            }
        } catch (NoSuchAlgorithmException | IllegalArgumentException unreadable) {
            throw new CallbackRefused("the body's hash is unreadable");
        }
    }

    private static JsonNode json(byte[] body) throws CallbackRefused {
        try {
            return JSON.readTree(body);
        } catch (IOException unreadable) {
            throw new CallbackRefused("the body is not JSON");
        }
    }

    private Key key(Header header) {
        String id = header instanceof JwsHeader signed ? signed.getKeyId() : null;
        Keys known = keysNotOlderThan(KEEP_KEYS);
        Key key = known.byId().get(id);
        if (key == null) {
            key = keysNotOlderThan(ASK_AGAIN).byId().get(id);
        }
        if (key == null) {
            throw new IllegalArgumentException("no such key is published");
        }
        return key;
    }

    private synchronized Keys keysNotOlderThan(Duration age) {
        Instant now = clock.instant();
        Keys known = keys;
        if (known == null || known.readAt().plus(age).isBefore(now)) {
            known = read(now, known);
            keys = known;
        }
        return known;
    }

    private Keys read(Instant now, @Nullable Keys before) {
        String document;
        try {
            document = jwks.get();
        } catch (RuntimeException away) {
            if (before == null) {
                throw new IllegalArgumentException("the gateway's keys cannot be had", away);
            }
            return new Keys(now, before.byId());
        }
        Map<String, Key> byId = new HashMap<>();
        for (Jwk<?> jwk : Jwks.setParser().build().parse(document).getKeys()) {
            if (jwk instanceof PublicJwk<?> shown) {
                byId.put(shown.getId(), shown.toKey());
            }
        }
        return new Keys(now, byId);
    }

    private record Keys(Instant readAt, Map<String, Key> byId) {}
}
