package dev.tillgate.provider.wechatpay.simulator;

/** An error as the wire names it. */
final class WireError extends RuntimeException {
    private final int status;
    private final String code;

    WireError(int status, String code, String message) {
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

    /** The JSON body. */
    String body() {
        return SimulatorJson.object()
                .put("code", code)
                .put("message", getMessage())
                .toString();
    }
}
