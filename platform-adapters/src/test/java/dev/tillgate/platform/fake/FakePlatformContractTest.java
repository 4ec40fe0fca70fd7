package dev.tillgate.platform.fake;

import dev.tillgate.platform.PlatformContract;
import dev.tillgate.platform.PlatformFixture;
import dev.tillgate.provider.Settings;
import java.util.Map;

/** The suite itself is tried on the smallest platform that passes it. */
class FakePlatformContractTest extends PlatformContract {
    @Override
    protected PlatformFixture open() {
        return new FakeShopFixture(url -> FakePlatform.TYPE, url -> new Settings(Map.of("url", url)));
    }
}
