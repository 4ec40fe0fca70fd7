package dev.tillgate.flow;

import dev.tillgate.flow.JobQueue.Kind;
import java.util.List;
import java.util.Set;

/**
 * Told after a commit, on the thread that committed: wakes streams and workers of this node. It may be lost (other
 * nodes, a crash), so whoever listens also looks by itself now and then.
 */
@FunctionalInterface
public interface Committed {
    /**
     * @param events what was appended, oldest first; may be empty when only jobs were added
     * @param due kinds of jobs that are due now because of it
     */
    void committed(List<Event> events, Set<Kind> due);
}
