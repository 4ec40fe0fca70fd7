package dev.tillgate.callback;

import dev.tillgate.callback.CallbackWire.Reply;
import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.CallbackBook.Delivery;
import dev.tillgate.flow.CallbackBook.Status;
import dev.tillgate.flow.CallbackBook.Try;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.MerchantId;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a store of one event: the worker of {@code CALLBACK} jobs. A 2xx is success; everything else, redirects
 * included, is tried again as the {@link RetryPlan} says, and given up after that. 410 switches the store's callbacks
 * off; 429, 502 and 504 slow all of the store's down. Deliveries of one order keep their order. A crash after sending
 * leads to a second delivery with the same id and body, never to none.
 */
public final class DeliverCallbacks implements Consumer<Job> {
    /** How long after the event a delivery can be put in the queue again. */
    public static final Duration REPLAY = Duration.ofDays(30);

    private static final Logger LOG = LoggerFactory.getLogger(DeliverCallbacks.class);
    static final int AT_ONCE_PER_STORE = 8;
    /** The older delivery wakes the next one when it is done; this is only for the case that it cannot. */
    private static final Duration BEHIND_OLDER = Duration.ofMinutes(10);

    private static final int GONE = 410;

    private final CallbackBook book;
    private final CallbackEndpoints endpoints;
    private final CallbackSigner signer;
    private final CallbackWire wire;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final RetryPlan plan =
            new RetryPlan(() -> ThreadLocalRandom.current().nextDouble());
    private final StoreGates gates;

    public DeliverCallbacks(
            CallbackBook book,
            CallbackEndpoints endpoints,
            CallbackSigner signer,
            CallbackWire wire,
            InstantSource clock,
            MeterRegistry meters) {
        this.book = book;
        this.endpoints = endpoints;
        this.signer = signer;
        this.wire = wire;
        this.clock = clock;
        this.meters = meters;
        this.gates = new StoreGates(AT_ONCE_PER_STORE, clock);
    }

    @Override
    public void accept(Job job) {
        EventId id = new EventId(job.id());
        Optional<Delivery> found = book.read(job.merchant(), id);
        if (found.isEmpty() || found.get().status() != Status.PENDING) {
            return;
        }
        Event event = found.get().event();
        if (book.hasOlderPending(event.merchant(), event.order(), event.sequence())) {
            waitForOlder(event);
            return;
        }
        Optional<Endpoint> endpoint = endpoints.recent(event.merchant(), event.store());
        String url = endpoint.map(Endpoint::url).orElse(null);
        if (endpoint.isEmpty() || url == null || endpoint.get().disabledAt() != null) {
            skip(found.get());
            return;
        }
        Optional<Instant> comeBack = gates.enter(event.store());
        if (comeBack.isPresent()) {
            book.postpone(event.merchant(), event.id(), comeBack.get());
            count("postponed");
            return;
        }
        deliver(found.get(), endpoint.get(), url);
    }

    /** Puts a delivery back in the queue, due at once. False when it is unknown or older than {@link #REPLAY}. */
    public boolean replay(MerchantId merchant, EventId event) {
        Instant now = clock.instant();
        return book.replay(merchant, event, now.minus(REPLAY), now);
    }

    private void waitForOlder(Event event) {
        book.postpone(event.merchant(), event.id(), clock.instant().plus(BEHIND_OLDER));
        // The older one may have been done, and have woken this one, just before it was put off.
        if (!book.hasOlderPending(event.merchant(), event.order(), event.sequence())) {
            book.postpone(event.merchant(), event.id(), clock.instant());
        }
        count("postponed");
    }

    private void skip(Delivery delivery) {
        Try none = new Try(delivery.tries() + 1, clock.instant(), null, "the store has no callback address", 0);
        book.tried(delivery, none, Status.SKIPPED, null);
        count("skipped");
    }

    private void deliver(Delivery delivery, Endpoint endpoint, String url) {
        Event event = delivery.event();
        Pressure pressure = Pressure.none();
        long begin = System.nanoTime();
        try {
            Instant at = clock.instant();
            Reply reply = wire.send(signer.signed(event, endpoint, url));
            Duration took = since(begin);
            meters.timer("tillgate.callback.calls").record(took);
            pressure = Pressure.of(reply, at);
            Try result = new Try(delivery.tries() + 1, at, reply.status(), error(reply), took.toMillis());
            settle(delivery, endpoint, result, pressure);
        } finally {
            if (pressure.slowsDown()) {
                gates.leaveAndPause(event.store(), since(begin), pressure.pause());
            } else {
                gates.leave(event.store(), since(begin));
            }
        }
    }

    private static Duration since(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void settle(Delivery delivery, Endpoint endpoint, Try result, Pressure pressure) {
        Integer status = result.status();
        if (status != null && status >= 200 && status < 300) {
            finish(delivery, result, Status.DELIVERED);
        } else if (status != null && status == GONE) {
            endpoints.disable(endpoint);
            LOG.warn(
                    "store {} says 410: its callbacks are disabled",
                    delivery.event().store());
            finish(delivery, result, Status.SKIPPED);
        } else {
            retry(delivery, result, pressure);
        }
    }

    private void retry(Delivery delivery, Try result, Pressure pressure) {
        Optional<Duration> pause = plan.after(result.number());
        if (pause.isEmpty()) {
            LOG.warn(
                    "callback {} of store {} failed for the last time",
                    delivery.event().id(),
                    delivery.event().store());
            finish(delivery, result, Status.FAILED);
            return;
        }
        Duration wait = pressure.pause()
                .filter(asked -> asked.compareTo(pause.get()) > 0)
                .orElse(pause.get());
        book.tried(delivery, result, Status.PENDING, clock.instant().plus(wait));
        count("retry");
    }

    private void finish(Delivery delivery, Try result, Status status) {
        book.tried(delivery, result, status, null);
        count(status.name().toLowerCase(Locale.ROOT));
    }

    private void count(String outcome) {
        meters.counter("tillgate.callbacks", "outcome", outcome).increment();
    }

    private static @Nullable String error(Reply reply) {
        Integer status = reply.status();
        if (status == null) {
            return reply.error();
        }
        if (status >= 300 && status < 400) {
            return "redirects are not followed";
        }
        return null;
    }
}
