package dev.tillgate.webapp.problem;

import java.util.Locale;

/** Every kind of problem the API answers with; each is explained on the documentation page under its code. */
public enum ProblemType {
    BAD_REQUEST(400, "The request is not understood"),
    MALFORMED_JSON(400, "The body is not JSON that is accepted here"),
    IDEMPOTENCY_KEY_MISSING(400, "The Idempotency-Key header is missing"),
    IDEMPOTENCY_KEY_INVALID(400, "The Idempotency-Key header cannot be used"),
    UNAUTHORIZED(401, "A valid access token is needed"),
    INSUFFICIENT_SCOPE(403, "The access token does not allow this"),
    FORBIDDEN(403, "This is not allowed"),
    NOT_FOUND(404, "There is no such thing"),
    METHOD_NOT_ALLOWED(405, "This address does not take that method"),
    NOT_ACCEPTABLE(406, "None of the accepted media types can be given"),
    WRONG_STATE(409, "The payment is not in a state that allows this"),
    ALREADY_PAID(409, "The order is paid already"),
    IN_DOUBT(409, "An attempt is still being looked into"),
    TOO_MANY(409, "There are too many of these already"),
    IDEMPOTENCY_KEY_IN_USE(409, "The first request with this Idempotency-Key still runs"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not accepted here"),
    INVALID_REQUEST(422, "Something in the request cannot be used"),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used for another request"),
    EXCEEDS(422, "The amount is more than there is"),
    METHOD_UNAVAILABLE(422, "The payment method is not available here"),
    UNSUPPORTED(422, "The provider cannot do this"),
    RATE_LIMITED(429, "Too many requests"),
    INTERNAL(500, "Something went wrong on our side"),
    UNAVAILABLE(503, "Not available at the moment");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    /** One line that is the same for every occurrence. */
    public String title() {
        return title;
    }

    /** Stable short name, such as {@code idempotency-key-reused}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The {@code type} member: where it is explained, relative to this server. */
    public String uri() {
        return "/api/docs#problem-" + code();
    }

    /** The kind that fits an HTTP status which a library chose. */
    public static ProblemType ofStatus(int status) {
        return switch (status) {
            case 401 -> UNAUTHORIZED;
            case 403 -> FORBIDDEN;
            case 404 -> NOT_FOUND;
            case 405 -> METHOD_NOT_ALLOWED;
            case 406 -> NOT_ACCEPTABLE;
            case 413 -> BODY_TOO_LARGE;
            case 415 -> UNSUPPORTED_MEDIA_TYPE;
            case 429 -> RATE_LIMITED;
            case 503 -> UNAVAILABLE;
            default -> status >= 500 ? INTERNAL : BAD_REQUEST;
        };
    }
}
