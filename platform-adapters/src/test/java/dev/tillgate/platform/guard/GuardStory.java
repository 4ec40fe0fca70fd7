package dev.tillgate.platform.guard;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Payer;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.platform.PlatformFixture.Trouble;
import dev.tillgate.platform.fake.FakeShop;
import dev.tillgate.platform.fake.FakeShop.Mishap;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What happens to some thousand orders within two days, drawn by a seed: a shop that is down for a whole day, says 200
 * and saves nothing, loses what it is told, forgets to tell what it knows, cancels by timer, writes old copies back,
 * deletes orders; buyers who pay late, twice, or at a page; a provider whose answers are lost.
 */
final class GuardStory implements AutoCloseable {
    private static final Duration BEFORE = Duration.ofHours(2);
    private static final Duration OUTAGE = Duration.ofHours(24);
    private static final Duration AFTER = Duration.ofHours(22);
    private static final Duration STEP = Duration.ofMinutes(5);

    private final GuardScene scene;
    private final Random random;
    private final Instant begin;
    private final List<Told> told = new ArrayList<>();
    private final Map<String, AtomicInteger> mishaps = new ConcurrentHashMap<>();
    private final Map<String, Mishap> kinds = new ConcurrentHashMap<>();
    private final PriorityQueue<Step> steps =
            new PriorityQueue<>(Comparator.comparing(Step::at).thenComparing(Step::number));
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private int numbers;

    /** What an order goes through. */
    enum Fate {
        PLAIN(24),
        PAID_WHILE_DOWN(15),
        FORGOTTEN(12),
        LOST(10),
        CANCELED_BEFORE(6),
        WRITTEN_BACK_WITHIN_AN_HOUR(5),
        WRITTEN_BACK_WITHIN_A_DAY(5),
        WRITTEN_BACK_AND_TOLD(2),
        DELETED(2),
        PAID_OTHERWISE(1),
        CHANGED_AND_TOLD(3),
        CHANGED_AND_NOT_TOLD(1),
        ABANDONED(2),
        CANCELED_AND_TOLD(2),
        CANCELED_THEN_PAID(2),
        ONLY_IN_THE_SHOP(3),
        REFUNDED(2),
        TWICE_AT_ONCE(2),
        ANSWER_LOST(1);

        private final int share;

        Fate(int share) {
            this.share = share;
        }

        /** Whether only the merchant can settle it. */
        boolean needsAPerson() {
            return this == DELETED || this == PAID_OTHERWISE || this == CHANGED_AND_NOT_TOLD;
        }

        boolean ends() {
            return this == ABANDONED || this == CANCELED_AND_TOLD;
        }
    }

    /** An order and what became of it by the story. */
    record Told(String reference, Fate fate, AtomicInteger writtenBack) {}

    private record Step(Instant at, int number, Runnable what) {}

    GuardStory(GuardScene scene, long seed) {
        this.scene = scene;
        this.random = new Random(seed);
        this.begin = scene.clock.instant();
        scene.tick = Duration.ofMinutes(3);
        scene.shop.mishaps(this::mishap);
    }

    List<Told> told() {
        return told;
    }

    /** Tells it all, and then lets time pass until everything has been swept. */
    void play(int orders) {
        Instant down = begin.plus(BEFORE);
        Instant up = down.plus(OUTAGE);
        for (int i = 0; i < orders; i++) {
            Fate fate = fate();
            Instant at = fate == Fate.PAID_WHILE_DOWN || random.nextInt(4) == 0
                    ? begin.plus(upTo(BEFORE.minusMinutes(30)))
                    : up.plus(upTo(AFTER));
            plan(fate, at, down);
        }
        step(down, () -> scene.shop.trouble(Trouble.DOWN));
        step(up, () -> scene.shop.trouble(Trouble.NONE));
        while (!steps.isEmpty()) {
            Instant first = steps.peek().at();
            scene.until(first);
            List<Runnable> now = new ArrayList<>();
            while (!steps.isEmpty() && steps.peek().at().isBefore(first.plus(STEP))) {
                now.add(steps.poll().what());
            }
            scene.together(now);
        }
        scene.until(up.plus(AFTER).plus(Duration.ofHours(54)));
    }

    private void plan(Fate fate, Instant at, Instant down) {
        Money total = Money.ofMinor(100 + random.nextInt(100_000), "EUR");
        String order = scene.shop.order(total, true);
        Told one = new Told(order, fate, new AtomicInteger());
        told.add(one);
        Instant later = at.plus(Duration.ofMinutes(10));
        switch (fate) {
            case PLAIN -> step(at, () -> purchase(order, total));
            case TWICE_AT_ONCE -> {
                step(at, () -> purchase(order, total));
                step(at, () -> purchase(order, total));
            }
            case ANSWER_LOST -> {
                scene.till.loseAnswer(order);
                step(at, () -> purchase(order, total));
            }
            case FORGOTTEN, LOST -> {
                mishaps.put(order, new AtomicInteger(1 + random.nextInt(4)));
                kinds.put(order, fate == Fate.LOST ? Mishap.LOST : Mishap.FORGOTTEN);
                step(at, () -> purchase(order, total));
            }
            case PAID_WHILE_DOWN -> {
                step(at, () -> open(order, total));
                step(down.plus(upTo(OUTAGE.minusHours(1))).plus(Duration.ofMinutes(10)), () -> pay(order));
            }
            case CANCELED_BEFORE -> then(at, later, order, total, () -> scene.shop.cancel(order));
            case DELETED -> then(at, later, order, total, () -> scene.shop.delete(order));
            case PAID_OTHERWISE -> then(at, later, order, total, () -> scene.shop.payOtherwise(order));
            case CHANGED_AND_NOT_TOLD -> then(at, later, order, total, () -> scene.shop.total(order, more(total)));
            case CHANGED_AND_TOLD ->
                then(at, later, order, total, () -> {
                    scene.shop.total(order, more(total));
                    tell("order.changed", order);
                });
            case WRITTEN_BACK_WITHIN_AN_HOUR -> writtenBack(one, at, total, Duration.ofMinutes(25), false);
            case WRITTEN_BACK_WITHIN_A_DAY -> writtenBack(one, at, total, Duration.ofHours(3), false);
            case WRITTEN_BACK_AND_TOLD -> writtenBack(one, at, total, Duration.ofHours(2), true);
            case ABANDONED -> step(at, () -> open(order, total));
            case CANCELED_AND_TOLD -> {
                step(at, () -> open(order, total));
                step(later, () -> {
                    scene.shop.cancel(order);
                    tell("order.changed", order);
                });
            }
            case CANCELED_THEN_PAID -> canceledThenPaid(at, later, order, total);
            case ONLY_IN_THE_SHOP -> {
                step(at, () -> tell("order.changed", order));
                step(later, () -> pay(order));
            }
            case REFUNDED -> {
                step(at, () -> purchase(order, total));
                step(later.plus(Duration.ofMinutes(20)), () -> refund(order));
            }
        }
    }

