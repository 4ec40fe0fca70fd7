package dev.tillgate.chat.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.tencent.Push;
import dev.tillgate.provider.InboundRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an official account does beyond the contract of channels. */
class WeChatChannelTest {
    private static final String BUYER = WeChatFixture.BUYER;

    private final WeChatFixture fixture = new WeChatFixture(FakeWeChat.Mode.SEALED);
    private final FakeWeChat weChat = fixture.weChat();
    private final WeChatChannel channel = (WeChatChannel) fixture.channel();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Outgoing words(String text) {
        return new Outgoing(text, null, List.of(), "[]");
    }

    private static Outgoing asked() {
        return new Outgoing(
                "换一种方式?",
                null,
                List.of(new Button("微信支付", "change_method:wechat_pay"), new Button("Not now & later", "no")),
                "[]");
    }

    private ChatEvent event(Push push) {
        return event(channel.read(push.request()));
    }

    private static ChatEvent event(Received received) {
        assertThat(received).isInstanceOf(Received.Verified.class);
        Received.Verified verified = (Received.Verified) received;
        assertThat(verified.reply().body()).isEqualTo("success");
        return verified.events().get(0);
    }

    @Test
    void a_handshake_is_answered_with_its_echo_and_a_forged_one_is_not() {
        Push genuine = weChat.handshake("5838479218127813673");
        assertThat(channel.read(genuine.request()))
                .isEqualTo(new Received.Greeting(Received.Reply.text("5838479218127813673")));
        assertThat(channel.read(genuine.with("signature", "00").request())).isInstanceOf(Received.Rejected.class);
        assertThat(channel.read(genuine.with("timestamp", "1").request())).isInstanceOf(Received.Rejected.class);
    }

    @Test
    void a_pressed_button_brings_its_data_back() {
        channel.send(BUYER, asked(), "k1");
        ChatEvent event = event(weChat.presses(BUYER, "微信支付"));
        assertThat(event.text()).isEqualTo("微信支付");
        assertThat(event.pressed()).isEqualTo("change_method:wechat_pay");
        assertThat(event(weChat.writes(BUYER, "微信支付")).pressed()).isNull();
    }

    @Test
    void an_account_without_menus_has_links_that_write_for_the_buyer() {
        weChat.unverified();
        assertThat(channel.send(BUYER, asked(), "k1")).isInstanceOf(Sent.Done.class);
        assertThat(weChat.screen(BUYER)).hasSize(1);
        assertThat(event(weChat.presses(BUYER, "微信支付")).pressed()).isEqualTo("change_method:wechat_pay");
        assertThat(event(weChat.presses(BUYER, "Not now & later")).pressed()).isEqualTo("no");
    }

    @Test
    void a_click_in_the_accounts_menu_says_its_key() {
        ChatEvent event = event(weChat.happens(BUYER, "CLICK", "how_to_pay"));
        assertThat(event.pressed()).isEqualTo("how_to_pay");
        ChatEvent words = event(weChat.happens(BUYER, "CLICK", "怎么付款"));
        assertThat(words.text()).isEqualTo("怎么付款");
        assertThat(words.pressed()).isNull();
    }

    @Test
    void a_scanned_code_says_what_the_shop_put_into_it() {
        assertThat(event(weChat.happens(BUYER, "SCAN", "TG-0123456789ABCDEF")).text())
                .isEqualTo("TG-0123456789ABCDEF");
        assertThat(event(weChat.happens(BUYER, "subscribe", "qrscene_TG-0123456789ABCDEF"))
                        .text())
                .isEqualTo("TG-0123456789ABCDEF");
        assertThat(event(weChat.happens(BUYER, "subscribe", "")).text()).isEqualTo("你好");
    }

    @Test
    void two_followers_whose_messages_have_the_same_number_are_both_heard() {
        ChatEvent one = event(weChat.writes(BUYER, "付款"));
        weChat.repeatsNumber();
        ChatEvent other = event(weChat.writes("oOther", "付款"));
        assertThat(one.key()).isNotEqualTo(other.key());
        assertThat(one.key().replace(BUYER, "oOther")).isEqualTo(other.key());
    }

    @Test
    void two_clicks_have_different_keys_and_a_repeat_the_same() {
        Push first = weChat.happens(BUYER, "CLICK", "how_to_pay");
        weChat.server().passes(Duration.ofSeconds(1));
        Push second = weChat.happens(BUYER, "CLICK", "how_to_pay");
        assertThat(event(first).key())
                .isEqualTo(event(first).key())
                .isNotEqualTo(event(second).key());
    }

