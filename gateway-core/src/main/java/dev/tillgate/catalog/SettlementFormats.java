package dev.tillgate.catalog;

import dev.tillgate.provider.SettlementFormat;
import dev.tillgate.provider.alipay.settlement.AlipaySettlement;
import dev.tillgate.provider.paypal.settlement.PayPalSettlement;
import dev.tillgate.provider.sandbox.settlement.SandboxSettlement;
import dev.tillgate.provider.stripe.settlement.StripeSettlement;
import dev.tillgate.provider.wechatpay.settlement.WeChatPaySettlement;
import java.util.List;
import java.util.stream.Stream;

/** Every form of settlement file this gateway can read, one line a provider. */
public final class SettlementFormats {
    public static final List<SettlementFormat> ALL = Stream.of(
                    SandboxSettlement.ALL,
                    StripeSettlement.ALL,
                    PayPalSettlement.ALL,
                    AlipaySettlement.ALL,
                    WeChatPaySettlement.ALL)
            .flatMap(List::stream)
            .toList();

    private SettlementFormats() {}
}
