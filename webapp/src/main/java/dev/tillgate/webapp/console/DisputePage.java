package dev.tillgate.webapp.console;

import dev.tillgate.flow.DisputeReader.Line;
import java.time.Instant;

/** One dispute, with the merchant's words about it. */
public record DisputePage(View view, Line line, Instant now) {
    /** How long a note may be, in characters. */
    public static final int LONGEST_NOTE = 10_000;

    public String path() {
        return view.path("/console/disputes/" + line.added().id());
    }

    public String note() {
        String note = line.added().note();
        return note == null ? "" : note;
    }
}
