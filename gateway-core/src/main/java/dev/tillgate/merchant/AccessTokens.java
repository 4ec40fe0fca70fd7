package dev.tillgate.merchant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tillgate.merchant.TokenRefused.Why;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.vault.SigningKeys;
import io.jsonwebtoken.Claims;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Issues and verifies the API's access tokens: JWTs as RFC 9068 has them ({@code typ: at+jwt}), good for 15 minutes,
 * with the merchant and the store they are for. A token that was verified is known for a minute, so that only its first
 * request pays for the signature; revoking a client or key takes effect within that minute. Call it outside
 * transactions.
 */
public final class AccessTokens {
    /** How long a token is good for. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    private static final String TYPE = "at+jwt";
    private static final int LONGEST = 4096;
    private static final int MOST_KNOWN = 10_000;
    private static final Duration KNOWN_FOR = Duration.ofMinutes(1);
    private static final String CLIENT = "client_id";
    private static final String SCOPE = "scope";
    private static final String MERCHANT = "merchant";
    private static final String STORE = "store";

    private final SigningKeys keys;
    private final String issuer;
    private final String audience;
    private final InstantSource clock;
    private final TokenReader reader;
    /** By the token's SHA-256, so that no live token lies in memory. */
    private final Cache<Fingerprint, Access> known;

    /**
     * @param issuer the gateway's public address
     * @param audience what the tokens open: the API's address
     */
    public AccessTokens(SigningKeys keys, String issuer, String audience, InstantSource clock) {
        this.keys = keys;
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST_KNOWN)
                .expireAfterWrite(KNOWN_FOR)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .build();
        this.reader = new TokenReader(keys, clock);
    }

    /**
     * A new token.
     *
     * @param text the token itself: a secret until it expires
     * @param expiresAt when it ends, whole seconds
     */
    public record Issued(String text, Instant expiresAt, Set<Scope> scopes) {
        /** Never the token. */
        @Override
        public String toString() {
            return "Issued[until " + expiresAt + "]";
        }
    }

    /** A token for the client's store with these scopes, which the caller has checked the client may have. */
    public Issued issue(ApiClient client, Set<Scope> scopes) {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Instant expiresAt = now.plus(LIFE);
        String text = keys.current()
                .token(TYPE)
                .issuer(issuer)
                .audience()
                .single(audience)
                .subject(client.id().value())
                .id(UUID.randomUUID().toString())
                .issuedAt(Date.from(now))
                .expiration(Date.from(expiresAt))
                .claim(CLIENT, client.id().value())
                .claim(SCOPE, Scope.format(scopes))
                .claim(MERCHANT, client.merchant().value())
                .claim(STORE, client.store().value())
                .compact();
        return new Issued(text, expiresAt, Set.copyOf(scopes));
    }

    /**
     * What the token allows.
     *
     * @throws TokenRefused when it does not count, with the reason
     */
    public Access verify(String token) throws TokenRefused {
        if (token.length() > LONGEST) {
            throw new TokenRefused(Why.MALFORMED);
        }
        Fingerprint fingerprint = Fingerprint.of(token);
        Access access = known.getIfPresent(fingerprint);
        if (access == null) {
            access = verified(token);
            known.put(fingerprint, access);
        } else if (!access.expiresAt().isAfter(clock.instant())) {
            throw new TokenRefused(Why.EXPIRED);
        }
        return access;
    }

    private Access verified(String token) throws TokenRefused {
        Claims claims = reader.read(token, TYPE);
        try {
            return access(claims);
        } catch (IllegalArgumentException malformed) {
            throw new TokenRefused(Why.MALFORMED);
        }
    }

    private Access access(Claims claims) throws TokenRefused {
        if (!issuer.equals(claims.getIssuer())) {
            throw new TokenRefused(Why.WRONG_ISSUER);
        }
        Set<String> audiences = claims.getAudience();
        if (audiences == null || !audiences.contains(audience)) {
            throw new TokenRefused(Why.WRONG_AUDIENCE);
        }
        return new Access(
                new MerchantId(text(claims, MERCHANT)),
                new StoreId(text(claims, STORE)),
                new ClientId(text(claims, CLIENT)),
                Scope.parse(text(claims, SCOPE)),
                text(claims, Claims.ID),
                claims.getExpiration().toInstant());
    }

    private static String text(Claims claims, String name) throws TokenRefused {
        if (claims.get(name) instanceof String text) {
            return text;
        }
        throw new TokenRefused(Why.MALFORMED);
    }

    private record Fingerprint(long a, long b, long c, long d) {
        static Fingerprint of(String token) {
            try {
                ByteBuffer hash = ByteBuffer.wrap(
                        MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
                return new Fingerprint(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
            } catch (NoSuchAlgorithmException missing) {
                throw new IllegalStateException("every Java has SHA-256", missing);
            }
        }
    }
}
