package dev.tillgate.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One address of a shop: events, questions, and everything that only looks like them. */
class CallbacksTest {
    private static final String OLD = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String NEW = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";
    private static final String PAID = """
            {"id":"evt_1","type":"payment.paid","created_at":"x","sequence":4,"store_id":"s","order_id":"ord_1",
             "payment_id":"pay_1","data":{"order_reference":"1042","amount":"12.30","amount_minor":1230,"currency":"EUR"}}""";

    private final Callbacks callbacks = new Callbacks(NEW, OLD);
    private final List<Callback> told = new ArrayList<>();
    private final Callbacks.Shop shop = new Callbacks.Shop() {
        @Override
        public Optional<ShopOrder> order(String reference) {
            return reference.equals("1042")
                    ? Optional.of(ShopOrder.unpaid("1042", 3, "12.30", "EUR").paidWith("pay_1"))
                    : Optional.empty();
        }

        @Override
        public void happened(Callback callback) {
            told.add(callback);
        }
    };

    private static Function<String, @Nullable String> signed(String secret, Instant at, String body) {
        Map<String, String> headers =
                new CallbackSecret(List.of(secret)).sign("evt_1", at, body.getBytes(StandardCharsets.UTF_8));
        return headers::get;
    }

    private Callbacks.Reply handle(Function<String, @Nullable String> headers, String body) {
        return callbacks.handle(headers, body.getBytes(StandardCharsets.UTF_8), shop);
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void anEventIsHandedToTheShopWithEitherSecret(String secret) {
        assertThat(handle(signed(secret, Instant.now(), PAID), PAID).status()).isEqualTo(200);

        assertThat(told).singleElement().satisfies(paid -> {
            assertThat(paid.isPaid()).isTrue();
            assertThat(paid.order()).isEqualTo("1042");
            assertThat(paid.payment()).isEqualTo("pay_1");
            assertThat(paid.isFor("12.30", "EUR")).isTrue();
            assertThat(paid.isFor("12.30", "USD")).isFalse();
            assertThat(paid.sequence()).isEqualTo(4);
        });
        assertThat(callbacks.verify(signed(secret, Instant.now(), PAID), PAID.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }

    @Test
    void aQuestionAboutAnOrderIsAnsweredAndSigned() {
        String question = "{\"id\":\"evt_1\",\"type\":\"order.read\",\"store_id\":\"s\",\"order\":\"1042\"}";

        Callbacks.Reply reply = handle(signed(NEW, Instant.now(), question), question);

        assertThat(new String(reply.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"order\":\"1042\",\"revision\":3,\"state\":\"paid\",\"amount\":\"12.30\","
                        + "\"currency\":\"EUR\",\"transaction_id\":\"pay_1\",\"offered\":true}");
        assertThat(new CallbackSecret(List.of(NEW)).signed(reply.headers()::get, reply.body(), Instant.now()))
                .isTrue();
        assertThat(reply.headers()).containsEntry("webhook-id", "evt_1");
        assertThat(told).isEmpty();
    }

    @Test
    void anOrderThatIsNotThereAndAPingAreAnsweredToo() {
        String question = "{\"id\":\"evt_1\",\"type\":\"order.read\",\"order\":\"7\"}";
        assertThat(handle(signed(NEW, Instant.now(), question), question).status())
                .isEqualTo(404);

        String ping = "{\"id\":\"evt_1\",\"type\":\"ping\"}";
        Callbacks.Reply pong = handle(signed(NEW, Instant.now(), ping), ping);
        assertThat(new String(pong.body(), StandardCharsets.UTF_8)).startsWith("{\"pong\":\"evt_1\",\"time\":\"20");
    }

    @Test
    void whatIsForgedChangedOldOrBrokenIsRefused() {
        Instant now = Instant.now();
        String other = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU=";
        assertThat(handle(signed(other, now, PAID), PAID).status()).isEqualTo(401);
        assertThat(handle(signed(NEW, now, PAID), PAID.replace("12.30", "99.30"))
                        .status())
                .isEqualTo(401);
        assertThat(handle(signed(NEW, now.minusSeconds(301), PAID), PAID).status())
                .isEqualTo(401);
        assertThat(handle(signed(NEW, now.plusSeconds(301), PAID), PAID).status())
                .isEqualTo(401);
        assertThat(handle(name -> null, PAID).status()).isEqualTo(401);
        assertThat(handle(signed(NEW, now, "{\"id\":"), "{\"id\":").status()).isEqualTo(401);
        assertThat(told).isEmpty();
    }

    @Test
    void aMessageToTheGatewayIsSigned() {
        Callbacks.Reply message = new Callbacks(Clock.systemUTC(), List.of(NEW)).tell("order.changed", "1042");

        assertThat(new String(message.body(), StandardCharsets.UTF_8))
                .startsWith("{\"type\":\"order.changed\",\"order\":\"1042\",\"occurred_at\":\"20");
        assertThat(new CallbackSecret(List.of(NEW)).signed(message.headers()::get, message.body(), Instant.now()))
                .isTrue();
    }
}
