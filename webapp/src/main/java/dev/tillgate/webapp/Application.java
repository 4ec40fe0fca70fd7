package dev.tillgate.webapp;

import com.zaxxer.hikari.HikariDataSource;
import dev.tillgate.catalog.Providers;
import dev.tillgate.chat.Grants;
import dev.tillgate.flow.Dispatcher;
import dev.tillgate.flow.ExpirePayments;
import dev.tillgate.flow.FlowParts;
import dev.tillgate.flow.OrderDesk;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.PaymentReader;
import dev.tillgate.flow.ReadNotification;
import dev.tillgate.flow.ResolveUnknown;
import dev.tillgate.flow.StartPayment;
import dev.tillgate.flow.SubmitEvidence;
import dev.tillgate.flow.Transactions;
import dev.tillgate.flow.WatchDisputes;
import dev.tillgate.flow.Workers;
import dev.tillgate.merchant.AccessTokens;
import dev.tillgate.merchant.Administration;
import dev.tillgate.provider.http.Exchanges;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.http.Transcript;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.store.Housekeeping.Keep;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredAccounts;
import dev.tillgate.store.StoredClients;
import dev.tillgate.store.StoredDirectory;
import dev.tillgate.store.StoredDisputeFiles;
import dev.tillgate.store.StoredDisputes;
import dev.tillgate.store.StoredJobQueue;
import dev.tillgate.store.StoredLedger;
import dev.tillgate.store.StoredMerchants;
import dev.tillgate.store.StoredNotificationBook;
import dev.tillgate.store.StoredPaymentReader;
import dev.tillgate.store.StoredTransactions;
import dev.tillgate.store.Upkeep;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.api.Api;
import dev.tillgate.webapp.api.EventStreams;
import dev.tillgate.webapp.checkout.CheckoutResource;
import dev.tillgate.webapp.checkout.FlowCashier;
import dev.tillgate.webapp.checkout.LiveResource;
import dev.tillgate.webapp.checkout.LiveStreams;
import dev.tillgate.webapp.checkout.PageMaker;
import dev.tillgate.webapp.checkout.SignedLinks;
import dev.tillgate.webapp.config.Keys;
import dev.tillgate.webapp.config.MasterKey;
import dev.tillgate.webapp.config.Settings;
import dev.tillgate.webapp.console.Console;
import dev.tillgate.webapp.docs.DocsResource;
import dev.tillgate.webapp.embedded.EmbeddedPages;
import dev.tillgate.webapp.operate.Metrics;
import dev.tillgate.webapp.operate.Readiness;
import dev.tillgate.webapp.page.Assets;
import dev.tillgate.webapp.page.AssetsResource;
import dev.tillgate.webapp.page.FormGuard;
import dev.tillgate.webapp.page.Pages;
import dev.tillgate.webapp.practice.Practice;
import dev.tillgate.webapp.practice.PracticeReports;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.glassfish.jersey.server.ResourceConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: the only place that constructs services, top to bottom. Every resource is a finished object
 * when the web server gets it.
 */
