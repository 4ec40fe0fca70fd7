package dev.tillgate.webapp;

import dev.tillgate.merchant.Administration;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredGrants;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.api.Api;
import dev.tillgate.webapp.config.Keys;
import dev.tillgate.webapp.config.Settings;
import dev.tillgate.webapp.connect.ConnectShops;
import dev.tillgate.webapp.connect.ShopReach;
import dev.tillgate.webapp.connect.TestShop;
import dev.tillgate.webapp.console.Console;
import java.net.URI;
import java.time.Clock;

/** The part of the composition root that builds how shops get connected. */
final class Connecting {
    private final Api.Connect api;
    private final Console.Connect console;

    /** What it stands on. */
    record Ground(Settings settings, URI publicUrl, Sessions sessions, Vault vault, Clock clock) {}

    Connecting(Ground ground, Administration administration, Callbacks callbacks, Shops shops) {
        Clock clock = ground.clock();
        ConnectShops connect = new ConnectShops(
                administration,
                callbacks.endpoints(),
                new StoredGrants(ground.sessions()),
                shops.connections(),
                clock);
        TestShop test = new TestShop(administration, shops.book(), shops.signatures(), shops.exchange(), clock);
        api = new Api.Connect(connect, test, administration);
        console = new Console.Connect(
                connect, new ShopReach(ground.settings().get(Keys.CALLBACK_ALLOW_PRIVATE)), ground.vault(), clock);
    }

    /** For shops' plugins. */
    Api.Connect api() {
        return api;
    }

    /** For merchants. */
    Console.Connect console() {
        return console;
    }
}
