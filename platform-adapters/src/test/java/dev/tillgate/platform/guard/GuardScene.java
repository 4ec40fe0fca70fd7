package dev.tillgate.platform.guard;

import com.sun.net.httpserver.HttpServer;
import dev.tillgate.MovableClock;
import dev.tillgate.callback.CallbackEndpoints;
import dev.tillgate.callback.CallbackSigner;
import dev.tillgate.callback.CallbackWire;
import dev.tillgate.callback.DeliverCallbacks;
import dev.tillgate.callback.StoreSignatures;
import dev.tillgate.flow.CancelPayment;
import dev.tillgate.flow.CapturePayment;
import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.Dispatcher;
import dev.tillgate.flow.ExpirePayments;
import dev.tillgate.flow.FlowParts;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.Links;
import dev.tillgate.flow.OrderDesk;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.RefundPayment;
import dev.tillgate.flow.ResolveUnknown;
import dev.tillgate.flow.StartPayment;
import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.Merchant;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.AnswerSessions;
import dev.tillgate.platform.Connections;
import dev.tillgate.platform.FollowShop;
import dev.tillgate.platform.OrderGuard;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.ReadShopMessage;
import dev.tillgate.platform.ShopWire;
import dev.tillgate.platform.TakeSession;
import dev.tillgate.platform.TendShops;
import dev.tillgate.platform.TestSignature;
import dev.tillgate.platform.fake.FakeShop;
import dev.tillgate.platform.signed.SignedShop;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.PinnedExchange;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.TestDatabase;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredAccounts;
import dev.tillgate.store.StoredCallbackBook;
import dev.tillgate.store.StoredClients;
import dev.tillgate.store.StoredConnections;
import dev.tillgate.store.StoredDirectory;
import dev.tillgate.store.StoredEndpoints;
import dev.tillgate.store.StoredGuards;
import dev.tillgate.store.StoredJobQueue;
import dev.tillgate.store.StoredKeys;
import dev.tillgate.store.StoredMerchants;
import dev.tillgate.store.StoredMessages;
import dev.tillgate.store.StoredPaymentReader;
import dev.tillgate.store.StoredShopSessions;
import dev.tillgate.store.StoredTransactions;
import dev.tillgate.vault.SigningKeys;
import dev.tillgate.vault.Vault;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The gateway as the guard sees it, whole: real storage on a real database, real HTTP to the shop and back, all work
 * done by jobs from the queue. Only the time is made: it stands while anything is due, and then goes on to what is due
 * next.
 */
final class GuardScene implements AutoCloseable {
    static final PlatformType SIGNED = new PlatformType(
            "signed",
            List.of(),
            SignedShop.class,
            (settings, tools) -> new SignedShop(
                    "signed",
                    () -> List.of(Objects.requireNonNull(tools.signature().callbackAddress())),
                    tools),
            settings -> Map.of());

    private static final Duration LEASE = Duration.ofSeconds(90);
    private static final Map<Kind, String> TABLES = Map.of(
            Kind.ATTEMPT, "attempt",
            Kind.OPERATION, "operation",
            Kind.PAYMENT, "payment",
            Kind.CALLBACK, "callback",
            Kind.GUARD, "shop_guard",
            Kind.INBOUND, "shop_message",
            Kind.SHOP, "shop_connection");
    private static final int AT_ONCE = 8;

    final MovableClock clock = new MovableClock(Instant.now().toString());
    final TestDatabase database = TestDatabase.open();
    final Sessions sessions = new Sessions(database.dataSource(), database.reads(), DatabaseProduct.MARIADB);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Till.Book till = new Till.Book();
    final StoredGuards guards = new StoredGuards(sessions);
    final StoredConnections connectionBook;
    final MerchantId merchant = MerchantId.next();
    final StoreId store;
    final FakeShop shop;
    final TestSignature signature;
    final CreatePayment create;
    final StartPayment start;
    final RefundPayment refund;
    final CancelPayment cancel;
    final StoredShopSessions handed = new StoredShopSessions(sessions);
    final AnswerSessions answers;
    final TakeSession take;
    final StoredPaymentReader reader = new StoredPaymentReader(sessions);
    /** Whether the till is a toy. */
    boolean isPractice;
    /** The least by which time goes on: what is due within it is done at its end. */
    Duration tick = Duration.ofMinutes(1);

