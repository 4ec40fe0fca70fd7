package dev.tillgate.platform.signed;

import dev.tillgate.platform.StoreSignature;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** The gateway's side with one key, for tests that need no database. */
public record KeySignature(WebhookKey key, String callbackAddress, InstantSource clock) implements StoreSignature {
    @Override
    public Exchange.Ask sign(String url, String id, byte[] body) {
        Map<String, String> headers = new TreeMap<>(key.headers(id, clock.instant(), body));
        headers.put("Content-Type", "application/json");
        return Exchange.Ask.post(url, headers, body);
    }

    @Override
    public boolean signed(InboundRequest request) {
        Map<String, String> lower = new HashMap<>();
        request.headers().forEach((name, value) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), value));
        return key.signed(lower, request.body(), clock);
    }

    @Override
    public boolean signed(Exchange.Answer answer) {
        Map<String, String> first = new HashMap<>();
        answer.headers().forEach((name, values) -> first.put(name, values.get(0)));
        return key.signed(first, answer.body(), clock);
    }
}
