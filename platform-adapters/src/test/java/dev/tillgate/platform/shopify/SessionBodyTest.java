package dev.tillgate.platform.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.flow.shop.ShopSession.Kind;
import dev.tillgate.money.Money;
import dev.tillgate.platform.SessionShop.Demand;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionBodyTest {
    private static final Money AMOUNT = Money.ofMinor(12300, "EUR");
    private final FakePayments shopify = new FakePayments(null);

    @AfterEach
    void close() {
        shopify.close();
    }

    private static Demand read(Kind kind, ObjectNode body) {
        return SessionBody.read(kind, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    private ObjectNode payment() {
        return shopify.start("pay1", "g1", AMOUNT);
    }

    @Test
    void a_payment_is_read_whole() {
        assertThat(read(Kind.PAYMENT, payment()))
                .isEqualTo(
                        new Demand.Pay("pay1", "g1", AMOUNT, false, false, FakePayments.cancelUrl("pay1"), "de", "DE"));
    }

    @ParameterizedTest
    @CsvSource({"123.00,EUR,12300", "64.0,JPY,64", "1.001,KWD,1001", "9999999999.99,USD,999999999999"})
    void amounts_are_exact(String text, String currency, long minor) {
        ObjectNode body = payment().put("amount", text).put("currency", currency);

        assertThat(read(Kind.PAYMENT, body)).isInstanceOfSatisfying(Demand.Pay.class, pay -> assertThat(pay.amount())
                .isEqualTo(Money.ofMinor(minor, currency)));
    }

    @ParameterizedTest
    @CsvSource({
        "1.001,EUR",
        "64.5,JPY",
        "1e3,EUR",
        "-1.00,EUR",
        "0.00,EUR",
        "NaN,EUR",
        "12.30,XXQ",
        "12.30,eur",
        "'1,00',EUR"
    })
    void what_is_no_exact_amount_is_not_read(String text, String currency) {
        ObjectNode body = payment().put("amount", text).put("currency", currency);

        assertThat(read(Kind.PAYMENT, body)).isInstanceOf(Demand.Unreadable.class);
    }

    @Test
    void an_amount_that_is_a_number_is_not_read() {
        assertThat(read(Kind.PAYMENT, payment().put("amount", 123))).isInstanceOf(Demand.Unreadable.class);
    }

    @Test
    void the_cancel_url_stands_where_shopify_puts_it_today() {
        ObjectNode old = payment().put("cancel_url", "https://tea-house.myshopify.com/cancel");
        old.remove("payment_method");

        assertThat(read(Kind.PAYMENT, old)).isInstanceOf(Demand.Unreadable.class);
    }

    @Test
    void what_is_not_whole_or_of_another_kind_is_not_read() {
        for (String field : new String[] {"id", "gid", "group", "amount", "currency", "test", "kind"}) {
            ObjectNode body = payment();
            body.remove(field);
            assertThat(read(Kind.PAYMENT, body)).as(field).isInstanceOf(Demand.Unreadable.class);
        }
        assertThat(read(Kind.REFUND, payment())).isInstanceOf(Demand.Unreadable.class);
        assertThat(SessionBody.read(Kind.PAYMENT, "[]".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Demand.Unreadable.class);
        assertThat(SessionBody.read(Kind.PAYMENT, new byte[] {(byte) 0xff, (byte) 0xfe}))
                .isInstanceOf(Demand.Unreadable.class);
    }

    @Test
    void a_group_of_any_length_has_a_name_of_its_own() {
        String one = ((Demand.Pay) read(Kind.PAYMENT, payment().put("group", "x".repeat(500)))).group();
        String other = ((Demand.Pay) read(Kind.PAYMENT, payment().put("group", "x".repeat(501)))).group();

        assertThat(one).isNotEqualTo(other).hasSizeLessThanOrEqualTo(100);
    }

    @Test
    void a_void_has_no_amount() {
        assertThat(read(Kind.VOID, shopify.change("VoidSession", "v1", "pay1", null)))
                .isEqualTo(new Demand.Change("v1", "pay1", null));
        assertThat(read(Kind.REFUND, shopify.change("RefundSession", "r1", "pay1", null)))
                .isInstanceOf(Demand.Unreadable.class);
    }

    @Test
    void nothing_that_is_read_says_who_buys() {
        assertThat(read(Kind.PAYMENT, payment()).toString()).doesNotContain(FakePayments.MAIL, "Seen", "Secret");
    }
}
