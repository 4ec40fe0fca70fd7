package dev.tillgate.platform;

import dev.tillgate.callback.DeliverCallbacks;
import dev.tillgate.callback.StoreGates;
import dev.tillgate.flow.Committed;
import dev.tillgate.flow.EventType;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.flow.shop.GuardBook.Callback;
import dev.tillgate.flow.shop.ShopGuard;
import dev.tillgate.flow.shop.ShopGuard.Status;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.ShopFact.Standing;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The closed loop, the worker of {@code GUARD} jobs: reads an order back from its shop after everything the shop must
 * know, has the platform mend what differs, and comes back until the shop has said it three times: at once, after an
 * hour and after a day. What only the merchant can settle is kept where the merchant sees it.
 */
public final class OrderGuard {
    /** Sent again only if it would not go out by itself before. */
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration MOMENT = Duration.ofSeconds(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(30);
    private static final int AT_ONCE_PER_STORE = 4;
    private static final Logger LOG = LoggerFactory.getLogger(OrderGuard.class);

    private final GuardBook book;
    private final Connections connections;
    private final Optional<AnswerSessions> sessions;
    private final DeliverCallbacks deliver;
    private final Committed committed;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final StoreGates gates;
    private final GuardPlan plan =
            new GuardPlan(() -> ThreadLocalRandom.current().nextDouble());

    /**
     * What it looks at.
     *
     * @param sessions answers what platforms have handed over, where they do
     */
    public record Shops(Connections connections, Optional<AnswerSessions> sessions) {}

    public OrderGuard(
            GuardBook book,
            Connections connections,
            DeliverCallbacks deliver,
            Committed committed,
            InstantSource clock,
            MeterRegistry meters) {
        this(book, new Shops(connections, Optional.empty()), deliver, committed, clock, meters);
    }

    public OrderGuard(
            GuardBook book,
            Shops shops,
            DeliverCallbacks deliver,
            Committed committed,
            InstantSource clock,
            MeterRegistry meters) {
        this.book = book;
        this.connections = shops.connections();
        this.sessions = shops.sessions();
        this.deliver = deliver;
        this.committed = committed;
        this.clock = clock;
        this.meters = meters;
        this.gates = new StoreGates(AT_ONCE_PER_STORE, clock);
    }

    /** Looks at one order in its shop. */
    public void run(MerchantId merchant, OrderId order) {
        Optional<ShopGuard> found = book.read(merchant, order);
        if (found.isEmpty()) {
            return;
        }
        ShopGuard guard = found.get();
        Optional<Connected> shop = connections
                .find(merchant, guard.store())
                .filter(connected -> connected.connection().isActive());
        if (shop.isEmpty()) {
            book.forget(guard);
            count("forgotten");
            return;
        }
        Instant now = clock.instant();
        Optional<Instant> comeBack = gates.enter(guard.store());
        if (comeBack.isPresent()) {
            book.postpone(guard, later(comeBack.get(), now.plus(patience(guard, now))));
            count("postponed");
            return;
        }
        look(guard, shop.get());
    }

    /** Who has waited for long can wait a little longer: a shop that was down for a day is not asked by all at once. */
    private static Duration patience(ShopGuard guard, Instant now) {
        Duration tenth = Duration.between(guard.since(), now).dividedBy(10);
        return tenth.compareTo(LONGEST_PATIENCE) > 0 ? LONGEST_PATIENCE : tenth;
    }

    private void look(ShopGuard guard, Connected shop) {
        long begin = System.nanoTime();
        Optional<Duration> pause = Optional.empty();
        try {
            Optional<OrderFile> file = book.file(guard.merchant(), guard.order());
            Optional<ShopFact> fact = file.flatMap(ShopFacts::of);
            if (file.isEmpty() || fact.isEmpty()) {
                book.forget(guard);
                return;
            }
            Reconciled reconciled = reconciled(shop, fact.get());
            if (reconciled instanceof Reconciled.Later later) {
                pause = Optional.of(later.after().compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : later.after());
            }
            settle(guard, fact.get(), reconciled);
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            if (pause.isPresent()) {
                gates.leaveAndPause(guard.store(), took, pause);
            } else {
                gates.leave(guard.store(), took);
            }
        }
    }

    /** What a platform throws is a mistake of ours: not now, and never the end of the watch over an order. */
    private Reconciled reconciled(Connected shop, ShopFact fact) {
        try {
            return sessions.isPresent() && shop.platform() instanceof SessionShop
                    ? sessions.get().run(shop, fact.reference())
                    : shop.platform().reconcile(fact);
        } catch (RuntimeException mistake) {
            // Without its message: it may quote what the shop has sent.
            LOG.error(
                    "{} could not reconcile an order of {}: {} at {}",
                    shop.type().id(),
                    shop.store(),
                    mistake.getClass().getName(),
                    mistake.getStackTrace().length == 0 ? "?" : mistake.getStackTrace()[0]);
            return new Reconciled.Later(mistake.getClass().getSimpleName(), MOMENT);
        }
    }

    private void settle(ShopGuard guard, ShopFact fact, Reconciled reconciled) {
        switch (reconciled) {
            case Reconciled.Agreed agreed -> agreed(guard, fact, agreed);
            case Reconciled.TellAgain again -> tellAgain(guard, fact, again);
            case Reconciled.Later later -> trouble(guard, "shop.guard.later", later.why(), later.after());
            case Reconciled.Refused refused -> refused(guard, refused);
        }
    }

    private void agreed(ShopGuard guard, ShopFact fact, Reconciled.Agreed agreed) {
        Instant now = clock.instant();
        List<ShopNote> notes = new ArrayList<>();
        for (String what : agreed.repaired()) {
            notes.add(ShopNote.of(guard, ShopNote.Kind.REPAIRED, what, Map.of(), now));
        }
        if (guard.toldAgain() && notes.isEmpty()) {
            notes.add(ShopNote.of(guard, ShopNote.Kind.REPAIRED, "shop.repaired.told_again", Map.of(), now));
        }
        Instant before = guard.agreedAt();
        Instant first = before == null || !notes.isEmpty() ? now : before;
        Instant next = GuardPlan.afterAgreeing(fact.standing(), first, now).orElse(null);
        book.settle(guard.agreed(first, next, now), notes);
        count(notes.isEmpty() ? "agreed" : "repaired");
    }

    private void tellAgain(ShopGuard guard, ShopFact fact, Reconciled.TellAgain again) {
        Instant now = clock.instant();
        List<Callback> told = book.callbacks(guard.merchant(), guard.order()).stream()
                .filter(callback -> callback.payment().equals(fact.payment()))
                .filter(callback ->
                        callback.type() != EventType.ATTEMPT_UNKNOWN || fact.standing() == Standing.IN_DOUBT)
                .toList();
        Optional<Instant> byItself = told.stream()
                .flatMap(callback -> Optional.ofNullable(callback.dueAt()).stream())
                .filter(due -> due.isBefore(now.plus(SOON)))
                .max(Instant::compareTo);
        if (byItself.isPresent()) {
            book.postpone(guard, later(byItself.get(), now).plus(MOMENT));
            count("awaited");
            return;
        }
        boolean sent = false;
        for (Callback callback : told) {
            sent |= deliver.replay(guard.merchant(), callback.event());
        }
        if (sent) {
            committed.committed(List.of(), Set.of(Kind.CALLBACK));
        }
        trouble(sent ? guard.tellingAgain() : guard, "shop.guard.not_saved", again.why(), MOMENT);
    }

    private void trouble(ShopGuard guard, String reason, String why, Duration wish) {
        Instant now = clock.instant();
        Optional<Instant> next = plan.afterTrouble(guard.tries(), wish, guard.since(), now);
        Status status = next.isPresent() ? Status.LATE : Status.GIVEN_UP;
        book.settle(guard.troubled(status, reason, Map.of("why", why), next.orElse(null), now), List.of());
        String outcome = guard.toldAgain() ? "told_again" : "later";
        count(next.isPresent() ? outcome : "given_up");
    }

    private void refused(ShopGuard guard, Reconciled.Refused refused) {
        Instant now = clock.instant();
        Optional<Instant> next = plan.afterRefusal(guard.since(), now);
        Status status = next.isPresent() ? Status.REFUSED : Status.GIVEN_UP;
        book.settle(guard.troubled(status, refused.reason(), refused.details(), next.orElse(null), now), List.of());
        count(next.isPresent() ? "refused" : "given_up");
    }

    private void count(String outcome) {
        meters.counter("tillgate.guard", "outcome", outcome).increment();
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
