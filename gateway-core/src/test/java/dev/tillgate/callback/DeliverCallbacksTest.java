package dev.tillgate.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.flow.CallbackBook.Status;
import dev.tillgate.flow.CallbackBook.Try;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Exchange.Ask;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliverCallbacksTest {
    private Gateway gateway;
    private Shop shop;

    @BeforeEach
    void open() throws Exception {
        gateway = new Gateway();
        shop = new Shop();
    }

    @AfterEach
    void close() {
        shop.close();
        gateway.close();
    }

    @Test
    void aStoreIsToldAndCanBeSureOfIt() throws Exception {
        StoreId store = gateway.store(shop.url());
        EventId event = gateway.order(store, 1).getFirst();

        gateway.work();

        assertThat(gateway.status(event)).isEqualTo(Status.DELIVERED);
        Shop.Call call = shop.calls().getFirst();
        VerifiedCallback callback = gateway.receiver(store).verify(call.header("Authorization"), call.body());
        assertThat(callback.id()).isEqualTo(event.value()).isEqualTo(call.event());
        assertThat(callback.data().path("status").asText()).isEqualTo("paid");
        assertThat(gateway.book.tries(gateway.merchant, event))
                .singleElement()
                .extracting(Try::number, Try::status, Try::error)
                .containsExactly(1, 204, null);
        gateway.workFor(Duration.ofHours(80), Duration.ofHours(1));
        assertThat(shop.calls()).hasSize(1);
    }

    @Test
    void eventsOfAnOrderKeepTheirOrderAndOtherOrdersDoNotWait() {
        StoreId store = gateway.store(shop.url());
        List<EventId> stuck = gateway.order(store, 3);
        shop.answers(call -> new Shop.Reply(call.event().equals(stuck.getFirst().value()) ? 500 : 200, Map.of()));
        gateway.work();
        EventId other = gateway.order(store, 1).getFirst();
        gateway.work();

        assertThat(shop.events()).containsExactly(stuck.getFirst().value(), other.value());
        assertThat(gateway.statuses(stuck)).containsOnly(Status.PENDING);

        shop.answers(200);
        gateway.workFor(Duration.ofSeconds(10), Duration.ofSeconds(1));
        assertThat(gateway.statuses(stuck)).containsOnly(Status.DELIVERED);
        assertThat(shop.events())
                .containsExactly(
                        stuck.get(0).value(),
                        other.value(),
                        stuck.get(0).value(),
                        stuck.get(1).value(),
                        stuck.get(2).value());
    }

    @Test
    void triesForSeventyFiveHoursThenGivesUpAndCanBeReplayedForThirtyDays() {
        StoreId store = gateway.store(shop.url());
        List<EventId> events = gateway.order(store, 2);
        EventId event = events.getFirst();
        shop.answers(500);
        Instant begin = gateway.clock.instant();
        gateway.work();
        for (Instant due = gateway.delivery(event).dueAt();
                due != null;
                due = gateway.delivery(event).dueAt()) {
            gateway.clock.move(Duration.between(gateway.clock.instant(), due).plusMillis(1));
            gateway.work();
        }

        assertThat(gateway.status(event)).isEqualTo(Status.FAILED);
        assertThat(Duration.between(begin, gateway.clock.instant()))
                .isBetween(Duration.ofMinutes(75 * 54), Duration.ofMinutes(75 * 66));
        assertThat(gateway.book.tries(gateway.merchant, event)).hasSize(15);
        assertThat(shop.events()).filteredOn(event.value()::equals).hasSize(15);
        assertThat(shop.calls().stream()
                        .filter(call -> call.event().equals(event.value()))
                        .map(call -> new String(call.body(), java.nio.charset.StandardCharsets.UTF_8))
                        .distinct())
                .as("the same bytes each time")
                .hasSize(1);
        gateway.workFor(Duration.ofSeconds(10), Duration.ofSeconds(5));
        assertThat(gateway.delivery(events.get(1)).tries())
                .as("the next one has its turn")
                .isPositive();

        shop.answers(200);
        gateway.clock.move(Duration.ofDays(26));
        assertThat(gateway.deliver.replay(gateway.merchant, event)).isTrue();
        gateway.work();
        assertThat(gateway.status(event)).isEqualTo(Status.DELIVERED);
        gateway.clock.move(Duration.ofDays(2));
        assertThat(gateway.deliver.replay(gateway.merchant, event))
                .as("older than 30 days")
                .isFalse();
        assertThat(gateway.deliver.replay(gateway.merchant, EventId.next())).isFalse();
    }

    @Test
    void aRedirectIsAFailureAndNeverFollowed() {
        EventId event = gateway.order(gateway.store(shop.url()), 1).getFirst();
        shop.answers(call -> new Shop.Reply(307, Map.of("Location", shop.url() + "/elsewhere")));

        gateway.work();

        assertThat(shop.calls()).extracting(Shop.Call::path).containsExactly("/hook");
        assertThat(gateway.status(event)).isEqualTo(Status.PENDING);
        assertThat(gateway.delivery(event).lastError()).isEqualTo("redirects are not followed");
        assertThat(gateway.delivery(event).lastStatus()).isEqualTo(307);
    }

    @Test
    void theStatusCountsHoweverLongTheAnswerIs() {
        StoreId store = gateway.store(shop.url());
        shop.answers(call -> new Shop.Reply(200, Map.of(), 60_000));
        EventId page = gateway.order(store, 1).getFirst();
        gateway.work();
        shop.answers(call -> new Shop.Reply(200, Map.of(), 5_000_000));
        EventId book = gateway.order(store, 1).getFirst();
        gateway.work();
        shop.answers(call -> new Shop.Reply(500, Map.of(), 5_000_000));
        EventId failing = gateway.order(store, 1).getFirst();
        gateway.work();

        assertThat(gateway.statuses(List.of(page, book, failing)))
                .containsExactly(Status.DELIVERED, Status.DELIVERED, Status.PENDING);
        assertThat(gateway.delivery(failing).lastStatus()).isEqualTo(500);
    }

    @Test
    void anAddressThatIsGoneIsNotCalledAgainUntilSwitchedOn() {
        StoreId store = gateway.store(shop.url());
        List<EventId> events = gateway.order(store, 2);
        shop.answers(410);

        gateway.work();

        assertThat(shop.calls()).hasSize(1);
        assertThat(gateway.statuses(events)).containsOnly(Status.SKIPPED);
        assertThat(gateway.endpoints.find(gateway.merchant, store).orElseThrow().disabledAt())
                .isEqualTo(gateway.clock.instant());
        shop.answers(200);
        gateway.order(store, 1);
        gateway.work();
        assertThat(shop.calls()).hasSize(1);

        gateway.endpoints.enable(gateway.merchant, store);
        assertThat(gateway.deliver.replay(gateway.merchant, events.get(1))).isTrue();
        gateway.work();
        assertThat(gateway.status(events.get(1))).isEqualTo(Status.DELIVERED);
    }

    @Test
    void aStoreWithoutAnAddressIsSkipped() {
        EventId event = gateway.order(gateway.store(""), 1).getFirst();
        gateway.database.execute("UPDATE store SET callback_url = NULL");

        gateway.work();

        assertThat(gateway.status(event)).isEqualTo(Status.SKIPPED);
    }

    @Test
    void aStoreThatAsksForPauseGetsIt() throws Exception {
        StoreId busy = gateway.store(shop.url());
        try (Shop otherShop = new Shop()) {
            StoreId other = gateway.store(otherShop.url());
            EventId first = gateway.order(busy, 1).getFirst();
            shop.answers(call -> new Shop.Reply(429, Map.of("Retry-After", "120")));
            gateway.work();
            EventId second = gateway.order(busy, 1).getFirst();
            EventId elsewhere = gateway.order(other, 1).getFirst();
            shop.answers(200);

            gateway.workFor(Duration.ofSeconds(115), Duration.ofSeconds(5));
            assertThat(shop.events()).containsExactly(first.value());
            assertThat(gateway.status(elsewhere)).isEqualTo(Status.DELIVERED);

            gateway.workFor(Duration.ofSeconds(20), Duration.ofSeconds(1));
            assertThat(gateway.statuses(List.of(first, second))).containsOnly(Status.DELIVERED);
            assertThat(gateway.delivery(second).tries()).as("waiting is no try").isEqualTo(1);
        }
    }

    @Test
    void overloadWithoutAWishSlowsDownMoreAndMore() {
        StoreId store = gateway.store(shop.url());
        for (int status : List.of(502, 504)) {
            shop.answers(status);
            gateway.order(store, 1);
            gateway.work();
            assertThat(shop.calls()).hasSize(1);
            shop.calls().clear();
            gateway.order(store, 1);
            gateway.workFor(Duration.ofSeconds(9), Duration.ofSeconds(3));
            assertThat(shop.calls()).as("paused after %d", status).isEmpty();
            shop.answers(200);
            gateway.workFor(Duration.ofMinutes(3), Duration.ofSeconds(5));
            assertThat(shop.calls()).hasSize(2);
            shop.calls().clear();
        }
    }

    @Test
    void aStoreThatIsNotThereIsTriedAgain() throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = socket.getLocalPort();
        }
        EventId event = gateway.order(gateway.store("http://127.0.0.1:" + closed + "/"), 1)
                .getFirst();

        gateway.work();

        assertThat(gateway.status(event)).isEqualTo(Status.PENDING);
        assertThat(gateway.delivery(event).lastError()).isEqualTo("no connection");
        assertThat(gateway.delivery(event).dueAt())
                .isBetween(
                        gateway.clock.instant().plusMillis(4500),
                        gateway.clock.instant().plusMillis(5500));
    }

    @Test
    void noTransactionIsHeldDuringACall() {
        assertThatThrownBy(() -> gateway.transactions.inOne(
                        books -> gateway.wire.send(Ask.post(shop.url(), Map.of(), new byte[0]))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("transaction");
        assertThat(shop.calls()).isEmpty();
    }

    @Test
    void aSecretIsChangedWithoutDowntime() {
        StoreId store = gateway.store(shop.url());
        gateway.endpoints.withSecret(gateway.merchant, store);
        String old = onlySecret(store);
        gateway.order(store, 1);
        gateway.work();
        assertThat(signatures(0)).hasSize(1);
        assertThat(gateway.endpoints
                        .withSecret(gateway.merchant, store)
                        .orElseThrow()
                        .secrets())
                .extracting(WebhookSecret::text)
                .containsExactly(old);

        gateway.endpoints.rotateSecret(gateway.merchant, store, CallbackEndpoints.GRACE);
        gateway.order(store, 1);
        gateway.work();
        assertThat(signatures(1)).hasSize(2);

        gateway.clock.move(CallbackEndpoints.GRACE);
        gateway.order(store, 1);
        gateway.work();
        assertThat(signatures(2)).hasSize(1);
        assertThat(onlySecret(store)).startsWith("whsec_").isNotEqualTo(old);
        assertThat(
                        gateway.database.number(
                                "SELECT COUNT(*) FROM store WHERE callback_secrets LIKE 'v1.%' AND callback_secrets NOT LIKE '%whsec%'"))
                .isEqualTo(1);
        assertThat(gateway.endpoints.find(gateway.merchant, store).orElseThrow().toString())
                .doesNotContain("whsec_");
    }

    private String onlySecret(StoreId store) {
        return gateway.endpoints
                .find(gateway.merchant, store)
                .orElseThrow()
                .liveSecrets(gateway.clock.instant())
                .getLast()
                .text();
    }

    private List<String> signatures(int call) {
        return List.of(shop.calls().get(call).header("webhook-signature").split(" "));
    }
}