    @Test
    void a_push_that_is_not_acknowledged_comes_three_times_under_one_key() throws IOException, InterruptedException {
        List<String> keys = new ArrayList<>();
        HttpServer ours = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        ours.createContext("/hook", exchange -> {
            try (exchange) {
                InboundRequest request = new InboundRequest(
                        exchange.getRequestMethod(),
                        "/hook",
                        exchange.getRequestURI().getRawQuery(),
                        Map.of(),
                        exchange.getRequestBody().readAllBytes(),
                        weChat.server().instant());
                keys.add(event(channel.read(request)).key());
                exchange.sendResponseHeaders(keys.size() < 3 ? 500 : 200, -1);
            }
        });
        ours.start();
        try {
            String address = "http://127.0.0.1:" + ours.getAddress().getPort() + "/hook";
            assertThat(weChat.writes(BUYER, "付款 👍🏽").deliver(address)).containsExactly(500, 500, 200);
        } finally {
            ours.stop(0);
        }
        assertThat(keys).hasSize(3);
        assertThat(new HashSet<>(keys)).hasSize(1);
    }

    @Test
    void without_a_key_sealed_messages_are_refused_as_settings_that_do_not_fit() {
        Map<String, String> plain = new HashMap<>();
        plain.put(WeChat.KEY, "");
        assertThat(fixture.channel(plain).read(weChat.writes(BUYER, "付款").request()))
                .isInstanceOfSatisfying(Received.Rejected.class, rejected -> assertThat(rejected.status())
                        .isEqualTo(400));
    }

