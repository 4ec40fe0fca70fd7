package dev.tillgate.provider.wechatpay;

import dev.tillgate.provider.ProviderContract;
import dev.tillgate.provider.ProviderFixture;

/** WeChat Pay keeps the contract, against its simulator over real HTTP, signed with WeChat's public key. */
class WechatPayProviderContractTest extends ProviderContract {
    @Override
    protected ProviderFixture open() {
        return new WechatPayFixture(WechatPay.BY_PUBLIC_KEY);
    }
}
