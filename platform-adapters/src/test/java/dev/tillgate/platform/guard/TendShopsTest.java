package dev.tillgate.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.shop.ShopGuard;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.platform.ShopOrder;
import dev.tillgate.provider.InboundRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A shop that can be asked what has changed, and whose connection can be mended: nothing lost with its webhooks. */
class TendShopsTest {
    private static final Money PRICE = Money.ofMinor(1230, "EUR");

    /** A shop in memory that the gateway writes to by itself. */
    private static final class Listed implements Platform.Polled, Platform.Tended {
        final Map<String, Instant> changes = new ConcurrentSkipListMap<>();
        final List<ShopFact> reconciled = new CopyOnWriteArrayList<>();
        volatile Tending tending = Tending.FINE;
        volatile boolean broken;

        PlatformType type() {
            return new PlatformType("listed", List.of(), Listed.class, (settings, tools) -> this, settings -> Map.of());
        }

        @Override
        public Changes changedSince(Instant since, int limit) {
            List<String> found = new ArrayList<>();
            Instant until = since;
            for (Map.Entry<String, Instant> one : changes.entrySet()) {
                if (one.getValue().isAfter(since) && found.size() < limit) {
                    found.add(one.getKey());
                    until = one.getValue().isAfter(until) ? one.getValue() : until;
                }
            }
            return new Changes(found, until, "");
        }

        @Override
        public Tending tend() {
            return tending;
        }

        @Override
        public OrderReading load(String reference) {
            return new OrderReading.Found(new ShopOrder(
                    reference,
                    1,
                    ShopOrder.State.UNPAID,
                    PRICE,
                    Money.ofMinor(0, "EUR"),
                    null,
                    true,
                    "Order " + reference,
                    List.of(),
                    Buyer.UNKNOWN));
        }

        @Override
        public Reconciled reconcile(ShopFact fact) {
            if (broken) {
                throw new IllegalStateException("Erika Mustermann has no such field");
            }
            boolean first = reconciled.stream().noneMatch(fact::equals);
            reconciled.add(fact);
            return new Reconciled.Agreed(
                    first && fact.standing() == Standing.PAID ? List.of("platform.listed.marked_paid") : List.of());
        }

        @Override
        public Inbound read(InboundRequest request) {
            return new Inbound.Rejected("sends none");
        }
    }

    @Test
    void what_has_changed_is_asked_for_and_each_change_is_followed_once() throws IOException {
        Listed shop = new Listed();
        try (GuardScene scene = new GuardScene(shop.type())) {
            scene.work();
            Instant begin = scene.clock.instant().truncatedTo(ChronoUnit.MILLIS);
            for (int i = 0; i < 450; i++) {
                shop.changes.put(String.valueOf(5000 + i), begin.plusMillis(i + 1L));
            }
            scene.until(scene.clock.instant().plus(Duration.ofMinutes(30)));

            assertThat(scene.database.number("SELECT COUNT(*) FROM shop_message WHERE status = 'APPLIED'"))
                    .isEqualTo(450);
            assertThat(scene.database.number("SELECT COUNT(*) FROM payment WHERE status = 'OPEN'"))
                    .isEqualTo(450);
            scene.until(scene.clock.instant().plus(Duration.ofHours(1)));
            assertThat(scene.database.number("SELECT COUNT(*) FROM shop_message"))
                    .isEqualTo(450);
        }
    }

    @Test
    void what_was_mended_is_noted_each_time_and_what_is_broken_once() throws IOException {
        Listed shop = new Listed();
        try (GuardScene scene = new GuardScene(shop.type())) {
            shop.tending =
                    new Platform.Tending(List.of("platform.listed.webhook_on"), List.of("platform.listed.clock"));
            scene.until(scene.clock.instant().plus(Duration.ofHours(3)));

            assertThat(scene.connectionBook.find(scene.store).orElseThrow().problems())
                    .containsExactly("platform.listed.clock");
            List<ShopNote> notes = scene.guards.notes(scene.merchant, scene.store, null, null, 50);
            assertThat(notes)
                    .filteredOn(note -> note.kind() == ShopNote.Kind.ATTENTION)
                    .hasSize(1);
            assertThat(notes)
                    .filteredOn(note -> note.kind() == ShopNote.Kind.REPAIRED)
                    .hasSizeGreaterThan(2);
            shop.tending = Platform.Tending.FINE;
            scene.until(scene.clock.instant().plus(Duration.ofHours(2)));
            assertThat(scene.connectionBook.find(scene.store).orElseThrow().problems())
                    .isEmpty();
        }
    }

    @Test
    void what_a_platform_repairs_is_noted_and_its_own_mistakes_are_no_end_of_the_watch() throws IOException {
        Listed shop = new Listed();
        try (GuardScene scene = new GuardScene(shop.type())) {
            shop.broken = true;
            String order = "77";
            OrderFile file = scene.create
                    .run(
                            new CreatePayment.Request(
                                    scene.merchant,
                                    scene.store,
                                    order,
                                    1,
                                    PRICE,
                                    "",
                                    List.of(),
                                    Buyer.UNKNOWN,
                                    CaptureMode.AUTOMATIC,
                                    Duration.ofDays(1),
                                    new CreatePayment.Pay("card", null)),
                            OnceOnly.unremembered())
                    .file();
            scene.until(scene.clock.instant().plus(Duration.ofMinutes(5)));
            ShopGuard troubled =
                    scene.guards.read(scene.merchant, file.order().id()).orElseThrow();
            assertThat(troubled.status()).isEqualTo(ShopGuard.Status.LATE);
            assertThat(troubled.details().toString()).doesNotContain("Erika");

            shop.broken = false;
            scene.until(scene.clock.instant().plus(Duration.ofHours(2)));
            assertThat(scene.guards.notes(scene.merchant, scene.store, ShopNote.Kind.REPAIRED, null, 5))
                    .extracting(ShopNote::what)
                    .containsExactly("platform.listed.marked_paid");
            assertThat(scene.guards
                            .read(scene.merchant, file.order().id())
                            .orElseThrow()
                            .status())
                    .isEqualTo(ShopGuard.Status.WATCHED);
        }
    }
}