public final class Application implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Application.class);
    private static final int CALLS_REMEMBERED = 500;
    private static final Duration KEY_AGE = Duration.ofDays(90);

    /** Filters, exception mappers and readers are registered here, as objects. */
    private final ResourceConfig config = new ResourceConfig();

    private final FinishedObjects finished = new FinishedObjects();
    private final Deque<AutoCloseable> toClose = new ArrayDeque<>();
    private final Listeners committed = new Listeners();
    private final Metrics metrics = closing(new Metrics());
    private final MeterRegistry meters = metrics.registry();
    private final Clock clock = Clock.systemUTC();
    private final URI publicUrl;
    private final SandboxBank bank;
    private final Practice practice;
    private final Vault vault;
    private final Sessions sessions;
    private final Transactions transactions;
    private final PaymentReader reader;
    private final StoredDirectory directory;
    private final SignedLinks links;
    private final FlowParts parts;
    private final AccountRouting routing;
    private final Flows flows;
    private final ResolveUnknown resolve;
    private final ReadNotification notifications;
    private final SubmitEvidence evidence;
    private final Settlements settlements;
    private final Shops shops;
    private final Callbacks callbacks;
    private final Administration administration;
    private final Connecting connecting;
    private final Chats chats;
    private final Workers workers;
    private final Upkeep upkeep;
    private final ConsoleAndDemo consoleAndDemo;
    private final boolean works;
    private final Readiness readiness;
    private final Duration stopDelay;
    private final EventStreams apiStreams;
    private final LiveStreams pageStreams;

    /**
     * Builds everything; opens nothing to the network yet.
     *
     * @param database migrated, READ COMMITTED, autocommit off; stays the caller's to close
     * @param reads the same with autocommit on, for reads; stays the caller's to close
     */
    public Application(Settings settings, HikariDataSource database, HikariDataSource reads, DatabaseProduct product)
            throws IOException {
        publicUrl = settings.get(Keys.PUBLIC_URL)
                .orElseGet(() -> URI.create("http://localhost:" + settings.get(Keys.PORT)));
        works = settings.get(Keys.WORKERS);
        vault = new Vault(MasterKey.of(settings));
        boolean plainHttp = "http".equals(publicUrl.getScheme());

        // Storage.
        sessions = closing(new Sessions(database, reads, product));
        reader = new StoredPaymentReader(sessions);

        // The way to providers; the sandbox bank is another party, and usually reached over HTTP like any other.
        HttpExchange wire = closing(new HttpExchange(HttpLimits.forProviders().withPlainHttp(plainHttp)));
        WayToTheBank toTheBank = WayToTheBank.of(settings, publicUrl, vault, wire, clock);
        bank = closing(toTheBank.bank());
        Path folder = settings.get(Keys.DATA).resolve("practice");
        practice = closing(new Practice(Providers.ALL, new Practice.Place(publicUrl, folder, vault, wire, clock)));
        Exchanges exchanges = new Exchanges(toTheBank.way(), meters, new Transcript.Memory(CALLS_REMEMBERED));
        directory = new StoredDirectory(sessions, vault, Providers.ALL, exchanges::forAccount, clock);
        transactions = new StoredTransactions(sessions, directory);

        // Flows.
        links = new SignedLinks(vault, publicUrl);
        parts = parts(settings, exchanges);
        routing = new AccountRouting(sessions, directory, exchanges, clock);
        flows = Flows.of(parts, new StartPayment(parts, routing.facts()));
        resolve = new ResolveUnknown(parts);
        notifications = new ReadNotification(parts, new StoredNotificationBook(sessions, vault), committed, meters);
        evidence = new SubmitEvidence(parts, new StoredDisputeFiles(sessions), pace(settings));
        settlements = new Settlements(sessions, vault, committed, new PracticeReports(practice, bank), parts);

        // Callbacks to stores.
        callbacks = closing(
                new Callbacks(new Callbacks.Ground(settings, publicUrl, sessions, vault, transactions), clock, meters));
        shops = closing(shops(settings));
        shops.resources().forEach(this::resource);

        chats = chats();
        administration = administration();
        connecting = connecting(settings);

        workers = closing(workers(Duration.ofDays(settings.get(Keys.DISPUTE_NOTICE))));
        committed.add(workers);
        committed.add(closing(chats.waker(workers)));
        upkeep = closing(new Upkeep(
                sessions, Keep.USUAL.conversations(Duration.ofDays(settings.get(Keys.CHAT_KEPT))), clock, meters));

        apiStreams = addApi(settings.get(Keys.API_RATE));
        committed.add(apiStreams);
        Assets assets = Assets.ofTheGateway();
        Console.Web web = new Console.Web(new Pages(publicUrl, assets), new FormGuard(vault, publicUrl), publicUrl);
        resource(new AssetsResource(assets));
        chats.resources().forEach(this::resource);
        resource(new DocsResource(web.pages(), publicUrl));
        EmbeddedPages.resources(shops.embedded(), web.pages(), links, publicUrl).forEach(this::resource);
        shops.paymentsApp(web.pages(), links, administration.accounts()).forEach(this::resource);
        pageStreams = addCheckout(web);
        committed.add(pageStreams);
        consoleAndDemo =
                closing(consoleAndDemo(new ConsoleAndDemo.Ground(settings, publicUrl, database, sessions, vault), web));
        consoleAndDemo.resources().forEach(this::resource);

        readiness = new Readiness(database, () -> !works || workers.isWorking());
        stopDelay = Duration.ofSeconds(settings.get(Keys.STOP_DELAY));
        Operations.add(
                config, finished, committed, new Operations.Watched(metrics, readiness, database, reads), settings);
    }

    private FlowParts parts(Settings settings, Exchanges exchanges) {
        OrderDesk desk = new OrderDesk(transactions, committed);
        PaymentLife life = new PaymentLife(pace(settings));
        Dispatcher dispatcher = new Dispatcher(
                transactions, meters, (provider, account) -> exchanges.isSilent(provider, account.value()));
        return new FlowParts(desk, life, dispatcher, directory, reader, links, clock);
    }

    private Shops shops(Settings settings) {
        return new Shops(
                new Shops.Ground(settings, publicUrl, sessions, vault, directory),
                callbacks,
                new Shops.Flows(transactions, flows.create(), flows.cancel(), flows.refund(), flows.capture()),
                new Shops.Ears(committed, meters, clock));
    }

    private static Pace pace(Settings settings) {
        return Pace.USUAL.withNotSentGrace(Duration.ofSeconds(settings.get(Keys.UNKNOWN_GRACE)));
    }

    private Chats chats() {
        return new Chats(
                new Chats.Ground(
                        sessions, vault, new Grants(callbacks.keys(), publicUrl.toString(), clock), publicUrl, clock),
                parts,
                flows,
                shops,
                committed,
                meters);
    }

    private Administration administration() {
        return new Administration(
                new StoredMerchants(sessions, directory::forget),
                new StoredAccounts(sessions, vault, directory::forget),
                new StoredClients(sessions),
                Providers.ALL,
                clock);
    }

    private Connecting connecting(Settings settings) {
        Connecting made = new Connecting(
                new Connecting.Ground(settings, publicUrl, sessions, vault, clock), administration, callbacks, shops);
        made.resources().forEach(this::resource);
        return made;
    }

    private Workers workers(Duration disputeNotice) {
        BackgroundWork work = new BackgroundWork(
                resolve,
                new ExpirePayments(parts.desk(), parts.life(), clock),
                new WatchDisputes(parts.desk(), disputeNotice, clock),
                evidence,
                callbacks.deliver(),
                notifications,
                settlements,
                shops,
                chats);
        return new Workers(new StoredJobQueue(sessions), work.byKind(), Workers.Settings.USUAL, clock, meters);
    }

    private EventStreams addApi(int rate) {
        AccessTokens tokens = new AccessTokens(callbacks.keys(), publicUrl.toString(), publicUrl + "/api", clock);
        Api api = closing(new Api(
                new Api.Flows(
                        flows.create(),
                        flows.start(),
                        flows.capture(),
                        flows.cancel(),
                        flows.refund(),
                        flows.reopen(),
                        flows.recommend(),
                        callbacks.deliver()),
                new Api.Books(reader, callbacks.book(), new StoredDisputes(sessions), transactions, notifications),
                new Api.Doors(callbacks.keys(), tokens, new StoredClients(sessions)),
                new Api.Setup(publicUrl, links, rate, clock),
                connecting.api(),
                chats.forTheApi()));
        api.resources().forEach(this::resource);
        api.components().forEach(config::register);
        return api.streams();
    }

    private LiveStreams addCheckout(Console.Web web) {
        FlowCashier cashier = new FlowCashier(reader, directory, flows.recommend(), flows.start(), resolve);
        LiveStreams streams = closing(new LiveStreams(reader::file));
        PageMaker maker = new PageMaker(web.pages(), cashier, web.forms(), links, chats.origins()::of, clock);
        resource(new CheckoutResource(links, cashier, web.pages(), web.forms(), maker));
        resource(new LiveResource(links, cashier, streams));
        return streams;
    }

    private ConsoleAndDemo consoleAndDemo(ConsoleAndDemo.Ground ground, Console.Web web) {
        return new ConsoleAndDemo(
                ground,
                new Console.Work(
                        administration,
                        callbacks.endpoints(),
                        callbacks.book(),
                        reader,
                        new StoredLedger(sessions),
                        links,
                        practice,
                        chats.talks(),
                        chats.channels().console(),
                        routing.forTheConsole(),
                        settlements.console(),
                        connecting.console(),
                        shops.console()),
                new Console.Flows(
                        flows.capture(),
                        flows.cancel(),
                        flows.refund(),
                        flows.reopen(),
                        evidence,
                        directory,
                        parts.dispatcher(),
                        transactions),
                bank,
                web);
    }

    /** What the web server serves. Call once, after everything is built. */
    ResourceConfig resources() {
        finished.registerWith(config);
        return config;
    }

    /** The sandbox bank, another party that happens to be served by the same web server. */
    SandboxBank bank() {
        return bank;
    }

    /** The simulators of the other providers, each another party as well. */
    Practice practice() {
        return practice;
    }

    /** Begins with the background work, if this node is to do any. */
    void start() {
        if (works) {
            workers.start();
            upkeep.start();
            upkeep.alsoEvery(
                    Duration.ofHours(6), "key rotation", () -> callbacks.keys().rotateIfOlderThan(KEY_AGE));
            upkeep.alsoEvery(Duration.ofHours(6), "old routing decisions", () -> routing.removeOld());
        }
    }

    /**
     * The first steps of a stop, while the web server still serves: says that this node is not ready, gives load
     * balancers the time to notice, then ends the streams, which would last for many minutes.
     */
    void prepareToStop() {
        readiness.stop();
        try {
            Thread.sleep(stopDelay);
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        apiStreams.close();
        chats.streams().close();
        pageStreams.close();
    }

    /** What a person who has just started the program needs to know, one screen. */
    List<String> banner() {
        List<String> lines = new ArrayList<>(consoleAndDemo.banner());
        lines.add("API     " + publicUrl + "/api/docs");
        lines.add("Health  " + publicUrl + "/health/ready");
        return lines;
    }

    private void resource(Object resource) {
        finished.add(resource);
    }

    private <T extends AutoCloseable> T closing(T service) {
        toClose.push(service);
        return service;
    }

    /** Stops background work; what is in progress is finished or left for the next start. */
    @Override
    public void close() {
        for (AutoCloseable service : toClose) {
            try {
                service.close();
            } catch (Exception failure) {
                LOG.warn("{} did not close", service.getClass().getSimpleName(), failure);
            }
        }
    }
}
