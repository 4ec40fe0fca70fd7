package dev.tillgate.webapp;

import dev.tillgate.catalog.Downloads;
import dev.tillgate.merchant.Administration;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredGrants;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.api.Api;
import dev.tillgate.webapp.config.Keys;
import dev.tillgate.webapp.config.Settings;
import dev.tillgate.webapp.connect.ConnectKeys;
import dev.tillgate.webapp.connect.ConnectShops;
import dev.tillgate.webapp.connect.DownloadResource;
import dev.tillgate.webapp.connect.PluginZip;
import dev.tillgate.webapp.connect.ShopReach;
import dev.tillgate.webapp.connect.TestShop;
import dev.tillgate.webapp.console.Console;
import java.net.URI;
import java.time.Clock;
import java.util.List;

/** The part of the composition root that builds how shops get connected. */
final class Connecting {
    private final Api.Connect api;
    private final Console.Connect console;
    private final DownloadResource download;

    /** What it stands on. */
    record Ground(Settings settings, URI publicUrl, Sessions sessions, Vault vault, Clock clock) {}

    Connecting(Ground ground, Administration administration, Callbacks callbacks, Shops shops) {
        Clock clock = ground.clock();
        StoredGrants grants = new StoredGrants(ground.sessions());
        ConnectShops connect =
                new ConnectShops(administration, callbacks.endpoints(), grants, shops.connections(), clock);
        ConnectKeys keys = new ConnectKeys(grants, shops.connections(), shops.exchange(), ground.publicUrl(), clock);
        TestShop test = new TestShop(administration, shops.book(), shops.signatures(), shops.exchange(), clock);
        api = new Api.Connect(connect, keys, test, administration, shops.connections());
        console = new Console.Connect(
                connect,
                keys,
                new ShopReach(ground.settings().get(Keys.CALLBACK_ALLOW_PRIVATE)),
                ground.vault(),
                clock);
        download = new DownloadResource(
                Downloads.woocommerce().map(packed -> PluginZip.of(Downloads.WOOCOMMERCE, packed, ground.publicUrl())));
    }

    /** For shops' plugins. */
    Api.Connect api() {
        return api;
    }

    /** What the web server serves besides. */
    List<Object> resources() {
        return List.of(download);
    }

    /** For merchants. */
    Console.Connect console() {
        return console;
    }
}
