package dev.tillgate.merchant;

import java.util.Map;

/** What an operator entered cannot be taken; nothing was changed. */
public final class NotAccepted extends RuntimeException {
    private final transient Map<String, String> problems;

    /** @param problems message key by field name */
    public NotAccepted(Map<String, String> problems) {
        super("not accepted: " + problems.keySet(), null, false, false);
        this.problems = Map.copyOf(problems);
    }

    public NotAccepted(String field, String messageKey) {
        this(Map.of(field, messageKey));
    }

    /** Message key by field name. */
    public Map<String, String> problems() {
        return problems;
    }
}
