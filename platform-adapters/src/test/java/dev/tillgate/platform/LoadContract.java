package dev.tillgate.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.platform.PlatformFixture.Trouble;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The part of the contract about reading an order: exact, or not at all. */
abstract class LoadContract extends MessageContract {
    @Test
    void every_amount_is_exact() {
        assertThat(shop().amounts()).isNotEmpty();
        for (Money amount : shop().amounts()) {
            String order = shop().order(amount);
            assertThat(platform().load(order)).isInstanceOfSatisfying(OrderReading.Found.class, found -> {
                assertThat(found.order().total()).isEqualTo(amount);
                assertThat(found.order().reference()).isEqualTo(order);
                assertThat(found.order().state()).isIn(ShopOrder.State.UNPAID, ShopOrder.State.ON_HOLD);
                assertThat(found.order().offered()).isTrue();
                assertThat(found.order().transaction()).isNull();
                assertThat(found.order().refunded().isZero()).isTrue();
            });
        }
    }

    @Test
    void an_order_that_is_paid_otherwise_is_not_ours() {
        String order = shop().orderNotOffered(amount());

        assertThat(platform().load(order)).isInstanceOfSatisfying(OrderReading.Found.class, found -> assertThat(
                        found.order().offered())
                .isFalse());
    }

    @Test
    void an_order_that_never_was_is_missing_and_so_is_a_deleted_one() {
        String order = shop().order(amount());
        shop().delete(order);

        assertThat(platform().load(order)).isInstanceOf(OrderReading.Missing.class);
        assertThat(platform().load("99999999")).isInstanceOf(OrderReading.Missing.class);
    }

    @Test
    void a_name_that_is_no_name_of_an_order_is_never_found_and_asks_for_nothing_else() {
        for (String strange : new String[] {"../orders", "1 OR 1=1", "%2e%2e", "\"}", "-1", "0", "é", "1\n2"}) {
            assertThat(platform().load(strange)).as(strange).isNotInstanceOf(OrderReading.Found.class);
        }
    }

    @Test
    void what_is_no_exact_amount_of_a_known_currency_is_never_rounded() {
        for (Map.Entry<String, String> one : Map.of(
                        "12.345", "EUR",
                        "64.75", "JPY",
                        "12.3", "XXZ",
                        "1e3", "EUR",
                        "12,30", "EUR",
                        "9007199254740993123.00", "EUR",
                        "-1.00", "EUR")
                .entrySet()) {
            String order = shop().orderWithText(one.getKey(), one.getValue());
            if (order != null) {
                assertThat(platform().load(order))
                        .as(one.getKey() + " " + one.getValue())
                        .isNotInstanceOfAny(OrderReading.Found.class, OrderReading.Missing.class);
            }
        }
    }

    @Test
    void a_shop_that_is_down_slow_or_babbling_is_asked_later_and_never_says_missing() {
        String order = shop().order(amount());
        for (Trouble trouble : new Trouble[] {Trouble.DOWN, Trouble.SLOW, Trouble.BABBLING}) {
            shop().trouble(trouble);
            assertThat(platform().load(order))
                    .as(trouble.name())
                    .isNotInstanceOfAny(OrderReading.Found.class, OrderReading.Missing.class);
            shop().trouble(Trouble.NONE);
        }
        assertThat(platform().load(order)).isInstanceOf(OrderReading.Found.class);
    }

    @Test
    void a_shop_that_throttles_is_left_alone_as_long_as_it_asks() {
        String order = shop().order(amount());
        shop().trouble(Trouble.THROTTLING);

        assertThat(platform().load(order))
                .isInstanceOfSatisfying(OrderReading.Later.class, later -> assertThat(later.after())
                        .isGreaterThanOrEqualTo(Duration.ofSeconds(7)));
    }

    @Test
    void a_shop_that_lets_us_in_no_more_needs_its_merchant() {
        String order = shop().order(amount());
        shop().trouble(Trouble.REVOKED);

        assertThat(platform().load(order))
                .isInstanceOfSatisfying(OrderReading.Refused.class, refused -> assertThat(refused.reason())
                        .isNotBlank());
    }

    @Test
    void nothing_personal_and_no_secret_is_in_an_order_or_in_why_there_is_none() {
        String order = shop().order(amount());
        StringBuilder seen = new StringBuilder(platform().load(order).toString());
        for (Trouble trouble : Trouble.values()) {
            if (trouble != Trouble.SLOW) {
                shop().trouble(trouble);
                seen.append(platform().load(order));
            }
        }
        assertThat(shop().personal()).noneMatch(seen.toString()::contains);
        assertThat(shop().secrets()).noneMatch(seen.toString()::contains);
    }
}
