package dev.tillgate.provider.paypal;

/** What the simulator does that PayPal does not, so that it can be told from the real one and reached back. */
public final class PracticeMark {
    /** How every client id of the simulator begins; PayPal's are random behind the first letter. */
    public static final String CLIENT = "Apractice-";

    /**
     * Where the simulator sends notifications of the order that is being created. PayPal knows the address from its
     * dashboard; practice has none. Sent in practice mode only.
     */
    public static final String NOTIFY_HEADER = "Practice-Notify-Url";

    /**
     * Where the simulator shows the root of its certificates, for one client: in the header of the next name is the
     * HMAC-SHA256 of the body under that client's secret, so nobody else's root is ever trusted.
     */
    public static final String ROOT_PATH = "/practice/root";

    /** Lower-case hex of the HMAC over what {@link #ROOT_PATH} answers. */
    public static final String ROOT_HEADER = "Practice-Signature";

    private PracticeMark() {}
}