    @Test
    void documents_that_read_files_or_blow_up_are_refused() {
        WeChatFixture plain = new WeChatFixture(FakeWeChat.Mode.PLAIN);
        try {
            for (String head : List.of(
                    "<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                    "<!DOCTYPE xml [<!ENTITY x \"y\">]>",
                    "<!DOCTYPE xml SYSTEM \"http://127.0.0.1:1/x.dtd\">")) {
                Push push = plain.weChat().writes(BUYER, "pay");
                Received received = plain.channel()
                        .read(push.withBody(head + push.body().replace("<![CDATA[pay]]>", "&x;"))
                                .request());
                assertThat(received).as(head).isInstanceOf(Received.Rejected.class);
            }
        } finally {
            plain.close();
        }
    }

    @Test
    void a_token_that_has_run_out_is_renewed_and_the_message_told_once() {
        channel.send(BUYER, words("one"), "k1");
        int asked = weChat.server().asked();
        weChat.server().passes(Duration.ofHours(3));
        assertThat(channel.send(BUYER, words("two"), "k2")).isInstanceOf(Sent.Done.class);
        assertThat(weChat.server().asked()).isEqualTo(asked + 1);
        assertThat(weChat.screen(BUYER)).containsExactly("one", "two");
    }

    @Test
    void a_token_that_somebody_else_replaced_is_asked_for_again() {
        channel.send(BUYER, words("one"), "k1");
        weChat.server().token(true);
        assertThat(channel.send(BUYER, words("two"), "k2")).isInstanceOf(Sent.Done.class);
        assertThat(weChat.screen(BUYER)).containsExactly("one", "two");
    }

    @Test
    void where_only_a_fresh_token_helps_it_is_asked_for_seldom() {
        channel.send(BUYER, words("one"), "k1");
        weChat.server().spoils();
        assertThat(channel.send(BUYER, words("two"), "k2")).isInstanceOf(Sent.Done.class);
        weChat.server().spoils();
        assertThat(channel.send(BUYER, words("three"), "k3")).isInstanceOf(Sent.Later.class);
        weChat.server().passes(Duration.ofMinutes(91));
        assertThat(channel.send(BUYER, words("three"), "k3")).isInstanceOf(Sent.Done.class);
        assertThat(weChat.screen(BUYER)).containsExactly("one", "two", "three");
    }

    @Test
    void five_messages_are_taken_after_the_buyer_wrote_and_five_more_after_the_next() {
        for (int i = 0; i < 5; i++) {
            assertThat(channel.send(BUYER, words("m" + i), "k" + i)).isInstanceOf(Sent.Done.class);
        }
        assertThat(channel.send(BUYER, words("m5"), "k5")).isEqualTo(new Sent.Closed());
        weChat.writes(BUYER, "在吗");
        assertThat(channel.send(BUYER, words("m5"), "k5")).isInstanceOf(Sent.Done.class);
        weChat.server().passes(Duration.ofHours(49));
        assertThat(channel.send(BUYER, words("m6"), "k6")).isEqualTo(new Sent.Closed());
    }

    @Test
    void a_click_opens_only_a_minute() {
        weChat.server().passes(Duration.ofHours(49));
        weChat.happens(BUYER, "CLICK", "how_to_pay");
        assertThat(channel.send(BUYER, words("one"), "k1")).isInstanceOf(Sent.Done.class);
        weChat.server().passes(Duration.ofMinutes(2));
        assertThat(channel.send(BUYER, words("two"), "k2")).isEqualTo(new Sent.Closed());
    }

    @Test
    void what_can_never_arrive_is_refused() {
        assertThat(channel.send("oNobody", words("hello"), "k1")).isEqualTo(new Sent.Refused("40003 no such buyer"));
        weChat.leaves(BUYER);
        assertThat(channel.send(BUYER, words("hello"), "k2"))
                .isEqualTo(new Sent.Refused("43004 the buyer does not follow the account"));
    }

    @Test
    void only_wechats_own_yes_is_a_yes() {
        Map.of(502, "{\"errcode\":0}", 200, "{}", 404, "{\"errcode\":40003}", 503, "<html>0</html>")
                .forEach((status, body) -> {
                    weChat.server().answersInstead(status, body);
                    assertThat(channel.send(BUYER, words("hello"), "k" + status))
                            .as("%d %s", status, body)
                            .isEqualTo(new Sent.Later("no answer", null));
                });
        weChat.server().answersInstead(200, null);
        assertThat(channel.send(BUYER, words("hello"), "k1")).isInstanceOf(Sent.Done.class);
    }

    @Test
    void the_days_quota_is_waited_for() {
        weChat.trouble(Mishap.BUSY);
        assertThat(channel.send(BUYER, words("hello"), "k1"))
                .isEqualTo(new Sent.Later("45009 the day's quota is used up", Duration.ofHours(1)));
    }

    @Test
    void texts_are_shown_as_they_are_written_and_make_no_links_of_their_own() {
        String text = "付 «x» \u200b👍🏽 \"a\" <b> & <a href=\"https://evil.example\">click</a>";
        channel.send(
                BUYER, new Outgoing(text, new Link("去付款", "https://pay.example/p?a=1&b=2"), List.of(), "[]"), "k1");
        assertThat(weChat.screen(BUYER))
                .containsExactly(text.replace("<a", "＜a").replace("</a", "＜/a")
                        + "\n<a href=\"https://pay.example/p?a=1&b=2\">去付款</a>");
    }

    @Test
    void a_long_card_keeps_its_link() {
        Link link = new Link("去付款", "https://pay.example/p?token=" + "t".repeat(300));
        channel.send(BUYER, new Outgoing("付".repeat(680), link, List.of(), "[]"), "k1");
        assertThat(weChat.screen(BUYER).get(0))
                .startsWith("付付")
                .contains("…\n<a href=")
                .endsWith(">去付款</a>");
        assertThat(weChat.screen(BUYER).get(0).getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(2_048);
    }

    @Test
    void wrong_credentials_are_named_when_they_are_saved() {
        assertThat(channel.register()).isEmpty();
        assertThat(fixture.channel(Map.of(WeChat.APP, "wx0000000000000000")).register())
                .contains("channel.wechat.appid.wrong");
        assertThat(fixture.channel(Map.of(WeChat.SECRET, "0".repeat(32))).register())
                .contains("channel.wechat.secret.wrong");
        assertThat(fixture.channel(Map.of(WeChat.API, "http://127.0.0.1:1")).register())
                .contains("channel.unreachable");
        weChat.refusesAddress();
        assertThat(channel.register()).contains("channel.wechat.address.strange");
    }

    @Test
    void settings_are_checked_as_they_are_typed() {
        Map<String, List<String>> wrong = Map.of(
                WeChat.APP, List.of("", "wx123", "gh_7f083739789a"),
                WeChat.SECRET, List.of("short"),
                WeChat.TOKEN, List.of("ab", "a b c", "t".repeat(33)),
                WeChat.KEY, List.of("k".repeat(42), "k".repeat(44), "-".repeat(43)));
        WeChat.TYPE.settings().forEach(field -> wrong.getOrDefault(field.name(), List.of())
                .forEach(value ->
                        assertThat(field.check().apply(value)).as(field.name()).isPresent()));
    }
}
