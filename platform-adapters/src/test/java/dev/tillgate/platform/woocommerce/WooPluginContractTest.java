package dev.tillgate.platform.woocommerce;

import dev.tillgate.platform.PlatformContract;
import dev.tillgate.platform.PlatformFixture;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.fake.FakeFixture;
import dev.tillgate.platform.signed.SignedShop;
import dev.tillgate.provider.Settings;
import java.util.Map;

/** A shop with our plugin, which speaks the signed protocol. */
class WooPluginContractTest extends PlatformContract {
    @Override
    protected PlatformFixture open() {
        return new FakeFixture(
                url -> type(),
                url -> new Settings(Map.of(
                        WooCommerce.DOOR, WooCommerce.PLUGIN, WooCommerce.SHOP, url, WooCommerce.NOTIFY_URL, url)));
    }

    /** By this door a shop cannot list what has changed. */
    private static PlatformType type() {
        PlatformType both = WooCommerce.TYPE;
        return new PlatformType(both.id(), both.settings(), SignedShop.class, both.opener(), both.check());
    }
}
