package dev.tillgate.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.CallbackBook.Status;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.StoreId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told when several tell at once, when one is slow, and when one dies. */
class CallbackRacesTest {
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
    void aCrashBetweenSendingAndSavingLeadsToASecondDeliveryOfTheSameEvent() {
        StoreId store = gateway.store(shop.url());
        EventId event = gateway.order(store, 1).getFirst();
        DeliverCallbacks dying = gateway.delivering(withoutSaving(gateway.book));

        assertThatThrownBy(() -> gateway.due().forEach(dying)).hasMessage("killed");
        assertThat(shop.events()).containsExactly(event.value());
        assertThat(gateway.status(event)).isEqualTo(Status.PENDING);
        gateway.work();
        assertThat(shop.calls()).as("before the lease runs out").hasSize(1);

        gateway.clock.move(Gateway.LEASE.plusMillis(1));
        gateway.work();

        assertThat(shop.events()).containsExactly(event.value(), event.value());
        assertThat(shop.calls().get(1).body()).isEqualTo(shop.calls().get(0).body());
        assertThat(gateway.status(event)).isEqualTo(Status.DELIVERED);
    }

    @Test
    void aSlowStoreDoesNotHoldUpTheOthers() throws Exception {
        StoreId slow = gateway.store(shop.url());
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        shop.answers(call -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            awaitQuietly(goOn);
            inside.decrementAndGet();
            return new Shop.Reply(200, Map.of());
        });
        List<EventId> slowEvents = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            slowEvents.addAll(gateway.order(slow, 1));
        }
        try (Shop quickShop = new Shop();
                ExecutorService workers = Executors.newFixedThreadPool(12)) {
            StoreId quick = gateway.store(quickShop.url());
            List<EventId> quickEvents = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                quickEvents.addAll(gateway.order(quick, 1));
            }
            List<Future<?>> running = new ArrayList<>();
            for (Job job : gateway.due()) {
                running.add(workers.submit(() -> gateway.deliver.accept(job)));
            }
            Awaitility.await().untilAsserted(() -> assertThat(gateway.statuses(quickEvents))
                    .containsOnly(Status.DELIVERED));
            assertThat(gateway.statuses(slowEvents)).containsOnly(Status.PENDING);
            goOn.countDown();
            for (Future<?> each : running) {
                each.get();
            }
        }
        assertThat(most).hasValue(DeliverCallbacks.AT_ONCE_PER_STORE);
        gateway.workFor(Duration.ofSeconds(10), Duration.ofSeconds(1));
        assertThat(gateway.statuses(slowEvents)).containsOnly(Status.DELIVERED);
        assertThat(new HashSet<>(shop.events())).hasSize(20);
        assertThat(shop.calls()).hasSize(20);
    }

    @Test
    void severalNodesTellEachEventOnceAndInOrder() throws Exception {
        StoreId store = gateway.store(shop.url());
        List<List<EventId>> orders = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            orders.add(gateway.order(store, 3));
        }
        DeliverCallbacks otherNode = gateway.delivering(gateway.book);
        try (ExecutorService nodes = Executors.newFixedThreadPool(4)) {
            for (int round = 0; round < 40; round++) {
                List<Future<?>> running = new ArrayList<>();
                for (DeliverCallbacks node : List.of(gateway.deliver, otherNode, gateway.deliver, otherNode)) {
                    running.add(nodes.submit(() -> gateway.due().forEach(node)));
                }
                for (Future<?> each : running) {
                    each.get();
                }
                gateway.clock.move(Duration.ofSeconds(1));
            }
        }
        assertThat(shop.calls()).hasSize(36);
        List<String> told = shop.events();
        for (List<EventId> order : orders) {
            Set<String> ids = new HashSet<>(order.stream().map(EventId::value).toList());
            assertThat(told.stream().filter(ids::contains))
                    .containsExactlyElementsOf(
                            order.stream().map(EventId::value).toList());
        }
    }

    /** The process dies when it comes to saving. */
    private static CallbackBook withoutSaving(CallbackBook book) {
        return (CallbackBook) Proxy.newProxyInstance(
                CallbackBook.class.getClassLoader(),
                new Class<?>[] {CallbackBook.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("tried")) {
                        throw new IllegalStateException("killed");
                    }
                    try {
                        return method.invoke(book, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause() == null ? thrown : thrown.getCause();
                    }
                });
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
