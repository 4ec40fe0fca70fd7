package dev.tillgate.callback;

import dev.tillgate.MovableClock;
import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.CallbackBook.Delivery;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.EventType;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Transactions;
import dev.tillgate.merchant.Store;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.http.PinnedExchange;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.TestDatabase;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredCallbackBook;
import dev.tillgate.store.StoredEndpoints;
import dev.tillgate.store.StoredJobQueue;
import dev.tillgate.store.StoredKeys;
import dev.tillgate.store.StoredMerchants;
import dev.tillgate.store.StoredTransactions;
import dev.tillgate.vault.SigningKeys;
import dev.tillgate.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The gateway's callback side on a database of its own, with a clock that tests move. */
final class Gateway implements AutoCloseable {
    static final String ISSUER = "https://pay.example";
    static final Duration LEASE = Duration.ofSeconds(90);

    final MovableClock clock = new MovableClock("2026-11-23T10:00:00Z");
    final TestDatabase database = TestDatabase.open();
    final Sessions sessions = new Sessions(database.dataSource(), DatabaseProduct.MARIADB);
    final Transactions transactions = new StoredTransactions(sessions);
    final Vault vault = new Vault(new byte[32]);
    final SigningKeys keys = new SigningKeys(new StoredKeys(sessions), vault, clock);
    final CallbackBook book = new StoredCallbackBook(sessions);
    final CallbackEndpoints endpoints = new CallbackEndpoints(new StoredEndpoints(sessions, vault, clock), clock);
    final PinnedExchange exchange = CallbackWire.guarded(true);
    final CallbackWire wire = new CallbackWire(exchange, transactions);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final DeliverCallbacks deliver = delivering(book);
    final MerchantId merchant = MerchantId.next();
    private final StoredJobQueue queue = new StoredJobQueue(sessions);

    DeliverCallbacks delivering(CallbackBook withBook) {
        return new DeliverCallbacks(withBook, endpoints, new CallbackSigner(keys, ISSUER, clock), wire, clock, meters);
    }

    StoreId store(String url) {
        Store store =
                new Store(merchant, StoreId.next(), "shop", "custom", url, null, clock.instant(), clock.instant());
        new StoredMerchants(sessions, () -> {}).insert(store);
        return store.id();
    }

    /** An order with so many events to tell, oldest first. */
    List<EventId> order(StoreId store, int events) {
        Money amount = Money.ofMinor(1230, "EUR");
        Money zero = Money.ofMinor(0, "EUR");
        OrderId id = OrderId.next();
        Order order = new Order(
                merchant, id, store, id.value(), 1, amount, "", List.of(), Buyer.UNKNOWN, null, 0, 0, clock.instant());
        Payment payment = new Payment(
                merchant,
                PaymentId.next(),
                id,
                store,
                1,
                amount,
                PaymentStatus.OPEN,
                CaptureMode.AUTOMATIC,
                zero,
                zero,
                zero,
                clock.instant().plusSeconds(3600),
                null,
                clock.instant(),
                clock.instant());
        OrderFile file = OrderFile.opened(order);
        file.put(payment);
        for (int i = 0; i < events; i++) {
            file.append(EventType.PAYMENT_CAPTURED, payment, Map.of("part", i, "status", "paid"), clock.instant());
        }
        List<EventId> ids = file.changes().events().stream().map(Event::id).toList();
        transactions.inOne(books -> {
            books.save(file);
            return true;
        });
        return ids;
    }

    List<Job> due() {
        return queue.take(Kind.CALLBACK, 200, LEASE, clock.instant());
    }

    /** Does what is due now, until nothing is. */
    void work() {
        for (List<Job> jobs = due(); !jobs.isEmpty(); jobs = due()) {
            jobs.forEach(deliver);
        }
    }

    /** Lets time pass in small steps, doing what becomes due. */
    void workFor(Duration time, Duration step) {
        for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
            clock.move(step);
            work();
        }
    }

    Delivery delivery(EventId event) {
        return book.read(merchant, event).orElseThrow();
    }

    CallbackBook.Status status(EventId event) {
        return delivery(event).status();
    }

    /** A verifier as the store would have it. */
    CallbackVerifier receiver(StoreId store) {
        return new CallbackVerifier(keys::jwks, ISSUER, store.value(), id -> false, clock);
    }

    List<CallbackBook.Status> statuses(List<EventId> events) {
        return new ArrayList<>(events.stream().map(this::status).toList());
    }

    @Override
    public void close() {
        exchange.close();
        sessions.close();
        database.close();
    }
}
