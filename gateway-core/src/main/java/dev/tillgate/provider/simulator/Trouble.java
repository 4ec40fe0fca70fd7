package dev.tillgate.provider.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Spoils replies as a {@link Fault} says. */
public final class Trouble {
    private static final Duration FOR_EVER = Duration.ofMinutes(10);

    private Trouble() {}

    /** A failure of the machine, as a web page. */
    public static Reply serverError() {
        byte[] page = "<html><body><h1>500 Internal Server Error</h1></body></html>".getBytes(StandardCharsets.UTF_8);
        return Reply.of(500, "text/html", page, Map.of());
    }

    /** The reply as it arrives. */
    public static Reply with(Reply reply, Fault fault) {
        return switch (fault.kind()) {
            case LOSE_AFTER -> Reply.dropped(fault.delay());
            case HANG -> Reply.dropped(FOR_EVER);
            case ERROR_AFTER -> serverError().delayed(fault.delay());
            case TRUNCATE -> reply.delivered(Reply.Delivery.TRUNCATED).delayed(fault.delay());
            case GARBLE -> body(reply, "{\"object\":\"char\u0000ge\",,".getBytes(StandardCharsets.UTF_8));
            case EMPTY -> body(reply, new byte[0]);
            case HTML ->
                Reply.of(
                        200,
                        "text/html",
                        "<!doctype html><title>Sign in to the network</title>".getBytes(StandardCharsets.UTF_8),
                        Map.of());
            default -> reply.delayed(fault.delay());
        };
    }

    private static Reply body(Reply reply, byte[] body) {
        return new Reply(reply.status(), reply.headers(), body, reply.delivery(), reply.delay());
    }
}
