package dev.tillgate.platform;

import dev.tillgate.callback.StoreGates;
import dev.tillgate.flow.Committed;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.shop.MessageBook;
import dev.tillgate.flow.shop.MessageBook.Arrival;
import dev.tillgate.flow.shop.ShopMessage;
import dev.tillgate.flow.shop.ShopMessage.Told;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.FollowShop.Followed;
import dev.tillgate.provider.InboundRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what shops send: verified, kept, answered; applied afterwards by a worker, so that a slow shop or a crash never
 * loses what it said. What cannot be applied yet is tried again for three days.
 */
public final class ReadShopMessage {
    private static final Logger LOG = LoggerFactory.getLogger(ReadShopMessage.class);
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration AT_MOST = Duration.ofDays(3);
    private static final int MOST_EVENTS = 100;
    private static final int AT_ONCE_PER_STORE = 4;
    private static final String PLAIN = "text/plain";

    private final Connections connections;
    private final MessageBook book;
    private final FollowShop follow;
    private final Committed committed;
    private final InstantSource clock;
    private final MeterRegistry meters;
    /** So that one slow shop does not take the workers from the others. */
    private final StoreGates gates;

    public ReadShopMessage(
            Connections connections,
            MessageBook book,
            FollowShop follow,
            Committed committed,
            InstantSource clock,
            MeterRegistry meters) {
        this.connections = connections;
        this.book = book;
        this.follow = follow;
        this.committed = committed;
        this.clock = clock;
        this.meters = meters;
        this.gates = new StoreGates(AT_ONCE_PER_STORE, clock);
    }

    /** What the shop is answered. */
    public record Ack(int status, String contentType, String body) {
        static Ack of(int status) {
            return new Ack(status, PLAIN, "");
        }
    }

    /** Verifies and keeps; repeats of a kept one are acknowledged again and change nothing. */
    public Ack receive(StoreId store, InboundRequest request) {
        Optional<Connected> shop = connections.find(store);
        if (shop.isEmpty()) {
            return Ack.of(404);
        }
        Inbound read = read(shop.get(), request);
        meters.counter(
                        "tillgate.shop.messages",
                        "platform",
                        shop.get().type().id(),
                        "kind",
                        read.getClass().getSimpleName())
                .increment();
        return switch (read) {
            case Inbound.Verified verified -> {
                keep(shop.get(), verified, request);
                yield Ack.of(200);
            }
            case Inbound.Greeting greeting -> new Ack(greeting.status(), greeting.contentType(), greeting.body());
            case Inbound.Ignored ignored -> Ack.of(200);
            case Inbound.Later later -> {
                LOG.warn("a message for {} cannot be verified now: {}", store, later.why());
                yield Ack.of(503);
            }
            case Inbound.Rejected rejected -> {
                LOG.warn("a message for {} was rejected: {}", store, rejected.why());
                yield Ack.of(401);
            }
        };
    }

    /** What a platform throws is a mistake of ours: the shop sends it again, and may meet a mended version. */
    private static Inbound read(Connected shop, InboundRequest request) {
        try {
            Inbound read = shop.platform().read(request);
            boolean endless = read instanceof Inbound.Verified verified
                    && verified.events().size() > MOST_EVENTS;
            return endless ? new Inbound.Rejected("more than " + MOST_EVENTS + " events") : read;
        } catch (RuntimeException mistake) {
            return new Inbound.Later(mistake.getClass().getName());
        }
    }

    private void keep(Connected shop, Inbound.Verified verified, InboundRequest request) {
        List<Told> told = verified.events().stream()
                .map(event -> new Told(event.kind().name(), event.reference(), event.occurredAt()))
                .toList();
        Optional<String> kept = book.keep(
                new Arrival(shop.merchant(), shop.store(), verified.dedupeKey(), told, request, request.receivedAt()));
        if (kept.isPresent()) {
            committed.committed(List.of(), Set.of(Kind.INBOUND));
        }
    }

    /** Applies a kept one. */
    public void apply(MerchantId merchant, String id) {
        Optional<ShopMessage> found = book.read(merchant, id);
        if (found.isEmpty()) {
            return;
        }
        ShopMessage message = found.get();
        Optional<Connected> shop = connections.find(merchant, message.store());
        if (shop.isEmpty()) {
            book.done(merchant, id, false, "the shop is not connected any more");
            return;
        }
        Optional<Instant> comeBack = gates.enter(message.store());
        if (comeBack.isPresent()) {
            book.postpone(merchant, id, comeBack.get());
            return;
        }
        long begin = System.nanoTime();
        try {
            follow(shop.get(), message);
        } finally {
            gates.leave(message.store(), Duration.ofNanos(System.nanoTime() - begin));
        }
    }

    private void follow(Connected shop, ShopMessage message) {
        Followed.Again again = null;
        for (Told one : message.told()) {
            ShopEvent event = new ShopEvent(ShopEvent.Kind.valueOf(one.kind()), one.reference(), one.occurredAt());
            if (follow.follow(shop, event) instanceof Followed.Again later) {
                again = later;
            }
        }
        if (again == null) {
            book.done(message.merchant(), message.id(), true, null);
        } else {
            later(message, again);
        }
    }

    /** Waits twice as long each time, an hour at most: a message often comes before the order can be read. */
    private void later(ShopMessage message, Followed.Again again) {
        Instant now = clock.instant();
        if (now.isAfter(message.receivedAt().plus(AT_MOST))) {
            book.done(message.merchant(), message.id(), false, again.why());
            return;
        }
        Duration doubled = SHORTEST.multipliedBy(1L << Math.min(message.tries(), 12));
        Duration pause = message.tries() > 0 && again.after().compareTo(doubled) > 0 ? again.after() : doubled;
        book.again(
                message.merchant(),
                message.id(),
                now.plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause),
                again.why());
    }
}
