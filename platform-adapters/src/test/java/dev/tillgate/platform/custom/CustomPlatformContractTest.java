package dev.tillgate.platform.custom;

import dev.tillgate.platform.PlatformContract;
import dev.tillgate.platform.PlatformFixture;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.PlatformType.Tools;
import dev.tillgate.platform.StoreSignature;
import dev.tillgate.platform.fake.FakeShopFixture;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;

/** A custom shop keeps the contract at its store's callback address. */
class CustomPlatformContractTest extends PlatformContract {
    @Override
    protected PlatformFixture open() {
        return new FakeShopFixture(CustomPlatformContractTest::at, url -> Custom.settings(true));
    }

    private static PlatformType at(String url) {
        PlatformType custom = Custom.TYPE;
        return new PlatformType(
                custom.id(),
                custom.settings(),
                custom.platform(),
                (settings, tools) -> custom.opener()
                        .open(
                                settings,
                                new Tools(
                                        tools.exchange(),
                                        new CalledAt(url, tools.signature()),
                                        tools.drawer(),
                                        tools.address(),
                                        tools.clock())),
                custom.check());
    }

    /** The signature of a store that takes callbacks at this address. */
    private record CalledAt(String callbackAddress, StoreSignature signature) implements StoreSignature {
        @Override
        public Exchange.Ask sign(String url, String id, byte[] body) {
            return signature.sign(url, id, body);
        }

        @Override
        public boolean signed(InboundRequest request) {
            return signature.signed(request);
        }

        @Override
        public boolean signed(Exchange.Answer answer) {
            return signature.signed(answer);
        }
    }
}
