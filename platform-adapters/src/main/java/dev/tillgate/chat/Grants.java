package dev.tillgate.chat;

import dev.tillgate.merchant.TokenReader;
import dev.tillgate.merchant.TokenRefused;
import dev.tillgate.money.Money;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.vault.SigningKeys;
import io.jsonwebtoken.Claims;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Makes and reads the tokens of {@link Grant}s: JWTs of a type of their own, so that none passes for another kind. */
public final class Grants {
    /** The longest a grant may live. */
    public static final Duration LONGEST = Duration.ofDays(7);

    private static final String TYPE = "tillgate-grant+jwt";
    private static final String MERCHANT = "merchant";
    private static final String ORDER = "order";
    private static final String REVISION = "revision";
    private static final String CEILING = "ceiling";
    private static final String CURRENCY = "currency";
    private static final String QUOTED = "quoted";
    private static final String BUSINESS = "business";
    private static final String CONVERSATION = "conversation";
    private static final String DESCRIPTION = "description";

    private final SigningKeys keys;
    private final TokenReader reader;
    private final String issuer;
    private final InstantSource clock;

    /** @param issuer the gateway's public address */
    public Grants(SigningKeys keys, String issuer, InstantSource clock) {
        this.keys = keys;
        this.reader = new TokenReader(keys, clock);
        this.issuer = issuer;
        this.clock = clock;
    }

    /** The grant's token; {@code id} is its {@code jti}. */
    public String token(Grant grant, String id) {
        var token = keys.current()
                .token(TYPE)
                .issuer(issuer)
                .subject(grant.store().value())
                .id(id)
                .issuedAt(Date.from(Instant.ofEpochSecond(clock.instant().getEpochSecond())))
                .expiration(Date.from(grant.expiresAt()))
                .claim(MERCHANT, grant.merchant().value())
                .claim(ORDER, grant.reference())
                .claim(REVISION, grant.revision())
                // Text: a JSON number beyond 2^53 would not survive every reader.
                .claim(CEILING, Long.toString(grant.ceiling().minorUnits()))
                .claim(CURRENCY, grant.ceiling().currencyCode())
                .claim(QUOTED, grant.quoted())
                .claim(BUSINESS, grant.business())
                .claim(DESCRIPTION, grant.description());
        if (grant.conversation() != null) {
            token.claim(CONVERSATION, grant.conversation());
        }
        return token.compact();
    }

    /**
     * What the token allows.
     *
     * @throws TokenRefused when it does not count, with the reason
     */
    public Grant read(String token) throws TokenRefused {
        Claims claims = reader.read(token, TYPE);
        if (!issuer.equals(claims.getIssuer())) {
            throw new TokenRefused(TokenRefused.Why.WRONG_ISSUER);
        }
        try {
            return new Grant(
                    new MerchantId(text(claims, MERCHANT)),
                    new StoreId(text(claims, Claims.SUBJECT)),
                    text(claims, ORDER),
                    claims.get(REVISION, Long.class),
                    Money.ofMinor(Long.parseLong(text(claims, CEILING)), text(claims, CURRENCY)),
                    Boolean.TRUE.equals(claims.get(QUOTED)),
                    Boolean.TRUE.equals(claims.get(BUSINESS)),
                    optional(claims, CONVERSATION),
                    text(claims, DESCRIPTION),
                    claims.getExpiration().toInstant());
        } catch (IllegalArgumentException | NullPointerException notOurs) {
            throw new TokenRefused(TokenRefused.Why.MALFORMED);
        }
    }

    private static String text(Claims claims, String name) {
        String text = optional(claims, name);
        if (text == null) {
            throw new IllegalArgumentException("missing: " + name);
        }
        return text;
    }

    private static @Nullable String optional(Claims claims, String name) {
        return claims.get(name) instanceof String text ? text : null;
    }
}
