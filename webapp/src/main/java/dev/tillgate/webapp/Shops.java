package dev.tillgate.webapp;

import dev.tillgate.callback.CallbackWire;
import dev.tillgate.callback.StoreSignatures;
import dev.tillgate.catalog.Platforms;
import dev.tillgate.chat.PriceSource;
import dev.tillgate.flow.CancelPayment;
import dev.tillgate.flow.CapturePayment;
import dev.tillgate.flow.Committed;
import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.Links;
import dev.tillgate.flow.RefundPayment;
import dev.tillgate.flow.Transactions;
import dev.tillgate.flow.shop.ConnectionBook;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.flow.shop.MessageBook;
import dev.tillgate.flow.shop.SessionBook;
import dev.tillgate.merchant.AccountBook;
import dev.tillgate.platform.AnswerSessions;
import dev.tillgate.platform.Connections;
import dev.tillgate.platform.FollowShop;
import dev.tillgate.platform.OfferPayment;
import dev.tillgate.platform.OrderGuard;
import dev.tillgate.platform.ReadShopMessage;
import dev.tillgate.platform.ShopWire;
import dev.tillgate.platform.TendShops;
import dev.tillgate.provider.http.PinnedExchange;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredConnections;
import dev.tillgate.store.StoredDirectory;
import dev.tillgate.store.StoredGuards;
import dev.tillgate.store.StoredMessages;
import dev.tillgate.store.StoredShopSessions;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.api.ShopHooksResource;
import dev.tillgate.webapp.config.Keys;
import dev.tillgate.webapp.config.Settings;
import dev.tillgate.webapp.console.ShopResource;
import dev.tillgate.webapp.embedded.EmbeddedPages;
import dev.tillgate.webapp.page.Pages;
import dev.tillgate.webapp.payapps.OperatorApp;
import dev.tillgate.webapp.payapps.PaymentsAppDoors;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The part of the composition root that builds what connects stores to their shops. */
final class Shops implements AutoCloseable {
    private static final Duration OFFERED_FOR = Duration.ofDays(1);

    private final PinnedExchange wire;
    private final ConnectionBook book;
    private final GuardBook guards;
    private final Connections connections;
    private final ShopWire exchange;
    private final StoreSignatures signatures;
    private final OrderGuard guard;
    private final FollowShop follow;
    private final ReadShopMessage messages;
    private final TendShops tend;
    private final ShopHooksResource hooks;
    private final SessionBook handed;
    private final AnswerSessions answers;
    private final Optional<OperatorApp> paymentsApp;
    private final Ground ground;
    private final Flows flows;
    private final Ears ears;

    /** What it stands on. */
    record Ground(Settings settings, URI publicUrl, Sessions sessions, Vault vault, StoredDirectory directory) {}

    /** The flows that shops set off. */
    record Flows(
            Transactions transactions,
            CreatePayment create,
            CancelPayment cancel,
            RefundPayment refund,
            CapturePayment capture) {}

    /** Who is told and who counts. */
    record Ears(Committed committed, MeterRegistry meters, Clock clock) {}

    Shops(Ground ground, Callbacks callbacks, Flows flows, Ears ears) {
        Clock clock = ears.clock();
        wire = CallbackWire.guarded(ground.settings().get(Keys.CALLBACK_ALLOW_PRIVATE), ShopWire.LIMITS);
        book = new StoredConnections(ground.sessions(), ground.vault(), clock, ground.directory()::forget);
        guards = new StoredGuards(ground.sessions());
        MessageBook inbox = new StoredMessages(ground.sessions(), ground.vault());
        signatures = new StoreSignatures(callbacks.signer(), callbacks.endpoints(), clock);
        exchange = new ShopWire(wire, flows.transactions(), ears.meters());
        connections = new Connections(
                book,
                Platforms.ALL,
                new Connections.Way(
                        exchange, signatures, store -> ground.publicUrl() + "/hooks/shops/" + store, clock));
        handed = new StoredShopSessions(ground.sessions());
        answers = new AnswerSessions(
                handed, guards, new AnswerSessions.Moves(flows.refund(), flows.capture(), flows.cancel()), clock);
        paymentsApp = OperatorApp.of(ground.settings());
        guard = new OrderGuard(
                guards,
                new OrderGuard.Shops(connections, Optional.of(answers)),
                callbacks.deliver(),
                ears.committed(),
                clock,
                ears.meters());
        follow = new FollowShop(
                guards, inbox, book, new FollowShop.Flows(flows.create(), flows.cancel(), OFFERED_FOR), clock);
        messages = new ReadShopMessage(connections, inbox, follow, ears.committed(), clock, ears.meters());
        tend = new TendShops(connections, new TendShops.Books(book, guards, inbox), ears.committed(), clock);
        hooks = new ShopHooksResource(messages, clock);
        this.ground = ground;
        this.flows = flows;
        this.ears = ears;
    }

    /** Where a payments app's sessions and buyers come in; nothing where the operator has none. */
    List<Object> paymentsApp(Pages pages, Links links, AccountBook accounts) {
        return paymentsApp
                .map(app -> PaymentsAppDoors.resources(
                        app,
                        new PaymentsAppDoors.Ground(
                                new PaymentsAppDoors.Books(handed, guards, connections, ground.directory(), accounts),
                                new PaymentsAppDoors.Work(flows.create(), answers, messages, ears.committed()),
                                ground.vault(),
                                ears.meters(),
                                ears.clock()),
                        pages,
                        links,
                        ground.publicUrl()))
                .orElse(List.of());
    }

    /** What orders cost: asked of the shop itself, where a store has one that can be asked. */
    PriceSource prices() {
        return (merchant, store, order) -> connections
                .find(merchant, store)
                .map(connected -> connected.platform().load(order));
    }

    OrderGuard guard() {
        return guard;
    }

    ReadShopMessage messages() {
        return messages;
    }

    TendShops tend() {
        return tend;
    }

    /** Opens, connects and disconnects shops; what the connect flows of platforms need. */
    Connections connections() {
        return connections;
    }

    ConnectionBook book() {
        return book;
    }

    GuardBook guards() {
        return guards;
    }

    /** What the console reads and tries again. */
    ShopResource.Books console() {
        return new ShopResource.Books(
                book, guards, connections, new ShopResource.PaymentsApp(paymentsApp, handed, ground.vault()));
    }

    /** What pages within the shops' own pages need. */
    EmbeddedPages.Ground embedded() {
        return new EmbeddedPages.Ground(connections, new OfferPayment(follow, guards), guards);
    }

    /** The signature of stores, for flows that speak to a shop before it is connected. */
    StoreSignatures signatures() {
        return signatures;
    }

    /** The way to shops. */
    ShopWire exchange() {
        return exchange;
    }

    /** What the web server serves for shops. */
    List<Object> resources() {
        return List.of(hooks);
    }

    @Override
    public void close() {
        wire.close();
    }
}
