package dev.tillgate.webapp.config;

/** A setting's text cannot be its value. The reason never repeats the text. */
final class BadValue extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    BadValue(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Continues a sentence that begins with the setting's name. */
    String reason() {
        return reason;
    }
}
