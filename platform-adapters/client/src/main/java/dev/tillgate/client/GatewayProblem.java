package dev.tillgate.client;

import java.util.List;
import java.util.Map;

/** A request that has not brought what was asked for. */
public abstract sealed class GatewayProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GatewayProblem(String message, Throwable cause) {
        super(message, cause);
    }

    GatewayProblem(String message) {
        super(message);
    }

    /** The gateway said no, and nothing was done. */
    public static final class Refused extends GatewayProblem {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String code;
        private final transient List<BadField> fields;

        Refused(int status, Map<String, Object> problem) {
            super("the gateway refused with " + status + ": " + Json.text(problem, "title", "no reason given") + " "
                    + Json.text(problem, "detail", ""));
            this.status = status;
            this.code = Json.text(problem, "code", Json.text(problem, "error", "unknown"));
            this.fields = Json.objects(problem, "errors").stream()
                    .map(one -> new BadField(Json.text(one, "pointer", ""), Json.text(one, "reason", "")))
                    .toList();
        }

        /** The HTTP status. */
        public int status() {
            return status;
        }

        /** The stable short name of the reason, such as {@code already-paid}, {@code in-doubt} or {@code exceeds}. */
        public String code() {
            return code;
        }

        /** The parts of the request that are to blame. */
        public List<BadField> fields() {
            return fields;
        }
    }

    /**
     * A part of a request that is to blame.
     *
     * @param pointer where it is, such as {@code /lines/0/total}
     * @param reason what is expected
     */
    public record BadField(String pointer, String reason) {}

    /** There was no answer, or none that can be read: it may have been done. Ask again with the same arguments. */
    public static final class NoAnswer extends GatewayProblem {
        private static final long serialVersionUID = 1L;

        NoAnswer(String message, Throwable cause) {
            super(message, cause);
        }

        NoAnswer(String message) {
            super(message);
        }
    }
}
