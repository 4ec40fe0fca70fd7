package dev.tillgate.provider.sandbox.bank;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Spoils replies as a {@link Fault} says. */
final class Trouble {
    private static final Duration FOR_EVER = Duration.ofMinutes(10);

    private Trouble() {}

    static BankReply serverError() {
        byte[] page = "<html><body><h1>500 Internal Server Error</h1></body></html>".getBytes(StandardCharsets.UTF_8);
        return BankReply.of(500, "text/html", page, Map.of());
    }

    static BankReply with(BankReply reply, Fault fault) {
        return switch (fault.kind()) {
            case LOSE_AFTER -> BankReply.dropped(fault.delay());
            case HANG -> BankReply.dropped(FOR_EVER);
            case ERROR_AFTER -> serverError().delayed(fault.delay());
            case TRUNCATE -> reply.delivered(BankReply.Delivery.TRUNCATED).delayed(fault.delay());
            case GARBLE -> body(reply, "{\"object\":\"char\u0000ge\",,".getBytes(StandardCharsets.UTF_8));
            case EMPTY -> body(reply, new byte[0]);
            case HTML ->
                BankReply.of(
                        200,
                        "text/html",
                        "<!doctype html><title>Sign in to the network</title>".getBytes(StandardCharsets.UTF_8),
                        Map.of());
            default -> reply.delayed(fault.delay());
        };
    }

    private static BankReply body(BankReply reply, byte[] body) {
        return new BankReply(reply.status(), reply.headers(), body, reply.delivery(), reply.delay());
    }
}
