package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.EventType;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.shop.ConnectionBook.Kept;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.flow.shop.GuardBook.Callback;
import dev.tillgate.flow.shop.MessageBook.Arrival;
import dev.tillgate.flow.shop.ShopConnection;
import dev.tillgate.flow.shop.ShopGuard;
import dev.tillgate.flow.shop.ShopGuard.Status;
import dev.tillgate.flow.shop.ShopMessage.Told;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Connections, messages, watched orders and notes, in the real database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StoredShopsTest {
    private static final Instant NOW = Samples.NOW;
    private static final Duration LEASE = Duration.ofSeconds(90);

    private StoreFixture fixture;
    private StoredConnections connections;
    private StoredGuards guards;
    private StoredMessages messages;
    private StoredTransactions watching;
    private StoredJobQueue queue;
    private Samples samples;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        samples = fixture.samples;
        Vault vault = new Vault(new byte[32]);
        connections = new StoredConnections(fixture.sessions, vault, InstantSource.fixed(NOW), () -> {});
        guards = new StoredGuards(fixture.sessions);
        messages = new StoredMessages(fixture.sessions, vault);
        watching =
                new StoredTransactions(fixture.sessions, (m, s) -> false, (m, s) -> false, (provider, method) -> false);
        queue = new StoredJobQueue(fixture.sessions);
    }

    @BeforeEach
    void empty() {
        fixture.empty();
        for (String table : List.of("shop_connection", "shop_drawer", "shop_message", "shop_guard", "shop_note")) {
            fixture.database.execute("DELETE FROM " + table);
        }
        fixture.statements.clear();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void a_connection_is_read_as_it_was_kept_and_its_settings_are_sealed() {
        connect();

        ShopConnection found = connections.find(samples.store).orElseThrow();

        assertThat(found.settings().get("secret")).isEqualTo("s3cret");
        assertThat(found.isActive()).isTrue();
        assertThat(found.toString()).doesNotContain("s3cret");
        assertThat(connections.find(samples.merchant, samples.store)).contains(found);
        assertThat(connections.find(new Samples().merchant, samples.store)).isEmpty();
        assertThat(fixture.database.number("SELECT COUNT(*) FROM shop_connection WHERE settings LIKE '%s3cret%'"))
                .isZero();
        assertThat(queue.take(Kind.SHOP, 5, LEASE, NOW))
                .containsExactly(new Job(Kind.SHOP, samples.merchant, null, samples.store.value()));
    }

    @Test
    void a_connection_is_changed_under_its_lock_and_removed_with_its_drawer() {
        connect();
        connections.put(samples.merchant, samples.store, "token", new Kept("t1", null));

        connections.change(samples.merchant, samples.store, c -> c.tended(List.of("a.b", "c.d"), NOW));
        assertThat(connections.find(samples.store).orElseThrow().problems()).containsExactly("a.b", "c.d");
        connections.change(samples.merchant, samples.store, ShopConnection::disconnected);
        assertThat(connections.find(samples.store).orElseThrow().isActive()).isFalse();
        connections.remove(samples.merchant, samples.store);

        assertThat(connections.find(samples.store)).isEmpty();
        assertThat(connections.read(samples.merchant, samples.store, "token")).isEmpty();
    }

    @Test
    void of_8_who_want_to_renew_a_token_one_may_until_it_is_put_or_the_lease_is_over() throws Exception {
        List<Object> claims = StoreFixture.together(8, () -> claim(NOW));
        assertThat(claims).filteredOn(Boolean.TRUE::equals).hasSize(1);
        assertThat(connections.read(samples.merchant, samples.store, "token")).isEmpty();
        assertThat(claim(NOW.plusSeconds(29))).isFalse();
        assertThat(claim(NOW.plusSeconds(31))).isTrue();

        Instant end = NOW.plusSeconds(3600);
        connections.put(samples.merchant, samples.store, "token", new Kept("t1", end));

        assertThat(connections.read(samples.merchant, samples.store, "token")).contains(new Kept("t1", end));
        assertThat(claim(NOW.plusSeconds(32))).isTrue();
        assertThat(fixture.database.number("SELECT COUNT(*) FROM shop_drawer WHERE content LIKE '%t1%'"))
                .isZero();
    }

    @Test
    void a_message_is_kept_once_sealed_and_due_until_it_is_done() throws Exception {
        List<Object> kept = StoreFixture.together(8, () -> keep("k1"));
        assertThat(kept).filteredOn(Optional.empty()::equals).hasSize(7);
        String id = messages.keep(arrival("k2")).orElseThrow();

        assertThat(messages.read(samples.merchant, id).orElseThrow().told())
                .containsExactly(new Told("ORDER_CHANGED", "1042", NOW), new Told("DISCONNECTED", null, null));
        assertThat(queue.take(Kind.INBOUND, 5, LEASE, NOW)).hasSize(2);
        messages.again(samples.merchant, id, NOW.plusSeconds(60), "not yet");
        assertThat(messages.read(samples.merchant, id).orElseThrow().tries()).isEqualTo(1);
        assertThat(queue.take(Kind.INBOUND, 5, LEASE, NOW.plusSeconds(59))).isEmpty();
        messages.done(samples.merchant, id, true, null);
        assertThat(queue.take(Kind.INBOUND, 5, LEASE, NOW.plusSeconds(60))).isEmpty();
        assertThat(fixture.database.number("SELECT COUNT(*) FROM shop_message WHERE request LIKE '%Signature%'"))
                .isZero();
        assertThat(messages.eraseAll(samples.merchant, StoreId.next())).isZero();
        assertThat(messages.erase(samples.merchant, samples.store, "1042")).isEqualTo(2);
        assertThat(messages.eraseAll(samples.merchant, samples.store)).isZero();
        assertThat(fixture.database.number("SELECT COUNT(*) FROM shop_message WHERE request IS NOT NULL"))
                .isZero();
    }

    @Test
    void what_the_shop_must_know_is_watched_by_one_statement_in_the_same_transaction() {
        connect();
        OrderFile file = samples.opened("1042");
        fixture.statements.clear();
        save(file, EventType.PAYMENT_PAID);

        assertThat(fixture.statements)
                .filteredOn(sql -> sql.contains("shop_"))
                .hasSize(2)
                .first()
                .asString()
                .contains("shop_order");
        ShopGuard guard = guards.read(samples.merchant, file.order().id()).orElseThrow();
        assertThat(guard.status()).isEqualTo(Status.WATCHED);
        assertThat(guard.reference()).isEqualTo("1042");
        assertThat(guard.dueAt()).isEqualTo(NOW.plus(GuardBook.FIRST_LOOK));
        assertThat(queue.take(Kind.GUARD, 5, LEASE, NOW)).isEmpty();
        assertThat(queue.take(Kind.GUARD, 5, LEASE, NOW.plusSeconds(2)))
                .containsExactly(new Job(
                        Kind.GUARD,
                        samples.merchant,
                        file.order().id(),
                        file.order().id().value()));
    }

    @Test
    void nothing_is_watched_without_a_connected_shop_or_without_news() {
        OrderFile unconnected = samples.opened("1");
        save(unconnected, EventType.PAYMENT_PAID);
        connect();
        OrderFile quiet = samples.opened("2");
        save(quiet, EventType.ATTEMPT_STARTED);
        connections.change(samples.merchant, samples.store, ShopConnection::disconnected);
        OrderFile gone = samples.opened("3");
        save(gone, EventType.PAYMENT_PAID);

        assertThat(fixture.database.number("SELECT COUNT(*) FROM shop_guard")).isZero();
    }

    @Test
    void a_look_that_was_overtaken_by_news_does_not_put_the_order_to_rest() {
        connect();
        OrderFile file = samples.opened("1042");
        save(file, EventType.PAYMENT_PAID);
        ShopGuard seen = guards.read(samples.merchant, file.order().id()).orElseThrow();
        save(fixture.locked(file), EventType.REFUND_SUCCEEDED);

        assertThat(guards.settle(seen.agreed(NOW, null, NOW), List.of())).isFalse();

        ShopGuard now = guards.read(samples.merchant, file.order().id()).orElseThrow();
        assertThat(now.version()).isEqualTo(2);
        assertThat(now.dueAt()).isEqualTo(NOW.plusSeconds(2));
    }

    @Test
    void what_came_of_a_look_is_kept_listed_and_counted() {
        connect();
        OrderFile good = samples.opened("good");
        OrderFile bad = samples.opened("bad");
        save(good, EventType.PAYMENT_PAID);
        save(bad, EventType.PAYMENT_PAID);
        ShopGuard one = guards.read(samples.merchant, good.order().id()).orElseThrow();
        ShopGuard two = guards.read(samples.merchant, bad.order().id()).orElseThrow();
        ShopNote note = ShopNote.of(one, ShopNote.Kind.REPAIRED, "shop.repaired.told_again", Map.of(), NOW);

        assertThat(guards.settle(one.agreed(NOW, NOW.plusSeconds(3600), NOW), List.of(note)))
                .isTrue();
        ShopGuard refused = two.troubled(Status.REFUSED, "shop.x", Map.of("currency", "USD"), NOW.plusSeconds(9), NOW);
        assertThat(guards.settle(refused, List.of())).isTrue();

        assertThat(guards.troubles(samples.merchant, samples.store, null, 5)).containsExactly(refused);
        assertThat(guards.troubles(samples.merchant, samples.store, refused.order(), 5))
                .isEmpty();
        assertThat(guards.notes(samples.merchant, samples.store, null, null, 5)).containsExactly(note);
        assertThat(guards.notes(samples.merchant, samples.store, ShopNote.Kind.ATTENTION, null, 5))
                .isEmpty();
        assertThat(guards.counts(samples.merchant, samples.store)).isEqualTo(new GuardBook.Counts(1, 0, 1, 0, 1, 0));
        assertThat(guards.lookAtRefused(samples.merchant, samples.store, 10, NOW))
                .isEqualTo(1);
        assertThat(queue.take(Kind.GUARD, 5, LEASE, NOW)).hasSize(1);
    }

    @Test
    void orders_that_were_paid_and_not_watched_are_found() {
        OrderFile paid = samples.opened("paid");
        Payment payment = Samples.onlyPayment(paid);
        paid.put(payment.to(PaymentStatus.PAID, null, NOW));
        fixture.inOne(books -> books.save(paid));
        fixture.inOne(books -> books.save(samples.opened("open")));
        connect();

        assertThat(guards.enlist(samples.merchant, samples.store, Instant.now().plusSeconds(5), 10, NOW))
                .isZero();
        assertThat(guards.enlist(samples.merchant, samples.store, Instant.now().minusSeconds(60), 10, NOW))
                .isEqualTo(1);
        assertThat(guards.enlist(samples.merchant, samples.store, Instant.now().minusSeconds(60), 10, NOW))
                .isZero();
        assertThat(guards.read(samples.merchant, paid.order().id())).isPresent();
    }

    @Test
    void an_order_is_looked_at_when_asked_and_read_by_either_name_with_its_callbacks() {
        connect();
        OrderFile file = samples.opened("1042");
        save(file, EventType.PAYMENT_PAID);
        ShopGuard guard = guards.read(samples.merchant, file.order().id()).orElseThrow();
        guards.settle(guard.agreed(NOW, null, NOW), List.of());

        guards.look(samples.merchant, samples.store, file.order().id(), NOW.plusSeconds(50));

        assertThat(guards.read(samples.merchant, file.order().id())
                        .orElseThrow()
                        .dueAt())
                .isEqualTo(NOW.plusSeconds(50));
        assertThat(guards.file(samples.merchant, file.order().id())
                        .orElseThrow()
                        .order()
                        .reference())
                .isEqualTo("1042");
        assertThat(guards.file(samples.merchant, samples.store, "1042")).isPresent();
        assertThat(guards.file(samples.merchant, samples.store, "1043")).isEmpty();
        assertThat(guards.callbacks(samples.merchant, file.order().id()))
                .containsExactly(new Callback(
                        file.changes().events().getFirst().id(),
                        Samples.onlyPayment(file).id(),
                        EventType.PAYMENT_PAID,
                        NOW));
    }

    private void connect() {
        connections.connect(
                ShopConnection.opened(
                        samples.merchant, samples.store, "fake", new Settings(Map.of("secret", "s3cret")), NOW),
                NOW);
    }

    private boolean claim(Instant now) {
        return connections.claim(samples.merchant, samples.store, "token", now, Duration.ofSeconds(30));
    }

    private @Nullable Object keep(String key) {
        return messages.keep(arrival(key));
    }

    private Arrival arrival(String key) {
        InboundRequest request = new InboundRequest(
                "POST", "/hooks/shops/x", null, Map.of("X-Signature", "s"), new byte[] {0, -1, '{'}, NOW);
        return new Arrival(
                samples.merchant,
                samples.store,
                key,
                List.of(new Told("ORDER_CHANGED", "1042", NOW), new Told("DISCONNECTED", null, null)),
                request,
                NOW);
    }

    private void save(OrderFile file, EventType type) {
        file.append(type, Samples.onlyPayment(file), Map.of(), NOW);
        watching.inOne(books -> books.save(file));
    }
}
