package dev.tillgate.webapp.console;

import dev.tillgate.flow.DisputeFiles;
import dev.tillgate.flow.DisputeFiles.Document;
import dev.tillgate.flow.DisputeReader.Line;
import java.time.Instant;
import java.util.List;

/** One dispute, with the merchant's words and documents about it. */
public record DisputePage(View view, Line line, List<Document> files, Instant now) {
    /** How long a note may be, in characters. */
    public static final int LONGEST_NOTE = 10_000;

    public String path() {
        return view.path("/console/disputes/" + line.added().id());
    }

    public boolean canAddFile() {
        return files.size() < DisputeFiles.MOST;
    }

    public String note() {
        String note = line.added().note();
        return note == null ? "" : note;
    }
}
