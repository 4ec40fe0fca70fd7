package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.telegram.FakeTelegram;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** A buyer pays an order in a chat at Telegram: the whole way, with Telegram's own wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatTelegramTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern PAYMENT = Pattern.compile("/pay/([0-9a-z]{26})");

    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final FakeTelegram telegram = new FakeTelegram();
    private final Shop credentials = gateway.newShop();
    private final ApiCaller shop = ApiCaller.of(gateway, credentials);

    ChatTelegramTest() {
        gateway.connectChannel(credentials, "telegram", Map.of("token", FakeTelegram.TOKEN, "api", telegram.url()));
    }

    @AfterAll
    void stop() {
        gateway.close();
        telegram.close();
    }

    @Test
    void an_order_is_paid_in_the_chat_and_the_card_is_edited_in_place() {
        long buyer = 7_001;
        telegram.writes(buyer, "/start " + code("T-1", "12.30"));
        awaitScreen(buyer, "€12.30");
        telegram.presses(buyer, button(buyer));
        String payment = awaitPayment(buyer);
        int cards = cards(buyer, "T-1").size();
        pay(payment, "tok_visa");
        await().atMost(SOON).untilAsserted(() -> assertThat(cards(buyer, "T-1"))
                .hasSize(cards)
                .last()
                .asString()
                .contains("Paid"));
        assertThat(telegram.messages(buyer))
                .as("nothing invites to pay any more")
                .noneMatch(message -> PAYMENT.matcher(message.toString()).find());
    }

    @Test
    void after_a_decline_another_method_pays_also_when_telegram_is_away_meanwhile() {
        long buyer = 7_002;
        telegram.writes(buyer, "/start " + code("T-2", "30.00"));
        awaitScreen(buyer, "€30.00");
        telegram.presses(buyer, button(buyer));
        String payment = awaitPayment(buyer);
        telegram.trouble(Mishap.BROKEN);
        pay(payment, "tok_declined_insufficient_funds");
        telegram.trouble(Mishap.NONE);
        awaitScreen(buyer, "not enough money");
        pay(payment, "tok_visa");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(cards(buyer, "T-2")).last().asString().contains("Paid"));
    }

    @Test
    void a_code_of_another_store_and_one_that_is_guessed_open_nothing() {
        ApiCaller stranger = ApiCaller.of(gateway, gateway.newShop());
        String foreign = stranger.post("/api/v1/chat/grants", """
                        {"order": "X-1", "amount": "1.00", "currency": "EUR", "quoted": true, "code": true}""").path("code");
        long buyer = 7_003;
        telegram.writes(buyer, "/start " + foreign);
        telegram.writes(buyer, "/start TG-ABCDEFGHJKMNPQRS");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(telegram.screen(buyer)).isNotEmpty());
        assertThat(telegram.screen(buyer)).noneMatch(text -> text.contains("1.00"));
        assertThat(gateway.database()
                        .text("SELECT COUNT(*) FROM chat_order WHERE reference = 'X-1' AND merchant_id = '"
                                + credentials.merchant() + "'"))
                .isEqualTo("0");
    }

    private String code(String order, String amount) {
        return shop.post("/api/v1/chat/grants", """
                        {"order": "%s", "amount": "%s", "currency": "EUR", "quoted": true, "code": true}""".formatted(order, amount))
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    private void awaitScreen(long buyer, String words) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(telegram.screen(buyer)).anyMatch(text -> text.contains(words)));
    }

    /** What says yes on the newest message that has buttons. */
    private String button(long buyer) {
        return telegram.messages(buyer).stream()
                .map(message ->
                        message.at("/reply_markup/inline_keyboard/0/0/text").asText())
                .filter(label -> !label.isEmpty())
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    private String awaitPayment(long buyer) {
        await().atMost(SOON)
                .until(() ->
                        PAYMENT.matcher(telegram.messages(buyer).toString()).find());
        Matcher payment = PAYMENT.matcher(telegram.messages(buyer).toString());
        assertThat(payment.find()).isTrue();
        return "pay_" + payment.group(1);
    }

    private List<String> cards(long buyer, String order) {
        return telegram.screen(buyer).stream()
                .filter(text -> text.startsWith("Test shop") && text.contains(order))
                .toList();
    }

    private void pay(String payment, String instrument) {
        shop.post("/api/v1/payments/" + payment + "/attempts", """
                        {"method": "card", "instrument": "%s"}""".formatted(instrument))
                .then()
                .statusCode(201);
    }
}
