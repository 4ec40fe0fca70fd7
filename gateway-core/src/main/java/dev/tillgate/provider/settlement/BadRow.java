package dev.tillgate.provider.settlement;

import dev.tillgate.provider.SettlementRow.Problem;

/** A row of a settlement file that cannot be read, and which field of it. */
public final class BadRow extends Exception {
    private final Problem problem;
    private final String field;

    public BadRow(Problem problem, String field) {
        // A file may have very many of them: no stack trace.
        super(problem + " " + field, null, false, false);
        this.problem = problem;
        this.field = field;
    }

    public Problem problem() {
        return problem;
    }

    public String field() {
        return field;
    }
}
