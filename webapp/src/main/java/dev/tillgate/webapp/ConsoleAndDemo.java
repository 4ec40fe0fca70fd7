package dev.tillgate.webapp;

import dev.tillgate.merchant.OwnerSetup;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredDisputeFiles;
import dev.tillgate.store.StoredDisputes;
import dev.tillgate.store.StoredInstallation;
import dev.tillgate.store.StoredPolicies;
import dev.tillgate.store.StoredUsers;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.config.Keys;
import dev.tillgate.webapp.config.Settings;
import dev.tillgate.webapp.console.Console;
import dev.tillgate.webapp.demo.CallbackCheck;
import dev.tillgate.webapp.demo.DemoCallbacks;
import dev.tillgate.webapp.demo.DemoShop;
import dev.tillgate.webapp.demo.DemoShopResource;
import dev.tillgate.webapp.demo.GatewayClient;
import dev.tillgate.webapp.demo.SampleSetup;
import dev.tillgate.webapp.demo.ShopOrders;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/** The part of the composition root that builds the console, and the demo shop with what it needs. */
final class ConsoleAndDemo implements AutoCloseable {
    private static final Set<String> LOCAL_BINDS = Set.of("127.0.0.1", "localhost", "0.0.0.0");
    private static final String BANK_ACCOUNT = "demo";

    private final List<Object> resources = new ArrayList<>();
    private final Clock clock = Clock.systemUTC();
    private final OwnerSetup setup;
    private final URI publicUrl;
    /** The demo shop's way to the gateway, always over this machine. */
    private final HttpExchange shopWire =
            new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));

    private final boolean demo;

    /** What both stand on. */
    record Ground(Settings settings, URI publicUrl, DataSource database, Sessions sessions, Vault vault) {}

    ConsoleAndDemo(Ground ground, Console.Work work, Console.Flows flows, SandboxBank bank, Console.Web web) {
        publicUrl = ground.publicUrl;
        StoredUsers users = new StoredUsers(ground.sessions);
        StoredInstallation facts = new StoredInstallation(ground.sessions, clock);
        setup = new OwnerSetup(users, facts, clock);
        Console.Care care = new Console.Care(
                new StoredDisputes(ground.sessions),
                new StoredDisputeFiles(ground.sessions),
                new StoredPolicies(ground.sessions, clock));
        resources.addAll(Console.resources(work, flows, new Console.People(users, setup), care, web, clock));
        SampleSetup sample = new SampleSetup(work.administration(), work.endpoints(), facts, ground.vault, clock);
        Optional<URI> local = localUrl(ground.settings);
        demo = local.isPresent() && sample.run(local.get(), bank.account(BANK_ACCOUNT));
        if (demo) {
            work.talks().book().set(sample.chat());
            openShop(sample, new ShopOrders(ground.database), local.get(), web);
        }
    }

    private void openShop(SampleSetup sample, ShopOrders orders, URI local, Console.Web web) {
        GatewayClient client = new GatewayClient(shopWire, local, sample::access, clock);
        CallbackCheck check = CallbackCheck.of(shopWire, local, publicUrl, sample::access, clock);
        resources.add(new DemoShopResource(new DemoShop(orders, client, publicUrl, clock), web.pages()));
        resources.add(new DemoCallbacks(orders, check, clock));
    }

    List<Object> resources() {
        return resources;
    }

    /** Lines for the start screen; makes a new one-time link while the console has no owner. */
    List<String> banner() {
        List<String> lines = new ArrayList<>();
        if (demo) {
            lines.add("Shop    " + publicUrl + "/demo");
        }
        lines.add("Console " + publicUrl + "/console");
        setup.newToken()
                .ifPresent(token -> lines.add(
                        "Set up  " + publicUrl + "/console/setup/" + token.value() + "  (once, within 24 hours)"));
        return lines;
    }

    /** How callbacks leave: by the guarded way, except to the demo shop, which is this very program. */
    static Exchange callbackWay(Settings settings, Exchange guarded, Exchange toThisMachine) {
        Optional<String> shop = localUrl(settings).map(SampleSetup::callbackUrl);
        return ask -> (shop.isPresent() && shop.get().equals(ask.url()) ? toThisMachine : guarded).send(ask);
    }

    /** Where this program reaches itself. Beside data of the operator's own there is no demo shop unless asked for. */
    private static Optional<URI> localUrl(Settings settings) {
        boolean wanted = settings.get(Keys.SAMPLE)
                .orElseGet(() -> settings.get(Keys.DB_URL).isEmpty());
        return wanted && LOCAL_BINDS.contains(settings.get(Keys.BIND))
                ? Optional.of(URI.create("http://127.0.0.1:" + settings.get(Keys.PORT)))
                : Optional.empty();
    }

    @Override
    public void close() {
        shopWire.close();
    }
}
