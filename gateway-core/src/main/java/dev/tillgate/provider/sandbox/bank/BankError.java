package dev.tillgate.provider.sandbox.bank;

/** The bank cannot do what it was asked to: an error answer with a code. Nothing was done. */
final class BankError extends RuntimeException {
    private final int status;
    private final String code;

    BankError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    static BankError invalid(String message) {
        return new BankError(400, "invalid_request", message);
    }
}
