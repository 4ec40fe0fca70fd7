package dev.tillgate.webapp.config;

import java.util.List;

/** The configuration is wrong; {@link #problems()} names everything that is, without any secret's value. */
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidSettings(List<String> problems) {
        super("The configuration is not valid:\n  - " + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence per thing that is wrong. */
    public List<String> problems() {
        return problems;
    }
}
