package dev.tillgate.webapp;

import dev.tillgate.catalog.Providers;
import dev.tillgate.flow.DryRun;
import dev.tillgate.flow.route.RouteFacts;
import dev.tillgate.provider.http.Exchanges;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredDirectory;
import dev.tillgate.store.StoredRates;
import dev.tillgate.store.StoredRoutes;
import dev.tillgate.webapp.console.Console;
import java.time.Clock;

/** The part of the composition root that builds the choice between provider accounts. */
final class AccountRouting {
    private final StoredRoutes routes;
    private final RouteFacts facts;
    private final DryRun dryRun;
    private final Clock clock;

    AccountRouting(Sessions sessions, StoredDirectory directory, Exchanges exchanges, Clock clock) {
        this.clock = clock;
        routes = new StoredRoutes(sessions, directory::forget);
        facts = new RouteFacts(
                (provider, account) -> exchanges.isOpen(provider, account.value()),
                new StoredRates(sessions, Providers.ALL, clock));
        dryRun = new DryRun(routes, directory, clock);
    }

    RouteFacts facts() {
        return facts;
    }

    Console.Routing forTheConsole() {
        return new Console.Routing(routes, dryRun);
    }

    void removeOld() {
        routes.removeOld(clock.instant());
    }
}
