package dev.tillgate.platform.guard;

import dev.tillgate.platform.PlatformContract;
import dev.tillgate.platform.PlatformFixture;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.fake.FakeFixture;
import dev.tillgate.platform.signed.SignedShop;
import java.util.List;
import java.util.Map;

/** The signed shop protocol itself keeps the contract, whichever platform speaks it. */
class SignedShopContractTest extends PlatformContract {
    @Override
    protected PlatformFixture open() {
        return new FakeFixture(url -> new PlatformType(
                "signed",
                List.of(),
                SignedShop.class,
                (settings, tools) -> new SignedShop("signed", () -> List.of(url), tools),
                settings -> Map.of()));
    }
}
