package dev.tillgate.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tillgate.platform.Inbound.Verified;
import dev.tillgate.provider.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The part of the contract about messages: believed when genuine, and never more than a hint. */
abstract class MessageContract extends PlatformGround {
    private static final int MUTATIONS = 300;
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void a_genuine_message_says_which_order_to_look_at() {
        String order = shop().order(amount());

        assertThat(read(shop().message(order))).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.dedupeKey())
                    .isNotBlank()
                    .hasSizeLessThanOrEqualTo(100)
                    .isASCII();
            assertThat(verified.events()).extracting(ShopEvent::reference).contains(order);
        });
    }

    @Test
    void a_repeat_has_the_same_key_and_another_message_has_not() {
        InboundRequest first = shop().message(shop().order(amount()));
        InboundRequest other = shop().message(shop().order(amount()));

        assertThat(read(first)).isEqualTo(read(first));
        assertThat(key(first)).isNotEqualTo(key(other));
    }

    @Test
    void messages_in_the_wrong_order_only_say_where_to_look() {
        String order = shop().order(amount());
        InboundRequest early = shop().message(order);
        shop().cancel(order);
        InboundRequest late = shop().message(order);

        assertThat(read(late)).isInstanceOf(Verified.class);
        assertThat(read(early)).isInstanceOf(Verified.class);
        assertThat(platform().load(order)).isInstanceOfSatisfying(OrderReading.Found.class, found -> assertThat(
                        found.order().state())
                .isEqualTo(ShopOrder.State.CANCELED));
    }

    @Test
    void a_changed_message_is_not_believed() {
        InboundRequest request = shop().message(shop().order(amount()));
        Random random = new Random(20_261_125);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body = request.body().clone();
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(read(with(request, request.headers(), body, request.receivedAt())))
                    .as("round %d", i)
                    .isNotInstanceOf(Verified.class);
        }
    }

    @Test
    void a_body_that_was_written_anew_is_another_body() {
        InboundRequest request = shop().message(shop().order(amount()));
        byte[] longer = Arrays.copyOf(request.body(), request.body().length + 1);
        longer[longer.length - 1] = '\n';

        assertThat(read(with(request, request.headers(), longer, request.receivedAt())))
                .isInstanceOf(Inbound.Rejected.class);
    }

    @Test
    void a_message_without_its_headers_is_not_believed() {
        InboundRequest request = shop().message(shop().order(amount()));

        assertThat(read(with(request, Map.of(), request.body(), request.receivedAt())))
                .isNotInstanceOf(Verified.class);
    }

    @Test
    void an_old_message_and_one_from_the_future_are_rejected() {
        assumeTrue(shop().datesMessages(), "this shop's messages carry no time");
        InboundRequest request = shop().message(shop().order(amount()));
        for (String name : List.copyOf(request.headers().keySet())) {
            String value = request.headers().get(name);
            if (value == null || !value.matches("[0-9]{10}")) {
                continue;
            }
            for (long shift : new long[] {-3_600, 3_600}) {
                Map<String, String> headers = new java.util.TreeMap<>(request.headers());
                headers.put(name, Long.toString(Long.parseLong(value) + shift));
                assertThat(read(with(request, headers, request.body(), request.receivedAt())))
                        .isInstanceOf(Inbound.Rejected.class);
            }
        }
    }

    @Test
    void what_is_no_text_no_json_or_something_else_never_breaks_anything() {
        byte[] huge = ("{\"a\":\"" + "x".repeat(MEBIBYTE + 10) + "\"}").getBytes(StandardCharsets.UTF_8);
        List<byte[]> bodies = List.of(
                new byte[0],
                new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'},
                "null".getBytes(StandardCharsets.UTF_8),
                "[]".getBytes(StandardCharsets.UTF_8),
                "{\"type\":7,\"order\":9007199254740993,\"id\":[]}".getBytes(StandardCharsets.UTF_8),
                "{\"type\":\"order.changed\",\"order\":{},\"id\":18446744073709551616}"
                        .getBytes(StandardCharsets.UTF_8),
                ("{\"type\":\"order.changed\",\"order\":\"" + "9".repeat(5_000) + "\"}")
                        .getBytes(StandardCharsets.UTF_8),
                "[".repeat(20_000).getBytes(StandardCharsets.UTF_8),
                huge);
        for (byte[] body : bodies) {
            assertThatCode(() -> {
                        Inbound read = read(shop().signed(body));
                        if (read instanceof Verified verified) {
                            assertThat(verified.dedupeKey())
                                    .hasSizeBetween(1, 100)
                                    .isASCII();
                        }
                    })
                    .as("a body of %d bytes", body.length)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_number_too_large_to_be_exact_is_never_another_order() {
        String body = "{\"type\":\"order.changed\",\"order\":9007199254740993,\"id\":9007199254740993}";
        if (read(shop().signed(body.getBytes(StandardCharsets.UTF_8))) instanceof Verified verified) {
            assertThat(verified.events())
                    .extracting(ShopEvent::reference)
                    .doesNotContain("9007199254740992", "9.007199254740993E15", "9007199254740994");
        }
    }

    @Test
    void nothing_personal_is_in_what_was_read() {
        String order = shop().order(amount());

        String read = read(shop().message(order)) + " " + shop().message(order);

        assertThat(shop().personal()).isNotEmpty().noneMatch(read::contains);
    }

    private Inbound read(InboundRequest request) {
        return platform().read(request);
    }

    private String key(InboundRequest request) {
        return read(request) instanceof Verified verified ? verified.dedupeKey() : "";
    }

    static InboundRequest with(InboundRequest request, Map<String, String> headers, byte[] body, Instant receivedAt) {
        return new InboundRequest(request.method(), request.path(), request.query(), headers, body, receivedAt);
    }
}
