package dev.tillgate.platform.signed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.callback.CallbackWire;
import dev.tillgate.money.Money;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.ShopEvent;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.http.PinnedExchange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input from a shop has a clear answer each. */
class SignedShopLimitsTest {
    private final FakeSignedShop shop = new FakeSignedShop();
    private final PinnedExchange exchange = CallbackWire.guarded(true);
    private final SignedShop platform =
            new SignedShop("custom", () -> List.of(shop.url()), SignedShopTest.tools(exchange, shop));

    @AfterEach
    void close() {
        exchange.close();
        shop.close();
    }

    @ParameterizedTest
    @CsvSource({
        "order.changed, ORDER_CHANGED",
        "order.deleted, ORDER_DELETED",
        "order.refunded_by_hand, REFUNDED_BY_HAND"
    })
    void aSignedMessageSaysWhereToLook(String type, ShopEvent.Kind kind) {
        InboundRequest message = shop.message(type, "1042");

        Inbound.Verified read = (Inbound.Verified) platform.read(message);

        assertThat(read.dedupeKey()).isEqualTo(message.header("webhook-id"));
        assertThat(read.events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo(kind);
            assertThat(event.reference()).isEqualTo("1042");
            assertThat(event.occurredAt()).isNotNull();
        });
    }

    @Test
    void leavingIsAboutTheShopAndNotAnOrder() {
        Inbound.Verified read = (Inbound.Verified) platform.read(shop.message("shop.disconnected", null));

        assertThat(read.events())
                .containsExactly(new ShopEvent(
                        ShopEvent.Kind.DISCONNECTED,
                        null,
                        read.events().getFirst().occurredAt()));
    }

    @Test
    void whatIsOfNoInterestIsIgnoredAndAPingIsAnswered() {
        assertThat(platform.read(shop.message("coupon.created", "1"))).isInstanceOf(Inbound.Ignored.class);
        assertThat(platform.read(shop.message("ping", null)))
                .isInstanceOfSatisfying(Inbound.Greeting.class, answer -> assertThat(answer.status())
                        .isEqualTo(200));
    }

    @Test
    void aBodyOverOneMebibyteIsNotEvenHashed() {
        assertThat(platform.read(shop.message(new byte[(1 << 20) + 1]))).isInstanceOf(Inbound.Rejected.class);
    }

    @Test
    void aSignatureOverReserializedJsonDoesNotHold() {
        InboundRequest message = shop.message(bytes("{\"type\": \"order.changed\", \"order\": \"1042\"}"));
        InboundRequest compact = with(message, bytes("{\"type\":\"order.changed\",\"order\":\"1042\"}"));

        assertThat(platform.read(message)).isInstanceOf(Inbound.Verified.class);
        assertThat(platform.read(compact)).isInstanceOf(Inbound.Rejected.class);
    }

    @Test
    void aForgedAStrippedAndAnAnonymousMessageAreRejected() {
        InboundRequest message = shop.message("order.changed", "1042");
        assertThat(platform.read(without(message, "webhook-signature"))).isInstanceOf(Inbound.Rejected.class);
        assertThat(platform.read(without(message, "webhook-timestamp"))).isInstanceOf(Inbound.Rejected.class);
        assertThat(platform.read(without(message, "webhook-id"))).isInstanceOf(Inbound.Rejected.class);

        shop.key(WebhookKey.fresh());
        assertThat(platform.read(shop.message("order.changed", "1042"))).isInstanceOf(Inbound.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301, 86_400})
    void aMessageFromAnotherTimeIsRejected(long seconds) {
        shop.clock(() -> Instant.now().plusSeconds(seconds));

        assertThat(platform.read(shop.message("order.changed", "1042"))).isInstanceOf(Inbound.Rejected.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-290, 290})
    void aFewMinutesAreForgiven(long seconds) {
        shop.clock(() -> Instant.now().plusSeconds(seconds));

        assertThat(platform.read(shop.message("order.changed", "1042"))).isInstanceOf(Inbound.Verified.class);
    }

    @Test
    void brokenUtf8AndUtf16AreUnreadable() {
        byte[] broken = bytes("{\"type\":\"order.changed\",\"order\":\"caf?\"}");
        broken[broken.length - 3] = (byte) 0xe9;

        assertStatus(400, broken);
        assertStatus(400, "{\"type\":\"order.changed\",\"order\":\"1\"}".getBytes(StandardCharsets.UTF_16LE));
        assertStatus(400, new byte[] {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'});
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "order=1042",
                "{\"type\":\"order.changed\"}",
                "{\"type\":\"order.changed\",\"order\":null}",
                "{\"type\":\"order.changed\",\"order\":\" \"}",
                "{\"type\":\"order.changed\",\"order\":10.5}",
                "{\"type\":\"order.changed\",\"order\":1e3}",
                "{\"type\":\"order.changed\",\"order\":\"1\",\"order\":\"2\"}",
                "{\"type\":\"order.changed\",\"order\":\"1\"} {}"
            })
    void whatCannotBeUnderstoodIsUnreadable(String body) {
        assertStatus(400, bytes(body));
    }

    @Test
    void aReferenceOfMoreThanAHundredCharactersIsUnreadable() {
        assertStatus(400, bytes("{\"type\":\"order.changed\",\"order\":\"" + "9".repeat(101) + "\"}"));
    }

    @Test
    void anOrderNumberBeyondWhatFloatingPointHoldsIsExact() {
        Inbound.Verified read = (Inbound.Verified)
                platform.read(shop.message(bytes("{\"type\":\"order.changed\",\"order\":9007199254740993123}")));

        assertThat(read.events().getFirst().reference()).isEqualTo("9007199254740993123");
    }

    @Test
    void aRevisionBeyondWhatFloatingPointHoldsIsExactAsNumberAndAsText() {
        shop.put("1042", "12.30", "EUR");
        for (String revision : List.of("9007199254740993", "\"9007199254740993\"")) {
            answers("revision", revision);
            assertThat(((OrderReading.Found) platform.load("1042")).order().revision())
                    .isEqualTo(9_007_199_254_740_993L);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "amount | \"12.345\" | amount",
                "amount | \"12,30\" | amount",
                "amount | \"1e3\" | amount",
                "amount | \"-1.00\" | amount",
                "amount | \"99999999999999999999\" | amount",
                "amount | 12.3 | amount",
                "amount | 1230 | amount",
                "refunded | \"0.001\" | refunded",
                "currency | \"EURO\" | currency",
                "currency | \"eur\" | currency",
                "currency | \"XAU\" | currency",
                "currency | null | currency",
                "state | \"processing\" | state",
                "state | 1 | state",
                "order | \"1043\" | order",
                "revision | 1.5 | revision",
                "revision | -1 | revision",
                "revision | 99999999999999999999 | revision",
                "revision | null | revision",
                "transaction_id | 17 | transaction_id"
            })
    void anAnswerThatCannotBeTakenExactlyNamesTheField(String field, String value, String named) {
        shop.put("1042", "12.30", "EUR");
        answers(field, value);

        OrderReading.Refused refused = (OrderReading.Refused) platform.load("1042");

        assertThat(refused.reason()).isEqualTo("platform.custom.refused.unreadable");
        assertThat(refused.details()).isEqualTo(Map.of("field", named));
    }

    @ParameterizedTest
    @CsvSource({"1500, JPY", "12.345, KWD", "0, EUR"})
    void decimalsAreTheCurrencys(String amount, String currency) {
        shop.put("1042", amount, currency);

        assertThat(((OrderReading.Found) platform.load("1042")).order().total())
                .isEqualTo(Money.parse(amount, currency));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "description | 7",
                "lines | [{\"name\":\"Tea\",\"quantity\":0,\"amount\":\"1\"}]",
                "lines | [{\"name\":\"Tea\",\"quantity\":1,\"amount\":\"1.234\"}]",
                "lines | \"none\"",
                "locale | \"<script>\"",
                "country | \"Germany\"",
                "return_url | \"javascript:alert(1)\"",
                "return_url | \"https://shop@evil.example/\"",
                "cancel_url | \"/cart\""
            })
    void whatIsForShowOnlyIsLeftOutWhenItIsNoGood(String field, String value) {
        shop.put("1042", "12.30", "EUR");
        answers(field, value);

        var order = ((OrderReading.Found) platform.load("1042")).order();

        assertThat(order.lines()).isEmpty();
        assertThat(order.buyer()).isEqualTo(dev.tillgate.payment.Buyer.UNKNOWN);
    }

    @Test
    void anEndlessAnswerIsCutOff() {
        shop.put("1042", "12.30", "EUR");
        shop.twist(order -> order.put("description", "x".repeat(ShopQuestions.MOST_ANSWER_BYTES)));

        assertThat(platform.load("1042")).isInstanceOf(OrderReading.Later.class);
    }

    private void answers(String field, String value) {
        shop.twist(order -> {
            try {
                order.set(field, new com.fasterxml.jackson.databind.ObjectMapper().readTree(value));
            } catch (com.fasterxml.jackson.core.JsonProcessingException mistake) {
                throw new AssertionError(mistake);
            }
            return order;
        });
    }

    private void assertStatus(int status, byte[] body) {
        assertThat(platform.read(shop.message(body)))
                .isInstanceOfSatisfying(Inbound.Greeting.class, answer -> assertThat(answer.status())
                        .isEqualTo(status));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InboundRequest with(InboundRequest request, byte[] body) {
        return new InboundRequest("POST", request.path(), null, request.headers(), body, request.receivedAt());
    }

    private static InboundRequest without(InboundRequest request, String header) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.remove(header);
        return new InboundRequest("POST", request.path(), null, headers, request.body(), request.receivedAt());
    }
}
