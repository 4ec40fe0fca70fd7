package dev.tillgate.merchant;

import dev.tillgate.merchant.TokenRefused.Why;
import dev.tillgate.vault.KeyAlgorithm;
import dev.tillgate.vault.PublishedKey;
import dev.tillgate.vault.SigningKeys;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.ExpiredJwtException;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.UnsupportedJwtException;
import io.jsonwebtoken.security.SignatureException;
import java.security.Key;
import java.time.InstantSource;
import java.util.Date;

/**
 * Reads JWTs that this gateway has signed: checks signature, key, type and expiry; what else a token must say is its
 * caller's business. Call it outside transactions.
 */
public final class TokenReader {
    private static final int LONGEST = 4096;

    private final SigningKeys keys;
    private final InstantSource clock;
    private final JwtParser parser;

    public TokenReader(SigningKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
        this.parser = Jwts.parser()
                .keyLocator(this::keyOf)
                .clock(() -> Date.from(clock.instant()))
                // Only what our keys can sign with: no HMAC with a public key, no encryption, no compression.
                .sig()
                .clear()
                .add(KeyAlgorithm.ES256.signature())
                .add(KeyAlgorithm.EDDSA.signature())
                .and()
                .enc()
                .clear()
                .and()
                .key()
                .clear()
                .and()
                .zip()
                .clear()
                .and()
                .build();
    }

    /**
     * The claims of a token of this type; it has an expiry, and that is ahead.
     *
     * @throws TokenRefused when it does not count, with the reason
     */
    public Claims read(String token, String type) throws TokenRefused {
        if (token.length() > LONGEST) {
            throw new TokenRefused(Why.MALFORMED);
        }
        Jws<Claims> jws = parsed(token);
        if (!type.equals(jws.getHeader().getType())) {
            throw new TokenRefused(Why.WRONG_TYPE);
        }
        Claims claims = jws.getPayload();
        if (claims.getExpiration() == null) {
            throw new TokenRefused(Why.MALFORMED);
        }
        // The library lets a token live through the instant at which it ends.
        if (!claims.getExpiration().toInstant().isAfter(clock.instant())) {
            throw new TokenRefused(Why.EXPIRED);
        }
        return claims;
    }

    private Jws<Claims> parsed(String token) throws TokenRefused {
        try {
            return parser.parseSignedClaims(token);
        } catch (UnknownKey unknown) {
            throw new TokenRefused(Why.UNKNOWN_KEY);
        } catch (ExpiredJwtException expired) {
            throw new TokenRefused(Why.EXPIRED);
        } catch (SignatureException bad) {
            boolean neverOurs = bad.getCause() instanceof UnsupportedJwtException;
            throw new TokenRefused(neverOurs ? Why.MALFORMED : Why.BAD_SIGNATURE);
        } catch (JwtException | IllegalArgumentException malformed) {
            throw new TokenRefused(Why.MALFORMED);
        }
    }

    private Key keyOf(Header header) {
        String id = header instanceof JwsHeader signed ? signed.getKeyId() : null;
        if (id == null) {
            throw new IllegalArgumentException("no key is named");
        }
        PublishedKey key = keys.find(id).orElseThrow(UnknownKey::new);
        // The key says what it signs with; the token has no say in it.
        if (!key.algorithm().code().equals(header.getAlgorithm())) {
            throw new IllegalArgumentException("another algorithm than the key's");
        }
        return key.key();
    }

    private static final class UnknownKey extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnknownKey() {
            super("unknown key", null, false, false);
        }
    }
}
