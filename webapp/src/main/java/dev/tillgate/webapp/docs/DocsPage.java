package dev.tillgate.webapp.docs;

import dev.tillgate.webapp.page.Frame;
import dev.tillgate.webapp.problem.ProblemType;
import java.util.List;

/**
 * What the documentation's template shows.
 *
 * @param address the gateway's public address, for examples
 */
public record DocsPage(Frame frame, ApiDocument document, String address) {
    public String text(String key, Object... values) {
        return frame.text(key, values);
    }

    public String path(String path) {
        return frame.pages().path(path);
    }

    /** Every kind of problem, in the order of their status. */
    public List<ProblemType> problems() {
        return List.of(ProblemType.values());
    }
}
