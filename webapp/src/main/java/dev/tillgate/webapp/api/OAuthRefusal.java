package dev.tillgate.webapp.api;

/** No token is given, for one of the reasons that RFC 6749 section 5.2 has words for. */
final class OAuthRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String error;
    private final String description;
    private final int status;

    private OAuthRefusal(String error, String description, int status) {
        super(error, null, false, false);
        this.error = error;
        this.description = description;
        this.status = status;
    }

    static OAuthRefusal of(String error, String description) {
        return new OAuthRefusal(error, description, 400);
    }

    /** Unknown, disabled or wrong secret: all look the same from outside. */
    static OAuthRefusal invalidClient(boolean basic) {
        String where = basic ? "in the Authorization header" : "in the form";
        return new OAuthRefusal("invalid_client", "the client id or secret " + where + " is not right", 401);
    }

    String error() {
        return error;
    }

    String description() {
        return description;
    }

    int status() {
        return status;
    }
}
