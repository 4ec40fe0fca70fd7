package dev.tillgate.callback;

import dev.tillgate.flow.Event;
import dev.tillgate.flow.EventType;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events and endpoints for the tests here. */
final class Samples {
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final String OTHER_SECRET = "whsec_dGlsbGdhdGUtdGlsbGdhdGUtdGlsbGdhdGU=";

    private Samples() {}

    static Event event(Instant at) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("order_reference", "Größe-№7 \"a/b\"");
        data.put("status", "paid");
        data.put("amount", "12.30");
        data.put("amount_minor", 1230L);
        data.put("currency", "EUR");
        data.put("method", "card");
        return new Event(
                MerchantId.next(),
                OrderId.next(),
                3,
                EventId.next(),
                StoreId.next(),
                PaymentId.next(),
                EventType.PAYMENT_PAID,
                data,
                at);
    }

    static Endpoint endpoint(Event event, String url, WebhookSecret... secrets) {
        return new Endpoint(event.merchant(), event.store(), url, List.of(secrets), null);
    }

    static WebhookSecret secret(String text, Instant at) {
        return new WebhookSecret(text, at, null);
    }
}
