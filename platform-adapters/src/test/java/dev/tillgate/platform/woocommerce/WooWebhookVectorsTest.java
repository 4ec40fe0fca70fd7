package dev.tillgate.platform.woocommerce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.Inbound.Verified;
import dev.tillgate.platform.ShopEvent;
import dev.tillgate.platform.ShopEvent.Kind;
import dev.tillgate.provider.InboundRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real shop (WooCommerce 11.0.1, WordPress 7.1) sent, byte for byte: the judge of how we read it. */
class WooWebhookVectorsTest {
    private static final String RIG = "rig-webhook-secret";
    private final WebhookMessage messages = new WebhookMessage(RIG);

    @ParameterizedTest
    @CsvSource({
        "order.created.raw, ORDER_CHANGED, 59",
        "order.updated.raw, ORDER_CHANGED, 59",
        "order.updated-after-cancel.raw, ORDER_CHANGED, 59",
        "order.deleted.raw, ORDER_DELETED, 59",
        "action.woocommerce_order_status_cancelled.raw, ORDER_CHANGED, 53",
        "action.woocommerce_order_status_cancelled-after-cancel.raw, ORDER_CHANGED, 59"
    })
    void every_kind_of_webhook_is_verified_and_says_where_to_look(String file, Kind kind, String order) {
        assertThat(messages.read(captured(file))).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.events())
                    .singleElement()
                    .extracting(ShopEvent::kind, ShopEvent::reference)
                    .containsExactly(kind, order);
            assertThat(verified.dedupeKey()).hasSizeLessThanOrEqualTo(100).isASCII();
        });
    }

    @ParameterizedTest
    @CsvSource({"order.created.raw", "order.deleted.raw", "action.woocommerce_order_status_cancelled.raw"})
    void with_another_secret_it_is_rejected(String file) {
        assertThat(new WebhookMessage("another-secret").read(captured(file))).isInstanceOf(Inbound.Rejected.class);
    }

    @Test
    void one_changed_byte_or_a_rewritten_body_is_rejected() {
        InboundRequest real = captured("order.updated.raw");
        byte[] changed = real.body().clone();
        changed[changed.length / 2] ^= 1;
        byte[] rewritten = new String(real.body(), StandardCharsets.UTF_8)
                .replace("\\/", "/")
                .getBytes(StandardCharsets.UTF_8);

        assertThat(messages.read(with(real, changed, real.headers()))).isInstanceOf(Inbound.Rejected.class);
        assertThat(messages.read(with(real, rewritten, real.headers()))).isInstanceOf(Inbound.Rejected.class);
    }

    @Test
    void created_and_updated_with_the_same_state_count_once_and_the_next_state_counts_again() {
        String created = key("order.created.raw");

        assertThat(key("order.updated.raw")).isEqualTo(created);
        assertThat(key("order.updated-after-cancel.raw")).isNotEqualTo(created);
    }

    @Test
    void deleting_again_after_it_was_restored_is_not_taken_for_a_repeat() {
        InboundRequest real = captured("order.deleted.raw");
        Map<String, String> later = new LinkedHashMap<>(real.headers());
        later.put("X-WC-Webhook-Delivery-ID", "00009bb81700641ef74dbc554a8b7201");

        assertThat(((Verified) messages.read(with(real, real.body(), later))).dedupeKey())
                .isNotEqualTo(key("order.deleted.raw"));
    }

    @Test
    void the_unsigned_ping_is_answered_and_forgotten() {
        assertThat(messages.read(captured("ping.raw"))).isEqualTo(new Inbound.Greeting(200, "text/plain", ""));
    }

    @Test
    void a_ping_that_is_more_than_a_ping_is_rejected() {
        InboundRequest ping = captured("ping.raw");
        byte[] more = "webhook_id=8&order=59".getBytes(StandardCharsets.UTF_8);

        assertThat(messages.read(with(ping, more, ping.headers()))).isInstanceOf(Inbound.Rejected.class);
    }

    @Test
    void an_error_instead_of_an_order_is_genuine_and_says_nothing() {
        byte[] body = "{\"code\":\"woocommerce_rest_cannot_view\",\"message\":\"Sorry\",\"data\":{\"status\":401}}"
                .getBytes(StandardCharsets.UTF_8);
        InboundRequest real = captured("order.updated.raw");
        Map<String, String> headers = new LinkedHashMap<>(real.headers());
        headers.put("X-WC-Webhook-Signature", Signing.signature(body, RIG));

        assertThat(messages.read(with(real, body, headers)))
                .isEqualTo(new Inbound.Ignored("an order that could not be shown: woocommerce_rest_cannot_view"));
    }

    private String key(String file) {
        return ((Verified) messages.read(captured(file))).dedupeKey();
    }

    private static InboundRequest with(InboundRequest request, byte[] body, Map<String, String> headers) {
        return new InboundRequest(request.method(), request.path(), null, headers, body, request.receivedAt());
    }

    /** A captured request, its body as raw as it was. */
    private static InboundRequest captured(String file) {
        byte[] all = bytes(file);
        int end = new String(all, StandardCharsets.ISO_8859_1).indexOf("\r\n\r\n");
        String[] head = new String(all, 0, end, StandardCharsets.ISO_8859_1).split("\r\n");
        Map<String, String> headers = new LinkedHashMap<>();
        for (String line : Arrays.asList(head).subList(1, head.length)) {
            headers.put(
                    line.substring(0, line.indexOf(':')),
                    line.substring(line.indexOf(':') + 1).strip());
        }
        int length = Integer.parseInt(Objects.requireNonNull(headers.get("Content-Length")));
        byte[] body = Arrays.copyOfRange(all, end + 4, end + 4 + length);
        return new InboundRequest("POST", head[0].split(" ")[1], null, headers, body, Instant.now());
    }

    private static byte[] bytes(String file) {
        try (InputStream in = WooWebhookVectorsTest.class.getResourceAsStream(file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
