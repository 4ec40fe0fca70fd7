package dev.tillgate.webapp.api.json;

import dev.tillgate.webapp.problem.FieldError;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a request, collected so that all of it is told at once; at most fifty findings are kept. */
public final class FieldErrors {
    private static final int MOST = 50;
    private final List<FieldError> found = new ArrayList<>(0);

    public void add(String pointer, String reason) {
        if (found.size() < MOST) {
            found.add(new FieldError(pointer, reason));
        }
    }

    /** Whether nothing was found so far. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** @throws ProblemException with everything that was found */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            String first = found.get(0).pointer();
            String detail = found.size() == 1
                    ? (first.isEmpty() ? "The body" : first) + " "
                            + found.get(0).reason() + "."
                    : found.size() + " parts of the request cannot be used; see errors.";
            throw new ProblemException(ProblemType.INVALID_REQUEST, detail, found);
        }
    }
}
