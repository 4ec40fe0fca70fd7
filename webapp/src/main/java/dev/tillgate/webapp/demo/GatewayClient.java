package dev.tillgate.webapp.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All that a shop has to ask of the gateway: an access token, and a payment for an order. Asking twice for the same
 * revision of the same order is harmless, so whoever got no answer just asks again.
 */
public final class GatewayClient {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BEFORE_IT_EXPIRES = Duration.ofSeconds(30);

    private final Exchange wire;
    private final URI gateway;
    private final Supplier<ShopAccess> access;
    private final Clock clock;
    private volatile @Nullable Token token;

    /**
     * @param gateway the gateway's address, without a slash at the end
     * @param access the shop's credentials, as configured at the moment
     */
    public GatewayClient(Exchange wire, URI gateway, Supplier<ShopAccess> access, Clock clock) {
        this.wire = wire;
        this.gateway = gateway;
        this.access = access;
        this.clock = clock;
    }

    /**
     * The payment of an order's present revision; made now, or the one that was made before.
     *
     * @param descriptions a line for the buyer, and the name of each article
     * @throws IOException when there was no answer, or none that helps; the same can be asked again
     */
    Made pay(ShopOrder order, Words descriptions, String orderPage, String cartPage) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        body.put("order", order.number());
        body.put("revision", order.revision());
        body.put("amount", order.total().toDecimalText());
        body.put("currency", order.total().currencyCode());
        body.put("description", descriptions.order());
        body.put("capture", order.shipsLater() ? "manual" : "automatic");
        ArrayNode lines = body.putArray("lines");
        for (Cart.Line line : order.cart().lines(order.total().currencyCode())) {
            lines.addObject()
                    .put("name", descriptions.articles().get(line.article()))
                    .put("quantity", line.count())
                    .put("total", line.total().toDecimalText());
        }
        body.putObject("buyer")
                .put("return_url", orderPage)
                .put("cancel_url", cartPage)
                .put("locale", descriptions.language());
        Map<String, String> headers = Map.of(
                "Authorization", "Bearer " + token(),
                "Content-Type", "application/json",
                // The same for the same thing: a repeat after a lost answer makes no second payment.
                "Idempotency-Key", order.number() + "-" + order.revision());
        JsonNode payment = answer(
                wire.send(Exchange.Ask.post(gateway + "/api/v1/payments", headers, JSON.writeValueAsBytes(body))));
        return new Made(
                payment.path("id").asText(), payment.path("checkout_url").asText());
    }

    /**
     * Lets a conversation pay an order: the page of the order hands this on to its chat.
     *
     * @throws IOException when there was no answer, or none that helps
     */
    String grant(ShopOrder order, String description) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        body.put("order", order.number()).put("revision", order.revision());
        body.put("amount", order.total().toDecimalText());
        body.put("currency", order.total().currencyCode());
        body.put("quoted", true).put("description", description);
        Map<String, String> headers = Map.of(
                "Authorization", "Bearer " + token(),
                "Content-Type", "application/json",
                "Idempotency-Key", "chat-" + order.number() + "-" + order.revision());
        return answer(wire.send(
                        Exchange.Ask.post(gateway + "/api/v1/chat/grants", headers, JSON.writeValueAsBytes(body))))
                .path("grant")
                .asText();
    }

    /** The store's id, for the chat on the shop's pages. */
    String store() {
        return access.get().store();
    }

    /** A payment that can be paid at this address. */
    record Made(String payment, String checkoutUrl) {}

    /** What the buyer is told on the payment's page. */
    record Words(String order, Map<Article, String> articles, String language) {}

    private String token() throws IOException {
        Token known = token;
        if (known != null && clock.instant().isBefore(known.goodUntil())) {
            return known.value();
        }
        ShopAccess shop = access.get();
        String basic = Base64.getEncoder()
                .encodeToString((shop.clientId() + ":" + shop.clientSecret()).getBytes(StandardCharsets.UTF_8));
        Map<String, String> headers =
                Map.of("Authorization", "Basic " + basic, "Content-Type", "application/x-www-form-urlencoded");
        byte[] form =
                "grant_type=client_credentials&scope=payments:write+chat:write".getBytes(StandardCharsets.US_ASCII);
        JsonNode answer = answer(wire.send(Exchange.Ask.post(gateway + "/api/oauth/token", headers, form)));
        Instant goodUntil =
                clock.instant().plusSeconds(answer.path("expires_in").asLong()).minus(BEFORE_IT_EXPIRES);
        String fresh = answer.path("access_token").asText();
        token = new Token(fresh, goodUntil);
        return fresh;
    }

    private JsonNode answer(Exchange.Answer answer) throws IOException {
        if (answer.status() == 401) {
            token = null;
        }
        if (answer.status() / 100 != 2) {
            throw new IOException("the gateway answered " + answer.status());
        }
        return JSON.readTree(answer.body());
    }

    private record Token(String value, Instant goodUntil) {
        /** Never the token. */
        @Override
        public String toString() {
            return "Token[until " + goodUntil + "]";
        }
    }
}
