package dev.tillgate.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.shop.ShopGuard;
import dev.tillgate.flow.shop.ShopGuard.Status;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.platform.PlatformFixture.Trouble;
import dev.tillgate.platform.ShopOrder.State;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gateway makes of what happens in a shop, one thing at a time. */
class ShopTalkTest {
    private static final Money PRICE = Money.ofMinor(1230, "EUR");
    private static final Money OTHER = Money.ofMinor(1599, "EUR");

    private GuardScene scene;
    private HttpExchange wire;

    @BeforeEach
    void open() throws IOException {
        scene = new GuardScene();
        wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
        scene.work();
    }

    @AfterEach
    void close() {
        wire.close();
        scene.close();
    }

    @Test
    void a_paid_order_is_looked_at_at_once_after_an_hour_and_after_a_day_and_then_no_more() {
        String order = scene.shop.order(PRICE, true);
        create(order, "card");

        pass(Duration.ofMinutes(1));
        Instant first = Objects.requireNonNull(guard(order).agreedAt());
        assertThat(guard(order).dueAt()).isEqualTo(first.plus(Duration.ofHours(1)));
        pass(Duration.ofMinutes(61));
        assertThat(guard(order).dueAt()).isEqualTo(first.plus(Duration.ofHours(25)));
        pass(Duration.ofHours(25));

        assertThat(guard(order).status()).isEqualTo(Status.AGREED);
        assertThat(guard(order).dueAt()).isNull();
    }

    @Test
    void an_order_that_only_the_shop_knows_gets_a_payment_even_if_the_message_comes_before_the_order() {
        say("order.changed", "1000");
        pass(Duration.ofMinutes(1));
        assertThat(file("1000")).isNull();

        String order = scene.shop.order(PRICE, true);
        assertThat(order).isEqualTo("1000");
        pass(Duration.ofMinutes(10));

        assertThat(newest(order).amount()).isEqualTo(PRICE);
        assertThat(newest(order).status()).isEqualTo(PaymentStatus.OPEN);
    }

    @Test
    void a_message_about_an_order_that_never_was_is_kept_tried_for_three_days_and_then_given_up() {
        say("order.changed", "4711");

        pass(Duration.ofDays(2));
        assertThat(messages("RECEIVED")).isEqualTo(1);
        pass(Duration.ofDays(2));

        assertThat(messages("FAILED")).isEqualTo(1);
        assertThat(file("4711")).isNull();
    }

    @Test
    void an_order_that_is_paid_otherwise_is_none_of_ours_and_a_repeat_is_kept_once() {
        String order = scene.shop.order(PRICE, false);
        Ask message = message("order.changed", order);
        send(message);
        send(message);
        pass(Duration.ofMinutes(1));

        assertThat(file(order)).isNull();
        assertThat(messages("APPLIED")).isEqualTo(1);
    }

    @Test
    void an_order_that_is_paid_otherwise_after_its_link_was_made_cannot_be_paid_by_it_as_well() {
        String order = scene.shop.order(PRICE, true);
        create(order, null);
        scene.shop.payOtherwise(order);
        say("order.changed", order);
        pass(Duration.ofMinutes(1));

        assertThat(newest(order).status()).isEqualTo(PaymentStatus.CANCELED);
    }

