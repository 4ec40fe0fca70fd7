package dev.tillgate.webapp.console;

import dev.tillgate.flow.DisputeReader.Line;
import dev.tillgate.provider.Dispute;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The list of disputes, those to be answered first.
 *
 * @param status what is filtered by, or null
 * @param page from 0
 */
public record DisputesPage(
        View view, List<Line> lines, Dispute.@Nullable Status status, int page, boolean hasMore, Instant now) {
    public List<Dispute.Status> statuses() {
        return List.of(Dispute.Status.values());
    }

    /** The address of another page of the same list. */
    public String query(int other) {
        return "?page=" + other + (status == null ? "" : "&status=" + status.name());
    }
}
