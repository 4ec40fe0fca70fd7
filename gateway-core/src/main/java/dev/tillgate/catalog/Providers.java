package dev.tillgate.catalog;

import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.alipay.Alipay;
import dev.tillgate.provider.paypal.PayPal;
import dev.tillgate.provider.sandbox.Sandbox;
import dev.tillgate.provider.stripe.Stripe;
import dev.tillgate.provider.wechatpay.WechatPay;
import java.util.List;
import java.util.Optional;

/** Every kind of provider this gateway can work with, one line each. */
public final class Providers {
    public static final List<ProviderType> ALL =
            List.of(Sandbox.TYPE, Stripe.TYPE, PayPal.TYPE, Alipay.TYPE, WechatPay.TYPE);

    private Providers() {}

    /** The kind of provider with this id. */
    public static Optional<ProviderType> find(String id) {
        return ALL.stream().filter(type -> type.id().equals(id)).findFirst();
    }
}
