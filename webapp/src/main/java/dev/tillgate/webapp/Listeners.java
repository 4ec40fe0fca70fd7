package dev.tillgate.webapp;

import dev.tillgate.flow.Committed;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.JobQueue.Kind;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes commits on to whoever is there by then: what listens is built from what commits. One that fails harms none. */
final class Listeners implements Committed {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);
    private final List<Committed> all = new CopyOnWriteArrayList<>();

    void add(Committed listener) {
        all.add(listener);
    }

    @Override
    public void committed(List<Event> events, Set<Kind> due) {
        for (Committed listener : all) {
            try {
                listener.committed(events, due);
            } catch (RuntimeException failure) {
                LOG.warn("a listener missed a commit", failure);
            }
        }
    }
}
