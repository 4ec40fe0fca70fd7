package dev.tillgate.webapp.api;

import dev.tillgate.flow.Committed;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.payment.OrderId;
import java.util.List;
import java.util.Set;

/**
 * Wakes open streams when something was appended to their order, on this node; streams look by themselves now and then
 * for what other nodes append.
 */
public final class EventStreams implements Committed, AutoCloseable {
    private final Watches<OrderId> watches;

    EventStreams(int most, int mostPerOwner) {
        watches = new Watches<>(most, mostPerOwner);
    }

    @Override
    public void committed(List<Event> events, Set<Kind> due) {
        events.forEach(event -> watches.wake(event.order()));
    }

    Watches<OrderId> watches() {
        return watches;
    }

    @Override
    public void close() {
        watches.close();
    }
}
