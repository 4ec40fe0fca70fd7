package dev.tillgate.webapp.operate;

import dev.tillgate.flow.Committed;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.JobQueue.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what happens to payments, by method: {@code tillgate_payments_total} with the status they reach,
 * {@code tillgate_attempts_total} and {@code tillgate_refunds_total} with how they went. Counts what this node commits.
 */
public final class PaymentCounts implements Committed {
    private static final String NO_METHOD = "none";
    private static final String OTHER = "other";

    private final MeterRegistry meters;
    private final Set<String> methods;
    private final Map<Series, Counter> counters = new ConcurrentHashMap<>();

    /** @param methods every method that some provider offers; there are no other values of the label */
    public PaymentCounts(MeterRegistry meters, Set<String> methods) {
        this.meters = meters;
        this.methods = Set.copyOf(methods);
    }

    @Override
    public void committed(List<Event> events, Set<Kind> due) {
        for (Event event : events) {
            counters.computeIfAbsent(new Series(event.type().code(), method(event)), this::counter)
                    .increment();
        }
    }

    private String method(Event event) {
        if (!(event.data().get("method") instanceof String method)) {
            return NO_METHOD;
        }
        return methods.contains(method) ? method : OTHER;
    }

    /** {@code payment.paid} is the status {@code paid} of {@code tillgate.payments}. */
    private Counter counter(Series series) {
        int dot = series.event.indexOf('.');
        return Counter.builder("tillgate." + series.event.substring(0, dot) + "s")
                .description("What became of them, by method")
                .tag("status", series.event.substring(dot + 1))
                .tag("method", series.method)
                .register(meters);
    }

    private record Series(String event, String method) {}
}
