package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.tencent.Push;
import dev.tillgate.chat.wechat.FakeWeChat;
import dev.tillgate.chat.wecom.FakeWeCom;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Buyers pay orders at WeChat and at WeCom: the whole way, in Chinese, with the platforms' own wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatWeChatTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern PAYMENT = Pattern.compile("/pay/([0-9a-z]{26})");

    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final FakeWeChat weChat = new FakeWeChat(FakeWeChat.Mode.SEALED);
    private final FakeWeCom weCom = new FakeWeCom();
    private final Shop credentials = gateway.newShop();
    private final ApiCaller shop = ApiCaller.of(gateway, credentials);
    private final String weChatHook;
    private final String weComHook;

    ChatWeChatTest() {
        weChatHook = hook(
                "wechat",
                Map.of(
                        "appid", FakeWeChat.APP,
                        "secret", FakeWeChat.SECRET,
                        "token", FakeWeChat.TOKEN,
                        "key", FakeWeChat.KEY,
                        "api", weChat.server().url()));
        weComHook = hook(
                "wecom",
                Map.of(
                        "corpid", FakeWeCom.CORP,
                        "secret", FakeWeCom.SECRET,
                        "account", FakeWeCom.ACCOUNT,
                        "token", FakeWeCom.TOKEN,
                        "key", FakeWeCom.KEY,
                        "api", weCom.server().url()));
    }

    private String hook(String kind, Map<String, String> settings) {
        return gateway.url() + "/hooks/chat/" + gateway.connectChannel(credentials, kind, settings);
    }

    @AfterAll
    void stop() {
        gateway.close();
        weChat.close();
        weCom.close();
    }

    @Test
    void both_ask_whether_the_address_is_ours() throws InterruptedException {
        assertThat(weChat.handshake("42").deliver(weChatHook)).containsExactly(200);
        assertThat(weCom.handshake("42").deliver(weComHook)).containsExactly(200);
        assertThat(weChat.handshake("42").with("signature", "0").deliver(weChatHook))
                .containsExactly(401, 401, 401);
    }

    @Test
    void a_scanned_code_opens_the_order_and_after_a_decline_another_method_pays() throws InterruptedException {
        String buyer = "oia2TjjewbmiOUlr6X-1crbLOvLw";
        deliver(weChat.happens(buyer, "SCAN", code("W-1", "12.30")));
        awaitScreen(() -> weChat.screen(buyer), "€12.30");
        deliver(weChat.presses(buyer, weChat.buttons(buyer).get(0)));
        String payment = awaitPayment(() -> weChat.screen(buyer));

        weChat.trouble(Mishap.LOST_BEFORE);
        pay(payment, "tok_declined_insufficient_funds");
        weChat.trouble(Mishap.NONE);
        awaitScreen(() -> weChat.screen(buyer), "余额");
        // Five messages are taken after each: whoever writes again hears the rest.
        deliver(weChat.writes(buyer, "换成钱包"));
        pay(payment, "tok_visa");
        awaitScreen(() -> weChat.screen(buyer), "€12.30 · 已付款");
    }

    @Test
    void what_wechat_tells_three_times_is_heard_once() throws InterruptedException {
        String buyer = "oThreeTimes";
        Push push = weChat.writes(buyer, "怎么付款？");
        deliver(push);
        deliver(push);
        deliver(push);
        awaitScreen(() -> weChat.screen(buyer), "");
        deliver(weChat.writes(buyer, "谢谢"));
        await().atMost(SOON).untilAsserted(() -> assertThat(gateway.database()
                        .text("SELECT COUNT(*) FROM chat_message m JOIN chat_session s ON s.id = m.session_id"
                                + " WHERE m.author = 'BUYER' AND s.conversation LIKE '%oThreeTimes'"))
                .isEqualTo("2"));
    }

    @Test
    void a_link_opens_the_order_at_wecom_and_the_buyer_hears_that_it_is_paid() throws InterruptedException {
        String buyer = "wmpI5mOQAAr5ArPGyeDmNpMtWVU5uLCw";
        weCom.enters(buyer, code("C-1", "30.00"));
        knock();
        awaitScreen(() -> weCom.screen(buyer), "€30.00");
        weCom.presses(buyer, weCom.buttons(buyer).get(0));
        knock();
        String payment = awaitPayment(() -> weCom.screen(buyer));

        int before = weCom.screen(buyer).size();
        weCom.trouble(Mishap.LOST_AFTER);
        pay(payment, "tok_visa");
        await().atMost(SOON).until(() -> weCom.screen(buyer).size() > before);
        weCom.trouble(Mishap.NONE);
        awaitScreen(() -> weCom.screen(buyer), "€30.00 · 已付款");
        assertThat(weCom.screen(buyer))
                .as("an answer was lost, and nothing is shown twice")
                .doesNotHaveDuplicates();
    }

    private void deliver(Push push) throws InterruptedException {
        assertThat(push.deliver(weChatHook)).containsExactly(200);
    }

    private void knock() throws InterruptedException {
        assertThat(weCom.knock().deliver(weComHook)).containsExactly(200);
    }

    private String code(String order, String amount) {
        return shop.post("/api/v1/chat/grants", """
                        {"order": "%s", "amount": "%s", "currency": "EUR", "quoted": true, "code": true}""".formatted(order, amount))
                .then()
                .statusCode(201)
                .extract()
                .path("code");
    }

    private static void awaitScreen(Supplier<List<String>> screen, String words) {
        await().atMost(SOON).untilAsserted(() -> assertThat(screen.get()).anyMatch(text -> text.contains(words)));
    }

    private static String awaitPayment(Supplier<List<String>> screen) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(screen.get().toString()).containsPattern(PAYMENT));
        Matcher payment = PAYMENT.matcher(screen.get().toString());
        assertThat(payment.find()).isTrue();
        return "pay_" + payment.group(1);
    }

    private void pay(String payment, String instrument) {
        shop.post("/api/v1/payments/" + payment + "/attempts", """
                        {"method": "card", "instrument": "%s"}""".formatted(instrument))
                .then()
                .statusCode(201);
    }
}
