package dev.tillgate.client;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one address of a shop: verifies what the gateway sends there, hands events to the shop, and answers the gateway's
 * questions about orders. Safe for use by many threads.
 */
public final class Callbacks {
    private static final int LONGEST_BODY = 1 << 20;
    private static final byte[] NOTHING = {};

    private final CallbackSecret secret;
    private final InstantSource clock;

    /** @param secrets the store's callback secret; while it is changed the new one first, then the old one */
    public Callbacks(String... secrets) {
        this(Clock.systemUTC(), List.of(secrets));
    }

    Callbacks(InstantSource clock, List<String> secrets) {
        this.secret = new CallbackSecret(secrets);
        this.clock = clock;
    }

    /** What a shop does with what it is told and asked. */
    public interface Shop {
        /** The order as it is now, or nothing when there surely is no such order. */
        Optional<ShopOrder> order(String reference);

        /**
         * Something has become of a payment. May be called again with the same id, also at the same time: remember the
         * id together with what you change. When this throws, the gateway tells it again.
         */
        void happened(Callback callback);
    }

    /** What to answer. */
    public record Reply(int status, Map<String, String> headers, byte[] body) {}

    /**
     * Verifies and answers one request.
     *
     * @param header gives a request header by its name, or null
     * @param body the raw bytes as they came
     */
    public Reply handle(Function<String, @Nullable String> header, byte[] body, Shop shop) {
        Map<String, Object> message = message(header, body);
        if (message == null) {
            return new Reply(401, Map.of(), NOTHING);
        }
        String id = Json.text(message, "id");
        switch (Json.text(message, "type")) {
            case "ping":
                Map<String, Object> pong = new LinkedHashMap<>();
                pong.put("pong", id);
                pong.put("time", clock.instant().toString());
                return reply(200, id, pong);
            case "order.read":
                String reference = Json.text(message, "order");
                return shop.order(reference)
                        .map(order -> reply(200, id, order.json()))
                        .orElseGet(() -> reply(404, id, Map.of("order", reference, "state", "missing")));
            default:
                shop.happened(Callback.of(message));
                return new Reply(200, Map.of(), NOTHING);
        }
    }

    /** The event in a request, or nothing when it is not from the gateway, or is a question and not an event. */
    public Optional<Callback> verify(Function<String, @Nullable String> header, byte[] body) {
        return Optional.ofNullable(message(header, body))
                .filter(message -> message.containsKey("payment_id"))
                .map(Callback::of);
    }

    /**
     * A message to the gateway's inbound address ({@code /hooks/shops/<store>}), signed: a POST with these headers and
     * this body tells it to look at an order again.
     *
     * @param type such as {@code order.changed} or {@code order.deleted}
     */
    public Reply tell(String type, String reference) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("order", reference);
        message.put("occurred_at", clock.instant().toString());
        return reply(200, "evt_" + UUID.randomUUID(), message);
    }

    private @Nullable Map<String, Object> message(Function<String, @Nullable String> header, byte[] body) {
        Instant now = clock.instant();
        if (body.length > LONGEST_BODY || !secret.signed(header, body, now)) {
            return null;
        }
        try {
            return Json.object(body);
        } catch (IllegalArgumentException garbled) {
            return null;
        }
    }

    private Reply reply(int status, String id, Map<String, Object> said) {
        byte[] body = Json.write(said).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>(secret.sign(id, clock.instant(), body));
        headers.put("Content-Type", "application/json");
        return new Reply(status, headers, body);
    }
}
