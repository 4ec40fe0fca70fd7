package dev.tillgate.platform.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.Payer;
import dev.tillgate.money.Money;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.platform.DraftsOrders;
import dev.tillgate.platform.DraftsOrders.Drafted;
import dev.tillgate.platform.DraftsOrders.Line;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.ShopOrder;
import dev.tillgate.platform.shopify.DraftBook;
import dev.tillgate.platform.shopify.ShopBook;
import dev.tillgate.platform.shopify.ShopifyFixture;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sale that was agreed in a conversation: drafted in the shop, paid here, an order of the shop that is booked once. */
abstract class DraftStories {
    private static final Money TWO = Money.ofMinor(2460, "EUR");

    private final ShopifyFixture shop;
    private final GuardScene scene;

    DraftStories(ShopifyFixture shop) throws IOException {
        this.shop = shop;
        scene = new GuardScene(shop.type());
    }

    @AfterEach
    void close() {
        scene.close();
        shop.close();
    }

    private Platform platform() {
        return scene.connections.find(scene.merchant, scene.store).orElseThrow().platform();
    }

    private ShopOrder draft() {
        Drafted drafted = ((DraftsOrders) platform()).draft(List.of(new Line(DraftBook.VARIANT, 2)), "EUR");
        return ((Drafted.Made) drafted).order();
    }

    /** As a conversation does it, with the price the shop says now. */
    private PaymentId paid(String reference) {
        ShopOrder order = ((OrderReading.Found) platform().load(reference)).order();
        PaymentId payment = scene.create
                .run(
                        new CreatePayment.Request(
                                scene.merchant,
                                scene.store,
                                reference,
                                order.revision(),
                                order.total(),
                                order.description(),
                                order.lines(),
                                order.buyer(),
                                CaptureMode.AUTOMATIC,
                                Duration.ofDays(1),
                                null),
                        OnceOnly.unremembered())
                .id();
        scene.start.run(scene.merchant, payment, "card", Payer.UNKNOWN, OnceOnly.unremembered());
        return payment;
    }

    private void passes(Duration time) {
        scene.until(scene.clock.instant().plus(time));
    }

    private ShopBook.Row order(String reference) {
        String id = Objects.requireNonNull(shop.shop.drafts.draft(reference).order);
        return Objects.requireNonNull(shop.shop.book.rows.get(id));
    }

    @Test
    void a_draft_costs_what_the_shop_says_and_becomes_a_paid_order_once() {
        ShopOrder draft = draft();
        assertThat(draft.total()).isEqualTo(TWO);
        assertThat(shop.shop.drafts.draft(draft.reference()).order).isNull();

        PaymentId payment = paid(draft.reference());
        passes(Duration.ofDays(2));

        assertThat(order(draft.reference()).paid).isTrue();
        assertThat(order(draft.reference()).completions).isEqualTo(1);
        assertThat(order(draft.reference()).metafield).isEqualTo(payment.value());
        assertThat(shop.shop.book.rows).hasSize(1);
        assertThat(scene.database.number("SELECT COUNT(*) FROM payment")).isEqualTo(1);

        scene.refund.run(scene.merchant, payment, Money.ofMinor(460, "EUR"), null, OnceOnly.unremembered());
        passes(Duration.ofMinutes(10));
        assertThat(order(draft.reference()).refunded).isEqualTo("4.60");
    }

    @Test
    void lost_answers_complete_and_book_it_once() {
        ShopOrder draft = draft();
        shop.loseNextAnswer();
        paid(draft.reference());
        passes(Duration.ofSeconds(10));
        shop.loseNextAnswer();
        passes(Duration.ofHours(1));

        assertThat(order(draft.reference()).completions).isEqualTo(1);
        assertThat(shop.shop.book.rows).hasSize(1);
    }

    @Test
    void a_draft_that_costs_something_else_by_now_is_the_merchants_to_settle() {
        ShopOrder draft = draft();
        paid(draft.reference());
        shop.shop.drafts.draft(draft.reference()).total = "30.00";
        passes(Duration.ofMinutes(1));

        assertThat(shop.shop.drafts.draft(draft.reference()).order).isNull();
        assertThat(scene.guards
                        .troubles(scene.merchant, scene.store, null, 5)
                        .getFirst()
                        .reason())
                .isEqualTo("platform.shopify.amount");
    }

    @Test
    void a_draft_that_shopify_still_works_on_has_no_price_yet() {
        ShopOrder draft = draft();
        shop.shop.drafts.draft(draft.reference()).ready = false;

        assertThat(platform().load(draft.reference())).isInstanceOf(OrderReading.Later.class);
    }

    @Test
    void what_the_shop_does_not_sell_is_not_drafted() {
        assertThat(((DraftsOrders) platform()).draft(List.of(new Line(1, 1)), null))
                .isEqualTo(new Drafted.Refused("platform.shopify.draft_refused"));
        assertThat(shop.shop.drafts.size()).isZero();
        assertThat(platform().load("D12345")).isInstanceOf(OrderReading.Missing.class);
    }

    @Test
    void nobody_pays_a_draft_and_nothing_becomes_of_it() {
        ShopOrder draft = draft();
        passes(Duration.ofDays(2));

        assertThat(shop.shop.drafts.draft(draft.reference()).order).isNull();
        assertThat(shop.shop.book.rows).isEmpty();
    }
}
