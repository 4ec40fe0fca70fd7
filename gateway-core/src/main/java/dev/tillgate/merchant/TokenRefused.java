package dev.tillgate.merchant;

/** An access token is not accepted. The message is fit for the caller and holds nothing of the token. */
public final class TokenRefused extends Exception {
    /** Why. */
    public enum Why {
        /** Not a signed JWT of ours in form: cut off, no signature, an algorithm or header we never use. */
        MALFORMED("not an access token of this gateway"),
        /** Signed with a key that is not (or no longer) published. */
        UNKNOWN_KEY("signed with a key this gateway does not publish"),
        BAD_SIGNATURE("the signature does not fit"),
        EXPIRED("expired"),
        WRONG_ISSUER("issued by another gateway"),
        WRONG_AUDIENCE("issued for another audience"),
        /** Signed by us, for something else than API access. */
        WRONG_TYPE("signed by this gateway, but not an access token");

        private final String text;

        Why(String text) {
            this.text = text;
        }
    }

    private final Why why;

    public TokenRefused(Why why) {
        super(why.text, null, false, false);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
