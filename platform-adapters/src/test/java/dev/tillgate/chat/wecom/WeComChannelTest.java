package dev.tillgate.chat.wecom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.chat.channel.Channel.Pull;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Lost;
import dev.tillgate.chat.channel.Mishap;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.chat.tencent.Push;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What customer service at WeCom does beyond the contract of channels. */
class WeComChannelTest {
    private static final String BUYER = WeComFixture.BUYER;

    private final WeComFixture fixture = new WeComFixture();
    private final FakeWeCom weCom = fixture.weCom();
    private final WeComChannel channel = fixture.weComChannel();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Outgoing words(String text) {
        return new Outgoing(text, null, List.of(), "[]");
    }

    private static List<String> texts(Pull pull) {
        return pull.events().stream().map(ChatEvent::text).toList();
    }

    @Test
    void a_handshake_is_answered_with_what_was_sealed_in_it() {
        Push genuine = weCom.handshake("1616140317555161061");
        assertThat(channel.read(genuine.request()))
                .isEqualTo(new Received.Greeting(Received.Reply.text("1616140317555161061")));
        assertThat(channel.read(genuine.with("echostr", "AAAA").request())).isInstanceOf(Received.Rejected.class);
        assertThat(channel.read(genuine.without("echostr").request())).isInstanceOf(Received.Rejected.class);
    }

    @Test
    void what_is_new_is_asked_for_from_the_mark_on() {
        Pull first = channel.pull(null);
        assertThat(texts(first)).containsExactly("你好");
        assertThat(first.again()).isGreaterThan(Duration.ofMinutes(1));
        Pull nothing = channel.pull(first.mark());
        assertThat(nothing.events()).isEmpty();
        assertThat(nothing.mark()).isNull();
        weCom.writes(BUYER, "付款");
        assertThat(channel.read(weCom.knock().request())).isInstanceOf(Received.Knock.class);
        assertThat(texts(channel.pull(first.mark()))).containsExactly("付款");
    }

    @Test
    void many_messages_come_page_by_page_and_none_twice() {
        weCom.pages(3);
        IntStream.range(0, 10).forEach(i -> weCom.writes(BUYER, "m" + i));
        List<String> texts = new ArrayList<>();
        String mark = null;
        Pull pull;
        do {
            pull = channel.pull(mark);
            texts.addAll(texts(pull));
            mark = pull.mark() == null ? mark : pull.mark();
            assertThat(mark).hasSizeLessThanOrEqualTo(255);
        } while (pull.again().isZero());
        assertThat(texts)
                .hasSize(11)
                .startsWith("你好", "m0")
                .endsWith("m8", "m9")
                .doesNotHaveDuplicates();
        assertThat(channel.pull(mark).events()).isEmpty();
    }

    @Test
    void a_new_connection_does_not_answer_what_was_written_long_before() {
        weCom.pages(2);
        IntStream.range(0, 5).forEach(i -> weCom.writes(BUYER, "old" + i));
        weCom.server().passes(Duration.ofHours(5));
        weCom.writes(BUYER, "new");
        List<String> texts = new ArrayList<>();
        String mark = null;
        Pull pull;
        do {
            pull = channel.pull(mark);
            texts.addAll(texts(pull));
            mark = pull.mark();
        } while (pull.again().isZero());
        assertThat(texts).containsExactly("new");
        // From then on nothing is left out, however long the gateway was away.
        weCom.writes(BUYER, "while we were away");
        weCom.server().passes(Duration.ofHours(30));
        assertThat(texts(channel.pull(mark))).containsExactly("while we were away");
    }

    @Test
    void a_knocks_token_lifts_the_limit_and_an_old_one_is_not_shown_again() {
        String mark = channel.pull(null).mark();
        for (int i = 0; i < 30; i++) {
            channel.read(weCom.knock().request());
            assertThat(channel.pull(mark).trouble()).isEmpty();
        }
        weCom.server().passes(Duration.ofMinutes(11));
        assertThat(channel.pull(mark).trouble()).isEmpty();
        for (int i = 0; i < 30; i++) {
            channel.pull(mark);
        }
        Pull limited = channel.pull(mark);
        assertThat(limited.trouble()).isEqualTo("45009 too many calls");
        assertThat(limited.mark()).isNull();
        assertThat(limited.again()).isEqualTo(Duration.ofMinutes(15));
    }

    @Test
    void what_cannot_be_pulled_now_is_pulled_later_from_the_same_mark() {
        String mark = channel.pull(null).mark();
        weCom.writes(BUYER, "付款");
        for (Mishap mishap : List.of(Mishap.LOST_BEFORE, Mishap.LOST_AFTER, Mishap.BROKEN, Mishap.BUSY)) {
            weCom.trouble(mishap);
            Pull pull = channel.pull(mark);
            assertThat(pull.events()).isEmpty();
            assertThat(pull.mark()).isNull();
            assertThat(pull.trouble()).isNotEmpty();
            assertThat(pull.again()).isPositive();
        }
        weCom.trouble(Mishap.NONE);
        assertThat(texts(channel.pull(mark))).containsExactly("付款");
    }

    @Test
    void a_message_whose_answer_was_lost_is_shown_once() {
        weCom.trouble(Mishap.LOST_AFTER);
        assertThat(channel.send(BUYER, words("付款成功"), "01JDXKQ3-7")).isInstanceOf(Sent.Later.class);
        weCom.trouble(Mishap.NONE);
        assertThat(channel.send(BUYER, words("付款成功"), "01JDXKQ3-7")).isEqualTo(new Sent.Done("01JDXKQ3-7"));
        assertThat(weCom.screen(BUYER)).containsExactly("付款成功");
    }

