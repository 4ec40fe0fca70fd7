package dev.tillgate.platform.fake;

import dev.tillgate.platform.PlatformContract;
import dev.tillgate.platform.PlatformFixture;

/** The suite itself is tried on the smallest platform that passes it. */
class FakePlatformContractTest extends PlatformContract {
    @Override
    protected PlatformFixture open() {
        return new FakeFixture(url -> FakePlatform.TYPE);
    }
}
