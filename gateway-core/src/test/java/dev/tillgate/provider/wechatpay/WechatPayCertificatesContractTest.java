package dev.tillgate.provider.wechatpay;

import dev.tillgate.provider.ProviderContract;
import dev.tillgate.provider.ProviderFixture;

/** The same with platform certificates, which are fetched. */
class WechatPayCertificatesContractTest extends ProviderContract {
    @Override
    protected ProviderFixture open() {
        return new WechatPayFixture(WechatPay.BY_CERTIFICATE);
    }
}
