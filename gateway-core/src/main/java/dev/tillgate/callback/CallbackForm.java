package dev.tillgate.callback;

import java.time.Duration;

/**
 * How a callback looks, as receivers must know it. A POST of JSON, signed twice; either signature alone suffices.
 *
 * <ul>
 *   <li>{@code Authorization: Bearer <JWT>}: {@code iss} the gateway's public address, {@code aud} the store's id,
 *       {@code jti} the event's id, {@code iat}, {@code exp}, and {@code body_sha256}: SHA-256 of the body's bytes,
 *       base64url without padding. Keys at {@code /.well-known/jwks.json}.
 *   <li>{@code webhook-id}, {@code webhook-timestamp}, {@code webhook-signature}: HMAC-SHA256 as
 *       https://www.standardwebhooks.com has it; during a change of secrets with two signatures, a space between.
 * </ul>
 */
public final class CallbackForm {
    public static final String AUTHORIZATION = "Authorization";
    public static final String BEARER = "Bearer ";
    public static final String TOKEN_TYPE = "JWT";
    public static final String BODY_HASH = "body_sha256";
    public static final String WEBHOOK_ID = "webhook-id";
    public static final String WEBHOOK_TIMESTAMP = "webhook-timestamp";
    public static final String WEBHOOK_SIGNATURE = "webhook-signature";
    /** How long one try's token is good for; every try is signed anew. */
    public static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

    private CallbackForm() {}
}
