package dev.tillgate.chat.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tillgate.chat.channel.Outgoing.Button;
import dev.tillgate.chat.channel.Outgoing.Link;
import dev.tillgate.provider.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every chat channel must do, whatever its wire looks like. A channel's test extends this and brings a {@link
 * ChannelFixture}: the other side behind real HTTP.
 *
 * <p>In short: what a buyer wrote is believed only when it is genuine, whatever script it is written in; repeats have the
 * same key and different messages different ones; a message is sent, or it is said why not and whether it may be tried
 * again; what is edited is edited in place; no secret is seen anywhere.
 */
public abstract class ChannelContract {
    private static final String LINK = "https://pay.shop.example/pay/pay_1?token=t";
    private static final List<String> SCRIPTS = List.of(
            "pay order 1042",
            "我要付款，订单 1042",
            "¿Cómo pago? – «así»",
            "مرحبا، كيف أدفع؟",
            "👩‍👩‍👧 👍🏽 \u200b",
            "a&b <c> \"d\" 'e' \\ /");

    private ChannelFixture fixture;

    /** A fresh one for every test. */
    protected abstract ChannelFixture fixture();

    @BeforeEach
    void open() {
        fixture = fixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static Outgoing words(String text) {
        return new Outgoing(text, null, List.of(), "[]");
    }

    private static Outgoing card(String text) {
        return new Outgoing(text, new Link("Pay €12.30", LINK), List.of(), "[]");
    }

    private Received read(InboundRequest request) {
        return fixture.channel().read(request);
    }

    private ChatEvent event(InboundRequest request) {
        assertThat(read(request)).isInstanceOf(Received.Verified.class);
        List<ChatEvent> events = ((Received.Verified) read(request)).events();
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    @Test
    void what_a_buyer_writes_arrives_as_it_was_written() {
        for (String text : SCRIPTS) {
            ChatEvent event = event(fixture.writes(fixture.conversation(), text));
            assertThat(event.text()).isEqualTo(text);
            assertThat(event.conversation()).isEqualTo(fixture.conversation()).hasSizeLessThanOrEqualTo(100);
            assertThat(event.key()).matches("[\\x21-\\x7e]{1,100}");
        }
    }

    @Test
    void a_repeat_has_the_same_key_and_another_message_another() {
        InboundRequest first = fixture.writes(fixture.conversation(), "pay");
        InboundRequest second = fixture.writes(fixture.conversation(), "pay");
        assertThat(event(first).key())
                .isEqualTo(event(first).key())
                .isNotEqualTo(event(second).key());
    }

    @Test
    void what_is_forged_is_rejected() {
        for (String text : SCRIPTS) {
            InboundRequest genuine = fixture.writes(fixture.conversation(), text);
            List<InboundRequest> forged = fixture.forged(genuine);
            assertThat(forged).isNotEmpty();
            for (InboundRequest one : forged) {
                assertThat(read(one)).as("%s %s", one, one.headers().keySet()).isInstanceOf(Received.Rejected.class);
            }
        }
    }

    @Test
    void what_is_not_about_a_buyers_words_is_acknowledged_and_left() {
        assertThat(fixture.besides()).isNotEmpty().allSatisfy(request -> {
            Received received = read(request);
            assertThat(received).isNotInstanceOf(Received.Rejected.class);
            if (received instanceof Received.Verified verified) {
                assertThat(verified.events()).isEmpty();
            }
        });
    }

    @Test
    void garbage_is_refused_and_never_an_accident() {
        Random random = new Random(20261125);
        InboundRequest genuine = fixture.writes(fixture.conversation(), "pay order 1042");
        for (int i = 0; i < 2_000; i++) {
            byte[] body = genuine.body().clone();
            int length = random.nextInt(body.length + 1);
            byte[] cut = java.util.Arrays.copyOf(body, length);
            for (int j = 0; j < random.nextInt(4) && length > 0; j++) {
                cut[random.nextInt(length)] = (byte) random.nextInt(256);
            }
            // Must not throw; where signatures cover the body, nothing but the genuine one passes.
            assertThat(read(with(genuine, cut))).isNotNull();
        }
    }

    static InboundRequest with(InboundRequest request, byte[] body) {
        return new InboundRequest(
                request.method(), request.path(), request.query(), request.headers(), body, request.receivedAt());
    }

    @Test
    void words_links_and_buttons_are_seen_by_the_buyer() {
        assertThat(fixture.channel().send(fixture.conversation(), card("Order 1042 · €12.30"), "k1"))
                .isInstanceOf(Sent.Done.class);
        Outgoing asked = new Outgoing(
                "Shall I?",
                null,
                List.of(new Button("Yes, pay", "yes"), new Button("微信支付", "change_method:wechat_pay")),
                "[]");
        assertThat(fixture.channel().send(fixture.conversation(), asked, "k2")).isInstanceOf(Sent.Done.class);
        assertThat(fixture.screen(fixture.conversation())).hasSize(2);
        assertThat(fixture.screen(fixture.conversation()).get(0))
                .contains("Order 1042 · €12.30")
                .contains(LINK);
        assertThat(fixture.screen(fixture.conversation()).get(1)).contains("Shall I?");
    }

    @Test
    void the_longest_text_is_taken_in_every_script() {
        int longest = fixture.type().limits().longest();
        for (String unit : List.of("a", "付", "é")) {
            assertThat(fixture.channel()
                            .send(fixture.conversation(), words(unit.repeat(longest)), "long" + (int) unit.charAt(0)))
                    .as("%d times %s", longest, unit)
                    .isInstanceOf(Sent.Done.class);
        }
    }

    @Test
    void what_may_not_have_been_sent_is_later_never_done() {
        for (Mishap mishap : List.of(Mishap.LOST_BEFORE, Mishap.LOST_AFTER, Mishap.BROKEN, Mishap.BUSY)) {
            if (fixture.possible().contains(mishap)) {
                fixture.trouble(mishap);
                assertThat(fixture.channel().send(fixture.conversation(), words("hello"), "m" + mishap.ordinal()))
                        .as(mishap.name())
                        .isInstanceOf(Sent.Later.class);
            }
        }
        fixture.trouble(Mishap.NONE);
        assertThat(fixture.channel().send(fixture.conversation(), words("hello"), "after"))
                .isInstanceOf(Sent.Done.class);
    }

    @Test
    void a_channel_that_wants_to_be_left_alone_says_for_how_long() {
        assumeTrue(fixture.possible().contains(Mishap.BUSY), "this one never says so");
        fixture.trouble(Mishap.BUSY);
        Sent sent = fixture.channel().send(fixture.conversation(), words("hello"), "busy");
        assertThat(sent).isInstanceOfSatisfying(Sent.Later.class, later -> {
            if (later.after() != null) {
                assertThat(later.after()).isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
            }
        });
    }

    @Test
    void a_buyer_who_has_blocked_us_is_not_bothered_again() {
        assumeTrue(fixture.possible().contains(Mishap.BLOCKED), "this one never says so");
        fixture.trouble(Mishap.BLOCKED);
        assertThat(fixture.channel().send(fixture.conversation(), words("hello"), "blocked"))
                .isInstanceOf(Sent.Refused.class);
    }

    @Test
    void a_closed_window_is_told_from_everything_else() {
        assumeTrue(fixture.possible().contains(Mishap.WINDOW_OVER), "this one has no window");
        assertThat(fixture.type().limits().window()).isNotNull();
        fixture.trouble(Mishap.WINDOW_OVER);
        assertThat(fixture.channel().send(fixture.conversation(), words("hello"), "window"))
                .isInstanceOf(Sent.Closed.class);
    }

    @Test
    void a_card_is_edited_in_place_and_the_same_edit_again_is_fine() {
        assumeTrue(fixture.channel() instanceof Channel.Edits, "this one cannot edit");
        Channel.Edits edits = (Channel.Edits) fixture.channel();
        Sent sent = edits.send(fixture.conversation(), card("To be paid"), "card");
        String ref = ((Sent.Done) sent).ref();
        assertThat(edits.edit(fixture.conversation(), ref, words("Paid"))).isEqualTo(new Sent.Done(ref));
        assertThat(edits.edit(fixture.conversation(), ref, words("Paid"))).isEqualTo(new Sent.Done(ref));
        assertThat(fixture.screen(fixture.conversation())).containsExactly("Paid");
        fixture.removes(ref);
        assertThat(edits.edit(fixture.conversation(), ref, words("Refunded"))).isInstanceOf(Sent.Gone.class);
    }

    @Test
    void no_secret_is_seen() {
        List<String> seen = new ArrayList<>(List.of(fixture.channel().toString()));
        for (Mishap mishap : fixture.possible()) {
            fixture.trouble(mishap);
            seen.add(fixture.channel()
                    .send(fixture.conversation(), words("hello"), "s" + mishap.ordinal())
                    .toString());
        }
        InboundRequest genuine = fixture.writes(fixture.conversation(), "hello");
        fixture.forged(genuine).forEach(one -> seen.add(read(one).toString()));
        seen.add(read(with(genuine, "{".getBytes(StandardCharsets.UTF_8))).toString());
        for (String secret : fixture.secrets()) {
            assertThat(seen).noneMatch(text -> text.contains(secret));
        }
    }
}