    @Test
    void what_was_taken_and_did_not_arrive_is_told_by_its_code() {
        String mark = channel.pull(null).mark();
        channel.send(BUYER, words("付款成功"), "k1");
        weCom.fails(BUYER, "k1", 10);
        Pull pull = channel.pull(mark);
        assertThat(pull.events()).isEmpty();
        assertThat(pull.lost()).containsExactly(new Lost(BUYER, "fail_type 10"));
        assertThat(channel.pull(pull.mark()).lost()).isEmpty();
    }

    @Test
    void five_messages_are_taken_after_the_buyer_wrote() {
        for (int i = 0; i < 5; i++) {
            assertThat(channel.send(BUYER, words("m" + i), "k" + i)).isInstanceOf(Sent.Done.class);
        }
        assertThat(channel.send(BUYER, words("m5"), "k5")).isEqualTo(new Sent.Closed());
        weCom.writes(BUYER, "在吗");
        assertThat(channel.send(BUYER, words("m5"), "k5")).isInstanceOf(Sent.Done.class);
        weCom.server().passes(Duration.ofHours(49));
        assertThat(channel.send(BUYER, words("m6"), "k6")).isEqualTo(new Sent.Closed());
    }

    @Test
    void while_a_person_at_wecom_talks_nothing_is_sent() {
        weCom.personTakes(BUYER, true);
        assertThat(channel.send(BUYER, words("hello"), "k1")).isEqualTo(new Sent.Closed());
        weCom.personTakes(BUYER, false);
        assertThat(channel.send(BUYER, words("hello"), "k1")).isInstanceOf(Sent.Done.class);
        assertThat(channel.send("wmNobody", words("hello"), "k2")).isEqualTo(new Sent.Refused("40096 no such buyer"));
    }

    @Test
    void a_buyer_who_comes_by_a_link_brings_its_code_and_is_greeted_within_twenty_seconds() {
        String mark = channel.pull(null).mark();
        weCom.enters("wmNew", "TG-0123456789ABCDEF");
        Pull pull = channel.pull(mark);
        assertThat(texts(pull)).containsExactly("TG-0123456789ABCDEF");
        assertThat(channel.send("wmNew", words("¥12.30"), "k1")).isInstanceOf(Sent.Done.class);
        assertThat(channel.send("wmNew", words("more"), "k2")).isEqualTo(new Sent.Closed());
        assertThat(weCom.screen("wmNew")).containsExactly("¥12.30");

        weCom.enters("wmLate", "");
        assertThat(texts(channel.pull(pull.mark()))).containsExactly("你好");
        weCom.server().passes(Duration.ofSeconds(30));
        assertThat(channel.send("wmLate", words("hello"), "k3")).isEqualTo(new Sent.Closed());
    }

    @Test
    void a_link_and_buttons_are_a_menu_and_a_pressed_button_brings_its_data_back() {
        Outgoing message = new Outgoing(
                "订单 1042",
                new Link("去付款", "https://pay.example/p?a=1&b=2"),
                List.of(new Button("换一种方式", "change_method"), new Button("长".repeat(60), "no")),
                "[]");
        assertThat(channel.send(BUYER, message, "k1")).isInstanceOf(Sent.Done.class);
        assertThat(weCom.screen(BUYER).get(0)).contains("订单 1042\n去付款 https://pay.example/p?a=1&b=2\n换一种方式\n长长");
        String mark = channel.pull(null).mark();
        weCom.presses(BUYER, "换一种方式");
        ChatEvent event = channel.pull(mark).events().get(0);
        assertThat(event.text()).isEqualTo("换一种方式");
        assertThat(event.pressed()).isEqualTo("change_method");
    }

    @Test
    void nothing_of_a_long_card_is_lost() {
        String lines = IntStream.range(0, 60).mapToObj(i -> "第" + i + "行 商品名称").reduce("", (a, b) -> a + "\n" + b);
        String text = lines.substring(1, Math.min(lines.length(), 680));
        Outgoing card = new Outgoing(text, new Link("去付款", "https://pay.example/p"), List.of(), "[]");
        assertThat(channel.send(BUYER, card, "k1")).isInstanceOf(Sent.Done.class);
        assertThat(weCom.screen(BUYER).get(0).replace("\n去付款 https://pay.example/p", ""))
                .isEqualTo(text);
        Outgoing solid = new Outgoing("付".repeat(680), new Link("去付款", "https://pay.example/p"), List.of(), "[]");
        assertThat(channel.send(BUYER, solid, "k2")).isInstanceOf(Sent.Done.class);
        assertThat(weCom.screen(BUYER).get(1).chars().filter(c -> c == '付').count())
                .isEqualTo(681);
    }

    @Test
    void a_knock_for_another_account_is_acknowledged_and_left() {
        assertThat(channel.read(weCom.knock("wkOther").request()))
                .isEqualTo(new Received.Greeting(Received.Reply.EMPTY));
    }

    @Test
    void wrong_credentials_and_missing_rights_are_named_when_they_are_saved() {
        assertThat(channel.register()).isEmpty();
        Map<Map<String, String>, String> wrong = Map.of(
                Map.of(WeCom.CORP, "ww0000000000000000"), "channel.wecom.corpid.wrong",
                Map.of(WeCom.SECRET, "0".repeat(43)), "channel.wecom.secret.wrong",
                Map.of(WeCom.ACCOUNT, "wkUnknown"), "channel.wecom.account.unknown",
                Map.of(WeCom.ACCOUNT, "wkOther"), "channel.wecom.account.closed",
                Map.of(WeCom.API, "http://127.0.0.1:1"), "channel.unreachable");
        wrong.forEach((settings, problem) ->
                assertThat(fixture.channel(settings).register()).contains(problem));
        weCom.revokes();
        assertThat(channel.register()).contains("channel.wecom.secret.closed");
    }
}
