package dev.tillgate.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.shop.ShopGuard;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.platform.ShopOrder.State;
import dev.tillgate.platform.fake.FakeShop;
import dev.tillgate.platform.guard.GuardStory.Fate;
import dev.tillgate.platform.guard.GuardStory.Told;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The proof of the closed loop: of some thousand orders none is lost, none wrongly canceled, none paid twice, and every
 * one that only a person can settle is where the merchant sees it. {@code -Dguard.orders=10000} for the long form,
 * {@code -Dguard.seed=…} to repeat one.
 */
class OrderGuardTest {
    private static final Logger LOG = LoggerFactory.getLogger(OrderGuardTest.class);
    private static final int ORDERS = Integer.getInteger("guard.orders", 500);
    private static final long SEED = Long.getLong("guard.seed", 20_261_125L);

    @Test
    void no_order_is_lost_wrongly_canceled_or_paid_twice_and_what_needs_a_person_is_seen() throws IOException {
        long began = System.nanoTime();
        try (GuardScene scene = new GuardScene();
                GuardStory story = new GuardStory(scene, SEED)) {
            story.play(ORDERS);

            Map<String, ShopGuard> troubles = troubles(scene);
            Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
            List<String> wrong = new ArrayList<>();
            int paid = 0;
            for (Told one : story.told()) {
                fates.merge(one.fate(), 1, Integer::sum);
                OrderFile file = story.file(one.reference()).orElse(null);
                Payment holding = file == null ? null : paid(file);
                paid += holding == null ? 0 : 1;
                judge(scene, one, holding, troubles.get(one.reference()))
                        .ifPresent(why -> wrong.add(one.fate() + " " + one.reference() + ": " + why));
            }
            LOG.warn(
                    "{} orders, seed {}, {} s: {} paid, {} repaired, {} to be settled by a person, {} calls of the shop; {}; {}",
                    ORDERS,
                    SEED,
                    (System.nanoTime() - began) / 1_000_000_000,
                    paid,
                    scene.guards.counts(scene.merchant, scene.store).repaired(),
                    troubles.size(),
                    scene.shop.calls(),
                    fates,
                    outcomes(scene));
            assertThat(wrong).isEmpty();
            assertThat(scene.guards.notes(scene.merchant, scene.store, ShopNote.Kind.REPAIRED, null, 10))
                    .isNotEmpty();
        }
    }

    private static Optional<String> judge(
            GuardScene scene, Told one, @Nullable Payment holding, @Nullable ShopGuard trouble) {
        FakeShop.Row row = scene.shop.row(one.reference());
        if (scene.till.charges(one.reference()) > 1) {
            return Optional.of("charged twice");
        }
        if (row != null && row.completions() - one.writtenBack().get() > 1) {
            return Optional.of("completed twice in the shop");
        }
        if (one.fate().ends()) {
            boolean wrong = holding != null || (row != null && row.state() == State.PAID);
            return wrong ? Optional.of("paid, though nobody did") : Optional.empty();
        }
        if (holding == null) {
            return Optional.of("wrongly canceled: the buyer could not pay");
        }
        if (one.fate().needsAPerson()) {
            return trouble == null || trouble.status() != ShopGuard.Status.REFUSED || trouble.reason() == null
                    ? Optional.of("not shown to the merchant: " + trouble)
                    : Optional.empty();
        }
        boolean knows = row != null
                && (row.state() == State.PAID || row.state() == State.REFUNDED)
                && holding.id().value().equals(row.transaction())
                && row.refunded().equals(holding.refunded());
        if (!knows) {
            return Optional.of("lost: the shop says " + (row == null ? "nothing" : row.state()) + ", guard " + trouble);
        }
        return trouble == null ? Optional.empty() : Optional.of("shown as trouble without reason: " + trouble);
    }

    private static @Nullable Payment paid(OrderFile file) {
        return file.payments().stream()
                .filter(payment -> payment.status() == PaymentStatus.PAID)
                .findFirst()
                .orElse(null);
    }

    /** As the merchant pages through them. */
    private static Map<String, ShopGuard> troubles(GuardScene scene) {
        Map<String, ShopGuard> all = new HashMap<>();
        OrderId after = null;
        while (true) {
            List<ShopGuard> page = scene.guards.troubles(scene.merchant, scene.store, after, 50);
            if (page.isEmpty()) {
                return all;
            }
            page.forEach(guard -> all.put(guard.reference(), guard));
            after = page.getLast().order();
        }
    }

    private static Map<String, Long> outcomes(GuardScene scene) {
        Map<String, Long> outcomes = new TreeMap<>();
        scene.meters
                .find("tillgate.guard")
                .counters()
                .forEach(counter ->
                        outcomes.put(String.valueOf(counter.getId().getTag("outcome")), (long) counter.count()));
        return outcomes;
    }
}