    private void then(Instant at, Instant later, String order, Money total, Runnable meanwhile) {
        step(at, () -> open(order, total));
        step(at.plus(STEP), meanwhile);
        step(later.plus(STEP), () -> pay(order));
    }

    private void writtenBack(Told one, Instant at, Money total, Duration after, boolean telling) {
        step(at, () -> purchase(one.reference, total));
        step(at.plus(after), () -> {
            FakeShop.Row row = scene.shop.row(one.reference);
            if (row != null && row.transaction() != null) {
                scene.shop.writeBackUnpaid(one.reference);
                one.writtenBack.incrementAndGet();
            }
            if (telling) {
                tell("order.changed", one.reference);
            }
        });
    }

    private void canceledThenPaid(Instant at, Instant later, String order, Money total) {
        step(at, () -> {
            open(order, total);
            newest(order)
                    .ifPresent(payment -> scene.start.run(
                            scene.merchant, payment.id(), "page", Payer.UNKNOWN, OnceOnly.unremembered()));
        });
        step(later, () -> {
            scene.shop.cancel(order);
            tell("order.changed", order);
        });
        step(later.plus(Duration.ofMinutes(20)), () -> file(order)
                .ifPresent(file -> file.attempts().forEach(attempt -> scene.till.payOnPage(attempt.id()))));
    }

    private void purchase(String order, Money total) {
        create(order, total, new CreatePayment.Pay("card", null));
    }

    private void open(String order, Money total) {
        create(order, total, null);
    }

    private void create(String order, Money total, CreatePayment.@Nullable Pay pay) {
        try {
            scene.create.run(
                    new CreatePayment.Request(
                            scene.merchant,
                            scene.store,
                            order,
                            1,
                            total,
                            "Order " + order,
                            List.of(),
                            Buyer.UNKNOWN,
                            CaptureMode.AUTOMATIC,
                            Duration.ofDays(2),
                            pay),
                    OnceOnly.unremembered());
        } catch (NotPossible paidAlready) {
            // The second of two at once.
        }
    }

    private void pay(String order) {
        newest(order)
                .filter(payment -> payment.status() == PaymentStatus.OPEN)
                .ifPresent(payment ->
                        scene.start.run(scene.merchant, payment.id(), "card", Payer.UNKNOWN, OnceOnly.unremembered()));
    }

    private void refund(String order) {
        newest(order)
                .filter(payment -> payment.status() == PaymentStatus.PAID)
                .ifPresent(payment -> scene.refund.run(
                        scene.merchant, payment.id(), Money.ofMinor(37, "EUR"), null, OnceOnly.unremembered()));
    }

    java.util.Optional<OrderFile> file(String order) {
        return scene.guards.file(scene.merchant, scene.store, order);
    }

    private java.util.Optional<Payment> newest(String order) {
        return file(order).flatMap(file -> file.payments().stream().max(Comparator.comparing(Payment::revision)));
    }

    /** The shop tells it one to three times, as shops do. */
    private void tell(String type, String order) {
        byte[] body = JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("order", order)
                .put("occurred_at", scene.clock.instant().toString())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        Ask ask = scene.signature.sign(scene.door(scene.store), TimeOrderedId.next("msg"), body);
        for (int i = 0; i <= order.hashCode() % 3; i++) {
            try {
                if (wire.send(ask).status() != 200) {
                    throw new IllegalStateException("the gateway does not take a message of its shop");
                }
            } catch (IOException lost) {
                throw new IllegalStateException(lost);
            }
        }
    }

    private Mishap mishap(String order, String event) {
        AtomicInteger left = mishaps.get(order);
        boolean happens = left != null && event.startsWith("payment.paid") && left.getAndDecrement() > 0;
        return happens ? kinds.getOrDefault(order, Mishap.NONE) : Mishap.NONE;
    }

    private Fate fate() {
        int at = random.nextInt(100);
        for (Fate fate : Fate.values()) {
            at -= fate.share;
            if (at < 0) {
                return fate;
            }
        }
        throw new IllegalStateException("the shares are not a hundred");
    }

    private static Money more(Money total) {
        return total.plus(Money.ofMinor(250, "EUR"));
    }

    private Duration upTo(Duration most) {
        return Duration.ofSeconds(random.nextInt((int) most.toSeconds()));
    }

    private void step(Instant at, Runnable what) {
        steps.add(new Step(at, numbers++, what));
    }

    @Override
    public void close() {
        wire.close();
    }
}
