package dev.tillgate.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.platform.PlatformFixture.Trouble;
import dev.tillgate.platform.PlatformFixture.Truth;
import dev.tillgate.platform.ShopFact.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The part of the contract about making the shop agree: read, not assumed; once, however often. */
abstract class ReconcileContract extends LoadContract {
    @Test
    void a_paid_order_is_paid_in_the_shop_with_our_transaction() {
        for (Money amount : shop().amounts()) {
            String order = shop().order(amount);
            ShopFact fact = paid(order, amount);

            assertThat(settled(fact)).as("%s", amount).isInstanceOf(Reconciled.Agreed.class);

            assertPaid(order, fact);
        }
    }

    @Test
    void reconciling_again_changes_nothing_and_says_so() {
        String order = shop().order(amount());
        ShopFact fact = paid(order, amount());
        settled(fact);

        for (int i = 0; i < 3; i++) {
            assertThat(platform().reconcile(fact)).isEqualTo(new Reconciled.Agreed(List.of()));
        }

        assertPaid(order, fact);
    }

    @Test
    void two_at_the_same_time_are_as_good_as_one() throws Exception {
        String order = shop().order(amount());
        ShopFact fact = paid(order, amount());
        List<Future<Reconciled>> all = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(6)) {
            for (int i = 0; i < 6; i++) {
                all.add(pool.submit(() -> settled(fact)));
            }
        }
        for (Future<Reconciled> one : all) {
            assertThat(one.get()).isNotInstanceOf(Reconciled.Refused.class);
        }

        assertThat(settled(fact)).isInstanceOf(Reconciled.Agreed.class);
        assertPaid(order, fact);
    }

    @Test
    void a_200_that_saves_nothing_is_not_the_end() {
        String order = shop().order(amount());
        ShopFact fact = paid(order, amount());
        shop().trouble(Trouble.FORGETFUL);

        assertThat(settled(fact)).isNotInstanceOf(Reconciled.Agreed.class);
        assertThat(truth(order).completions()).isZero();
        shop().trouble(Trouble.NONE);

        assertThat(settled(fact)).isInstanceOf(Reconciled.Agreed.class);
        assertPaid(order, fact);
    }

    @Test
    void a_shop_that_is_down_slow_throttling_or_babbling_is_asked_later() {
        String order = shop().order(amount());
        ShopFact fact = paid(order, amount());
        for (Trouble trouble : new Trouble[] {Trouble.DOWN, Trouble.SLOW, Trouble.THROTTLING, Trouble.BABBLING}) {
            shop().trouble(trouble);
            assertThat(platform().reconcile(fact)).as(trouble.name()).isNotInstanceOf(Reconciled.Agreed.class);
            if (trouble != Trouble.BABBLING) {
                assertThat(platform().reconcile(fact)).as(trouble.name()).isInstanceOf(Reconciled.Later.class);
            }
        }
        shop().trouble(Trouble.NONE);

        assertThat(settled(fact)).isInstanceOf(Reconciled.Agreed.class);
        assertPaid(order, fact);
    }

    @Test
    void a_shop_that_lets_us_in_no_more_is_refused_with_a_reason_until_it_does() {
        String order = shop().order(amount());
        ShopFact fact = paid(order, amount());
        shop().trouble(Trouble.REVOKED);
        assertRefused(platform().reconcile(fact));
        shop().trouble(Trouble.NONE);

        assertThat(settled(fact)).isInstanceOf(Reconciled.Agreed.class);
    }

    @Test
    void an_order_that_was_deleted_is_refused_with_a_reason() {
        String order = shop().order(amount());
        shop().delete(order);

        assertRefused(settled(paid(order, amount())));
    }

    @Test
    void another_amount_or_currency_than_the_shop_wants_is_never_booked_as_paid() {
        String order = shop().order(amount());
        shop().change(order, amount().plus(amount()));
        assertRefused(settled(paid(order, amount())));
        assertThat(truth(order).completions()).isZero();

        shop().amounts().stream()
                .filter(other -> !other.currency().equals(amount().currency()))
                .forEach(other -> {
                    String foreign = shop().order(amount());
                    assertRefused(settled(paid(foreign, other)));
                    assertThat(truth(foreign).completions()).isZero();
                });
    }

    @Test
    void an_order_that_a_timer_canceled_is_paid_all_the_same() {
        String order = shop().order(amount());
        shop().cancel(order);
        ShopFact fact = paid(order, amount());

        Reconciled result = settled(fact);

        // Some shops cannot take an order back; then the merchant is told.
        if (result instanceof Reconciled.Agreed) {
            assertPaid(order, fact);
        } else {
            assertRefused(result);
        }
    }

    @Test
    void an_order_that_was_paid_otherwise_is_left_to_the_merchant() {
        String order = shop().order(amount());
        shop().payOtherwise(order);
        Truth before = truth(order);

        assertRefused(settled(paid(order, amount())));

        assertThat(truth(order)).isEqualTo(before);
    }

    @Test
    void what_went_back_is_booked_once_in_the_shop() {
        String order = shop().order(amount());
        ShopFact fact = paid(order, amount());
        settled(fact);
        Money one = Money.ofMinor(1, amount().currencyCode());
        ShopFact partly = refunded(fact, one);

        assertThat(settled(partly)).isInstanceOf(Reconciled.Agreed.class);
        assertThat(truth(order).refunded()).isEqualTo(one);
        assertThat(settled(partly)).isEqualTo(new Reconciled.Agreed(List.of()));
        ShopFact wholly = refunded(partly, amount().minus(one));
        assertThat(settled(wholly)).isInstanceOf(Reconciled.Agreed.class);
        assertThat(settled(wholly)).isInstanceOf(Reconciled.Agreed.class);

        assertThat(truth(order).refunded()).isEqualTo(amount());
        assertThat(truth(order).completions()).isEqualTo(1);
    }

    @Test
    void what_is_not_paid_never_becomes_paid_in_the_shop() {
        for (Standing standing : new Standing[] {Standing.OPEN, Standing.IN_DOUBT, Standing.ENDED}) {
            String order = shop().order(amount());

            Reconciled result = settled(fact(order, standing));

            assertThat(result).as(standing.name()).isNotInstanceOf(Reconciled.Refused.class);
            assertThat(truth(order).completions()).as(standing.name()).isZero();
            assertThat(truth(order).transaction()).as(standing.name()).isNull();
            if (standing == Standing.IN_DOUBT) {
                assertThat(truth(order).state()).isNotEqualTo(ShopOrder.State.CANCELED);
            }
        }
    }

    @Test
    void nothing_personal_and_no_secret_is_in_what_came_of_it() {
        String order = shop().order(amount());
        StringBuilder seen = new StringBuilder();
        for (Trouble trouble : Trouble.values()) {
            if (trouble != Trouble.SLOW) {
                shop().trouble(trouble);
                seen.append(platform().reconcile(paid(order, amount())));
            }
        }
        assertThat(shop().personal()).noneMatch(seen.toString()::contains);
        assertThat(shop().secrets()).noneMatch(seen.toString()::contains);
    }

    private void assertPaid(String order, ShopFact fact) {
        assertThat(truth(order).state()).isEqualTo(ShopOrder.State.PAID);
        assertThat(truth(order).transaction()).isEqualTo(fact.payment().value());
        assertThat(truth(order).completions()).isEqualTo(1);
    }

    private static void assertRefused(Reconciled result) {
        assertThat(result).isInstanceOfSatisfying(Reconciled.Refused.class, refused -> assertThat(refused.reason())
                .matches("[a-z0-9_.]{3,100}"));
    }
}