    private final StoredJobQueue queue = new StoredJobQueue(sessions);
    private final PinnedExchange callbacksWire = CallbackWire.guarded(true);
    private final PinnedExchange shopsWire = CallbackWire.guarded(true, ShopWire.LIMITS);
    private final HttpServer door;
    final Connections connections;
    final FollowShop follow;
    private final ReadShopMessage messages;
    private final Map<Kind, Consumer<Job>> work = new EnumMap<>(Kind.class);
    private final ExecutorService pool =
            Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());

    GuardScene() throws IOException {
        this(SIGNED);
    }

    /** @param kind of the shop that is connected */
    GuardScene(PlatformType kind) throws IOException {
        this(kind, Till::type);
    }

    /** @param payer who moves the money */
    GuardScene(PlatformType kind, Function<Till.Book, ProviderType> payer) throws IOException {
        Vault vault = new Vault(new byte[32]);
        ProviderType type = payer.apply(till);
        StoredDirectory directory = new StoredDirectory(
                sessions,
                vault,
                List.of(type),
                (provider, account) -> ask -> {
                    throw new IOException("the till is here");
                },
                clock);
        Administration administration = new Administration(
                new StoredMerchants(sessions, directory::forget),
                new StoredAccounts(sessions, vault, directory::forget),
                new StoredClients(sessions),
                List.of(type),
                Clock.systemUTC());
        administration.merchants().insert(new Merchant(merchant, "Mugs", clock.instant()));
        store = administration.stores().open(merchant, "Mugs", "custom").id();
        ProviderAccount account = administration.providers().open(merchant, "till", "Till", Map.of());
        administration.methods().enableAll(merchant, store, account.id());

        StoredTransactions transactions = new StoredTransactions(sessions, directory);
        OrderDesk desk = new OrderDesk(transactions, (events, due) -> {});
        PaymentLife life = new PaymentLife(Pace.USUAL);
        FlowParts parts = new FlowParts(
                desk, life, new Dispatcher(transactions, meters), directory, reader, new NoLinks(), clock);
        start = new StartPayment(parts);
        create = new CreatePayment(desk, life, start, clock);
        refund = new RefundPayment(parts);
        cancel = new CancelPayment(parts);

        CallbackEndpoints endpoints = new CallbackEndpoints(new StoredEndpoints(sessions, vault, clock), clock);
        String secret = endpoints
                .withSecret(merchant, store)
                .orElseThrow()
                .secrets()
                .getLast()
                .text();
        signature = new TestSignature(clock, secret);
        shop = new FakeShop(signature);
        administration.stores().callAt(merchant, store, shop.url());
        CallbackSigner signer = new CallbackSigner(
                new SigningKeys(new StoredKeys(sessions), vault, clock), "https://pay.example", clock);
        DeliverCallbacks deliver = new DeliverCallbacks(
                new StoredCallbackBook(sessions),
                endpoints,
                signer,
                new CallbackWire(callbacksWire, transactions),
                clock,
                meters);

        connectionBook = new StoredConnections(sessions, vault, clock, directory::forget);
        StoredMessages inbox = new StoredMessages(sessions, vault);
        connections = new Connections(
                connectionBook,
                List.of(kind),
                new Connections.Way(
                        new ShopWire(shopsWire, transactions, meters),
                        new StoreSignatures(signer, endpoints, clock),
                        id -> "https://pay.example/hooks/shops/" + id,
                        clock));
        follow = new FollowShop(
                guards, inbox, connectionBook, new FollowShop.Flows(create, cancel, Duration.ofDays(1)), clock);
        messages = new ReadShopMessage(connections, inbox, follow, (events, due) -> {}, clock, meters);
        TendShops tend = new TendShops(
                connections, new TendShops.Books(connectionBook, guards, inbox), (events, due) -> {}, clock);
        answers = new AnswerSessions(
                handed, guards, new AnswerSessions.Moves(refund, new CapturePayment(parts), cancel), clock);
        take = new TakeSession(
                handed,
                guards,
                connections,
                new TakeSession.Ways(
                        create,
                        directory,
                        new NoLinks(),
                        (at, reference) -> "https://pay.example/back/" + at + "/" + reference,
                        (owner, offer) -> isPractice),
                (events, due) -> {},
                clock);
        OrderGuard guard = new OrderGuard(
                guards,
                new OrderGuard.Shops(connections, Optional.of(answers)),
                deliver,
                (events, due) -> {},
                clock,
                meters);
        connections.connect(merchant, store, kind, new Settings(Map.of()));

        ResolveUnknown resolve = new ResolveUnknown(parts);
        ExpirePayments expire = new ExpirePayments(desk, life, clock);
        work.put(Kind.ATTEMPT, job -> resolve.attempt(job.merchant(), order(job), new AttemptId(job.id())));
        work.put(Kind.OPERATION, job -> resolve.operation(job.merchant(), order(job), new OperationId(job.id())));
        work.put(Kind.PAYMENT, job -> expire.run(job.merchant(), order(job), new PaymentId(job.id())));
        work.put(Kind.CALLBACK, deliver);
        work.put(Kind.GUARD, job -> guard.run(job.merchant(), order(job)));
        work.put(Kind.INBOUND, job -> messages.apply(job.merchant(), job.id()));
        work.put(Kind.SHOP, job -> tend.run(job.merchant(), new StoreId(job.id())));
        door = door();
    }

    /** The address where the shop sends its messages, on this machine. */
    String door(StoreId at) {
        return "http://127.0.0.1:" + door.getAddress().getPort() + "/hooks/shops/" + at;
    }

    private HttpServer door() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/hooks/shops/", exchange -> {
            Map<String, String> headers = new HashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
            String path = exchange.getRequestURI().getPath();
            int status = messages.receive(
                            new StoreId(path.substring("/hooks/shops/".length())),
                            new dev.tillgate.provider.InboundRequest(
                                    "POST",
                                    path,
                                    null,
                                    headers,
                                    exchange.getRequestBody().readAllBytes(),
                                    clock.instant()))
                    .status();
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** Does all that is due at this moment, until nothing is. */
    void work() {
        boolean more = true;
        while (more) {
            List<Future<?>> running = new ArrayList<>();
            for (Kind kind : dueKinds()) {
                Consumer<Job> doing = Objects.requireNonNull(work.get(kind));
                for (Job job : queue.take(kind, 200, LEASE, clock.instant())) {
                    running.add(pool.submit(() -> doing.accept(job)));
                }
            }
            running.forEach(GuardScene::await);
            more = !running.isEmpty();
        }
    }

    /** Lets time pass until then, doing what becomes due on the way. */
    void until(Instant end) {
        work();
        while (clock.instant().isBefore(end)) {
            Instant now = clock.instant();
            Instant next = nextDue(end);
            Instant least = now.plus(tick);
            Instant to = next.isAfter(least) ? next : least;
            clock.move(Duration.between(now, to.isAfter(end) ? end : to));
            work();
        }
    }

    /** Does these things at the same time. */
    void together(List<Runnable> things) {
        things.stream().map(pool::submit).toList().forEach(GuardScene::await);
    }

    private List<Kind> dueKinds() {
        String now = column(clock.instant());
        return texts(TABLES.entrySet().stream()
                        .map(one -> "SELECT '" + one.getKey() + "' FROM DUAL WHERE EXISTS (SELECT 1 FROM "
                                + one.getValue() + " WHERE due_at <= '" + now + "')")
                        .collect(Collectors.joining(" UNION ALL ")))
                .stream()
                .map(Kind::valueOf)
                .toList();
    }

    private Instant nextDue(Instant end) {
        String next = texts(TABLES.values().stream()
                        .map(table -> "SELECT MIN(due_at) AS due FROM " + table)
                        .collect(Collectors.joining(
                                " UNION ALL ", "SELECT COALESCE(MIN(due), '" + column(end) + "') FROM (", ") a")))
                .getFirst();
        Instant due = LocalDateTime.parse(next.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
        return due.isBefore(end) ? due : end;
    }

    /** All texts that it finds. */
    List<String> texts(String sql) {
        try (Connection connection = database.reads().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    texts.add(String.valueOf(rows.getString(i)));
                }
            }
            return texts;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String column(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC).toString().replace('T', ' ');
    }

    private static void await(Future<?> one) {
        try {
            one.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a job failed", failed.getCause());
        }
    }

    private static OrderId order(Job job) {
        return Objects.requireNonNull(job.order());
    }

    @Override
    public void close() {
        door.stop(0);
        pool.close();
        shop.close();
        callbacksWire.close();
        shopsWire.close();
        sessions.close();
        database.close();
    }

    private record NoLinks() implements Links {
        @Override
        public String checkout(MerchantId merchant, PaymentId payment) {
            return "https://pay.example/" + payment;
        }

        @Override
        public String returnFrom(MerchantId merchant, PaymentId payment) {
            return checkout(merchant, payment);
        }

        @Override
        public String notifications(AccountId account) {
            return "https://pay.example/hooks/" + account;
        }
    }
}
