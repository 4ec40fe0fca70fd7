package dev.tillgate.payment;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the payer has to do next. {@code expiresAt} is when the provider stops waiting, null when it does not say. */
public sealed interface NextAction {
    @Nullable
    Instant expiresAt();

    /** Go to this page of the provider and come back. */
    record Redirect(String url, @Nullable Instant expiresAt) implements NextAction {}

    /** Scan this text as a QR code with the wallet's app; on a phone, open it. */
    record Scan(String content, @Nullable Instant expiresAt) implements NextAction {}

    /** Transfer money with these details, each a label key ({@code iban}, {@code reference} …) and its value. */
    record Transfer(List<Detail> details, @Nullable Instant expiresAt) implements NextAction {
        public Transfer {
            details = List.copyOf(details);
        }
    }

    /**
     * Send this much of a crypto asset to this address.
     *
     * @param atomicUnits the amount in the asset's smallest unit, as decimal digits
     */
    record SendCrypto(
            String asset,
            String address,
            String atomicUnits,
            @Nullable Instant expiresAt) implements NextAction {}

    /**
     * Hand these to the wallet's own software: a page inside the wallet's app, or the shop's own app, calls it with them.
     *
     * @param bridge which software, such as {@code wechat_jsapi} or {@code alipay_app}
     */
    record Invoke(
            String bridge,
            Map<String, String> parameters,
            @Nullable Instant expiresAt) implements NextAction {
        public Invoke {
            parameters = Map.copyOf(parameters);
        }
    }

    /** Nothing but wait, for example for an approval in the bank's app. */
    record Await(@Nullable Instant expiresAt) implements NextAction {}

    /** One labelled value of a transfer. */
    record Detail(String label, String value) {}
}