    @Test
    void a_changed_amount_is_a_new_revision_while_it_is_not_paid_and_never_after() {
        String order = scene.shop.order(PRICE, true);
        create(order, null);
        Payment old = newest(order);
        scene.shop.total(order, OTHER);
        say("order.changed", order);
        pass(Duration.ofMinutes(1));

        assertThat(newest(order).amount()).isEqualTo(OTHER);
        assertThat(newest(order).revision()).isGreaterThan(old.revision());
        assertThat(Objects.requireNonNull(file(order)).payment(old.id()).status())
                .isEqualTo(PaymentStatus.CANCELED);

        String paid = scene.shop.order(PRICE, true);
        create(paid, "card");
        pass(Duration.ofMinutes(1));
        scene.shop.total(paid, OTHER);
        say("order.changed", paid);
        pass(Duration.ofMinutes(1));

        assertThat(newest(paid).amount()).isEqualTo(PRICE);
        assertThat(guard(paid).status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void an_order_that_the_shop_cancels_is_canceled_unless_money_may_have_moved() {
        String order = scene.shop.order(PRICE, true);
        create(order, null);
        scene.shop.cancel(order);
        say("order.changed", order);
        pass(Duration.ofMinutes(1));
        assertThat(newest(order).status()).isEqualTo(PaymentStatus.CANCELED);

        String doubtful = scene.shop.order(PRICE, true);
        scene.till.loseAnswer(doubtful);
        scene.till.beSilent(doubtful, true);
        create(doubtful, "card");
        scene.shop.cancel(doubtful);
        say("order.changed", doubtful);
        pass(Duration.ofMinutes(30));
        assertThat(newest(doubtful).status()).isEqualTo(PaymentStatus.OPEN);

        scene.till.beSilent(doubtful, false);
        pass(Duration.ofHours(2));
        assertThat(newest(doubtful).status()).isEqualTo(PaymentStatus.PAID);
        assertThat(Objects.requireNonNull(scene.shop.row(doubtful)).state()).isEqualTo(State.PAID);
    }

    @Test
    void money_that_is_here_for_an_order_that_is_gone_or_refunded_by_hand_is_noted_for_the_merchant() {
        String deleted = scene.shop.order(PRICE, true);
        String byHand = scene.shop.order(PRICE, true);
        String unpaid = scene.shop.order(PRICE, true);
        create(deleted, "card");
        create(byHand, "card");
        create(unpaid, null);
        pass(Duration.ofMinutes(1));
        scene.shop.delete(deleted);
        scene.shop.delete(unpaid);
        say("order.deleted", deleted);
        say("order.deleted", unpaid);
        say("order.refunded_by_hand", byHand);
        pass(Duration.ofMinutes(1));

        assertThat(notes(ShopNote.Kind.ATTENTION))
                .extracting(ShopNote::reference, ShopNote::what)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(deleted, "shop.note.deleted"),
                        org.assertj.core.groups.Tuple.tuple(byHand, "shop.note.refunded_by_hand"));
        assertThat(guard(deleted).status()).isEqualTo(Status.REFUSED);
    }

    @Test
    void a_shop_that_disconnects_is_left_alone_and_made_sure_of_when_it_comes_back() {
        say("shop.disconnected", null);
        pass(Duration.ofMinutes(1));
        assertThat(scene.connectionBook.find(scene.store).orElseThrow().isActive())
                .isFalse();
        assertThat(notes(ShopNote.Kind.ATTENTION)).extracting(ShopNote::what).containsExactly("shop.note.disconnected");

        String order = scene.shop.order(PRICE, true);
        scene.shop.mishaps((reference, event) -> dev.tillgate.platform.fake.FakeShop.Mishap.FORGOTTEN);
        create(order, "card");
        pass(Duration.ofHours(2));
        assertThat(scene.guards.read(scene.merchant, newest(order).order())).isEmpty();

        scene.shop.mishaps((reference, event) -> dev.tillgate.platform.fake.FakeShop.Mishap.NONE);
        scene.connections.connect(scene.merchant, scene.store, GuardScene.SIGNED, new Settings(Map.of()));
        pass(Duration.ofHours(1));

        assertThat(Objects.requireNonNull(scene.shop.row(order)).state()).isEqualTo(State.PAID);
        assertThat(notes(ShopNote.Kind.REPAIRED))
                .extracting(ShopNote::reference)
                .containsExactly(order);
    }

    @Test
    void when_the_shop_lets_us_in_again_what_was_refused_is_looked_at_without_waiting_for_a_day() {
        String order = scene.shop.order(PRICE, true);
        scene.shop.trouble(Trouble.REVOKED);
        create(order, "card");
        pass(Duration.ofHours(2));
        assertThat(guard(order).status()).isEqualTo(Status.REFUSED);
        assertThat(guard(order).reason()).startsWith("platform.signed.refused.");
        assertThat(scene.connectionBook.find(scene.store).orElseThrow().problems())
                .hasSize(1);
        long noted = notes(ShopNote.Kind.ATTENTION).size();

        scene.shop.trouble(Trouble.NONE);
        pass(Duration.ofHours(2));

        assertThat(noted).isEqualTo(1);
        assertThat(scene.connectionBook.find(scene.store).orElseThrow().problems())
                .isEmpty();
        assertThat(guard(order).status()).isEqualTo(Status.WATCHED);
        assertThat(Objects.requireNonNull(scene.shop.row(order)).state()).isEqualTo(State.PAID);
    }

    @Test
    void a_shop_that_never_saves_is_told_for_thirty_days_and_then_given_up_in_plain_sight() {
        String order = scene.shop.order(PRICE, true);
        scene.shop.trouble(Trouble.FORGETFUL);
        create(order, "card");
        scene.tick = Duration.ofHours(1);
        pass(Duration.ofDays(4));
        assertThat(guard(order).status()).isEqualTo(Status.LATE);
        assertThat(guard(order).reason()).isEqualTo("shop.guard.not_saved");
        pass(Duration.ofDays(29));
        assertThat(guard(order).status()).isEqualTo(Status.GIVEN_UP);
        assertThat(guard(order).dueAt()).isNull();

        scene.guards.look(scene.merchant, scene.store, newest(order).order(), scene.clock.instant());
        pass(Duration.ofMinutes(1));
        assertThat(guard(order).status()).isIn(Status.LATE, Status.GIVEN_UP);
    }

    private void pass(Duration time) {
        scene.until(scene.clock.instant().plus(time));
    }

    private void create(String order, @Nullable String method) {
        scene.create.run(
                new CreatePayment.Request(
                        scene.merchant,
                        scene.store,
                        order,
                        1,
                        PRICE,
                        "Order " + order,
                        List.of(),
                        Buyer.UNKNOWN,
                        CaptureMode.AUTOMATIC,
                        Duration.ofDays(2),
                        method == null ? null : new CreatePayment.Pay(method, null)),
                OnceOnly.unremembered());
    }

    private @Nullable OrderFile file(String order) {
        return scene.guards.file(scene.merchant, scene.store, order).orElse(null);
    }

    private Payment newest(String order) {
        return Objects.requireNonNull(file(order)).payments().stream()
                .max(Comparator.comparing(Payment::revision))
                .orElseThrow();
    }

    private ShopGuard guard(String order) {
        return scene.guards
                .read(
                        scene.merchant,
                        Objects.requireNonNull(file(order)).order().id())
                .orElseThrow();
    }

    private List<ShopNote> notes(ShopNote.Kind kind) {
        return scene.guards.notes(scene.merchant, scene.store, kind, null, 50);
    }

    private long messages(String status) {
        return scene.database.number("SELECT COUNT(*) FROM shop_message WHERE status = '" + status + "'");
    }

    private void say(String type, @Nullable String order) {
        send(message(type, order));
    }

    private Ask message(String type, @Nullable String order) {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("occurred_at", scene.clock.instant().toString());
        if (order != null) {
            body.put("order", order);
        }
        return scene.signature.sign(
                scene.door(scene.store),
                TimeOrderedId.next("msg"),
                body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private void send(Ask ask) {
        try {
            assertThat(wire.send(ask).status()).isEqualTo(200);
        } catch (IOException lost) {
            throw new IllegalStateException(lost);
        }
    }
}
