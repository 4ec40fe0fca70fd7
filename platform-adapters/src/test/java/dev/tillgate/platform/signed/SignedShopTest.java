package dev.tillgate.platform.signed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.callback.CallbackWire;
import dev.tillgate.money.Money;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.platform.Drawer;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.ShopFact.Standing;
import dev.tillgate.platform.ShopOrder;
import dev.tillgate.platform.StoreSignature;
import dev.tillgate.platform.signed.FakeSignedShop.Mood;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.http.PinnedExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A shop of one address is read, compared and told again, over real HTTP. */
class SignedShopTest {
    private final FakeSignedShop shop = new FakeSignedShop();
    private final PinnedExchange exchange = CallbackWire.guarded(true);
    private final PlatformType.Tools tools = tools(exchange, shop);
    private final SignedShop platform = new SignedShop("custom", () -> List.of(shop.url()), tools);
    private final PaymentId payment = PaymentId.next();

    @AfterEach
    void close() {
        exchange.close();
        shop.close();
    }

    @Test
    void anOrderIsReadAsTheShopHasIt() {
        shop.put("1042", "12.30", "EUR");

        ShopOrder order = ((OrderReading.Found) platform.load("1042")).order();

        assertThat(order.total()).isEqualTo(Money.parse("12.30", "EUR"));
        assertThat(order.state()).isEqualTo(ShopOrder.State.UNPAID);
        assertThat(order.offered()).isTrue();
        assertThat(order.transaction()).isNull();
        assertThat(order.description()).isEqualTo("Order 1042");
    }

    @Test
    void anOrderThatTheShopDoesNotHaveIsMissing() {
        assertThat(platform.load("7")).isInstanceOf(OrderReading.Missing.class);
    }

    @Test
    void anOrderPaidHereAndNotThereIsToldAgainUntilTheShopSaysPaid() {
        shop.put("1042", "12.30", "EUR");
        shop.mood(Mood.FORGETFUL);
        tell("evt_1", "payment.paid", paidData("12.30"));
        assertThat(platform.reconcile(paid("12.30"))).isInstanceOf(Reconciled.TellAgain.class);

        shop.mood(Mood.GOOD);
        tell("evt_1", "payment.paid", paidData("12.30"));

        assertThat(platform.reconcile(paid("12.30"))).isEqualTo(new Reconciled.Agreed(List.of()));
        assertThat(platform.reconcile(paid("12.30"))).isEqualTo(new Reconciled.Agreed(List.of()));
    }

    @Test
    void aRefundThatTheShopDoesNotKnowOfIsToldAgain() {
        shop.put("1042", "12.30", "EUR");
        shop.change("1042", kept -> kept.paidWith(payment.value()));
        ShopFact fact = paid("12.30", "2.30");
        assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.TellAgain.class);

        tell("evt_2", "refund.succeeded", Map.of("order_reference", "1042", "refund_amount", "2.30"));

        assertThat(platform.reconcile(fact)).isInstanceOf(Reconciled.Agreed.class);
    }

    @Test
    void aShopThatKeepsNoRefundsIsNotAskedToAgreeOnThem() {
        shop.put("1042", "12.30", "EUR");
        shop.change("1042", kept -> kept.paidWith(payment.value()));
        shop.twist(order -> {
            order.remove("refunded");
            return order;
        });

        assertThat(platform.reconcile(paid("12.30", "2.30"))).isInstanceOf(Reconciled.Agreed.class);
    }

    @Test
    void anOrderThatATimerCanceledIsToldAgainAndOneThatAPersonCanceledIsNot() {
        shop.put("1042", "12.30", "EUR");
        shop.change("1042", kept -> kept.with("canceled"));
        assertThat(platform.reconcile(paid("12.30"))).isInstanceOf(Reconciled.TellAgain.class);

        shop.change("1042", kept -> kept.paidWith(payment.value()).with("canceled"));

        assertThat(reason(platform.reconcile(paid("12.30")))).isEqualTo("platform.custom.refused.canceled");
    }

    @ParameterizedTest
    @CsvSource({
        "12.30, USD, unpaid,   , currency",
        "12.31, EUR, unpaid,   , amount",
        "12.30, EUR, paid, ch_1, paid_otherwise",
        "12.30, EUR, unpaid, pay_other, paid_otherwise",
        "12.30, EUR, refunded, OURS, refunded_by_hand"
    })
    void whatOnlyTheMerchantCanSettleIsSaid(
            String amount, String currency, String state, @Nullable String transaction, String reason) {
        shop.put("1042", amount, currency);
        String by = "OURS".equals(transaction) ? payment.value() : transaction;
        shop.change("1042", kept -> new FakeSignedShop.Kept(2, state, amount, currency, "0", by));

        Reconciled.Refused refused = (Reconciled.Refused) platform.reconcile(paid("12.30"));

        assertThat(refused.reason()).isEqualTo("platform.custom.refused." + reason);
        assertThat(refused.details()).containsEntry("order", "1042").containsEntry("paid", "12.30 EUR");
    }

    @Test
    void aDeletedOrderMattersOnceThereIsMoney() {
        assertThat(reason(platform.reconcile(paid("12.30")))).isEqualTo("platform.custom.refused.deleted");
        assertThat(platform.reconcile(standing(Standing.ENDED))).isInstanceOf(Reconciled.Agreed.class);
    }

    @Test
    void moreGoneBackInTheShopThanHereIsForTheMerchant() {
        shop.put("1042", "12.30", "EUR");
        shop.change("1042", kept -> new FakeSignedShop.Kept(3, "paid", "12.30", "EUR", "5.00", payment.value()));

        assertThat(reason(platform.reconcile(paid("12.30")))).isEqualTo("platform.custom.refused.refunded_by_hand");
    }

    @Test
    void aShopThatSaysPaidByUsWithoutMoneyIsForTheMerchant() {
        shop.put("1042", "12.30", "EUR");
        shop.change("1042", kept -> kept.paidWith(payment.value()));

        for (Standing standing : List.of(Standing.OPEN, Standing.IN_DOUBT, Standing.ENDED)) {
            assertThat(reason(platform.reconcile(standing(standing))))
                    .isEqualTo("platform.custom.refused.paid_without_money");
        }
        assertThat(platform.reconcile(standing(Standing.AUTHORIZED))).isInstanceOf(Reconciled.Agreed.class);
    }

    @Test
    void anOrderInDoubtThatTheShopHasCanceledIsToldAgain() {
        shop.put("1042", "12.30", "EUR");
        assertThat(platform.reconcile(standing(Standing.IN_DOUBT))).isInstanceOf(Reconciled.Agreed.class);

        shop.change("1042", kept -> kept.with("canceled"));

        assertThat(platform.reconcile(standing(Standing.IN_DOUBT))).isInstanceOf(Reconciled.TellAgain.class);
        assertThat(platform.reconcile(standing(Standing.OPEN))).isInstanceOf(Reconciled.Agreed.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mood.class,
            names = {"DOWN", "THROTTLING", "GARBLED", "CACHED"})
    void whatMayPassIsForLater(Mood mood) {
        shop.put("1042", "12.30", "EUR");
        shop.put("1043", "1", "EUR");
        platform.load("1043");
        shop.mood(mood);

        assertThat(platform.load("1042")).isInstanceOf(OrderReading.Later.class);
        assertThat(platform.reconcile(paid("12.30"))).isInstanceOf(Reconciled.Later.class);
    }

    @Test
    void aShopThatThrottlesSaysForHowLong() {
        shop.mood(Mood.THROTTLING);

        assertThat(((OrderReading.Later) platform.load("1042")).after()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void aShopThatDoesNotAnswerInTimeIsForLater() {
        shop.mood(Mood.SLOW);
        HttpLimits impatient = new HttpLimits(Duration.ofMillis(300), Duration.ofMillis(300), 1 << 16, true);
        try (PinnedExchange quick = new PinnedExchange(impatient, address -> true)) {
            SignedShop hurried = new SignedShop("custom", () -> List.of(shop.url()), tools(quick, shop));
            assertThat(hurried.load("1042")).isInstanceOf(OrderReading.Later.class);
        }
    }

    @Test
    void nobodyThereIsForLater() {
        shop.close();

        assertThat(platform.load("1042")).isInstanceOf(OrderReading.Later.class);
        assertThat(platform.tend().broken()).containsExactly("platform.custom.refused.unreachable");
    }

    @ParameterizedTest
    @CsvSource({"UNSIGNED, signature", "MISSIGNED, signature", "DENYING, denied", "GONE, not_found"})
    void whatTheMerchantMustMendIsSaidOnceForAllOrders(Mood mood, String reason) {
        shop.put("1042", "12.30", "EUR");
        shop.mood(mood);

        String key = "platform.custom.refused." + reason;
        assertThat(((OrderReading.Refused) platform.load("1042")).reason()).isEqualTo(key);
        assertThat(reason(platform.reconcile(paid("12.30")))).isEqualTo(key);
        assertThat(platform.tend().broken()).containsExactly(key);
        assertThat(SignedShop.keys("custom")).contains(key);
    }

    @Test
    void anUnsignedAnswerOverTlsIsGoodForPaidAndNotForAnAmount() {
        String said = """
                {"order":"1042","revision":1,"state":"unpaid","amount":"12.30","currency":"EUR"}""";
        Exchange tls = ask -> new Exchange.Answer(200, Map.of(), said.getBytes(StandardCharsets.UTF_8));
        SignedShop secure = new SignedShop("custom", () -> List.of("https://shop.example/hook"), tools(tls, shop));

        assertThat(secure.reconcile(paid("12.30"))).isInstanceOf(Reconciled.TellAgain.class);
        assertThat(((OrderReading.Refused) secure.load("1042")).reason())
                .isEqualTo("platform.custom.refused.signature");
    }

    @Test
    void theSecondAddressHelpsWhenTheFirstIsBlocked() {
        shop.put("1042", "12.30", "EUR");
        String blocked = shop.url().replace("/tillgate", "/wp-json/blocked");
        SignedShop two = new SignedShop("custom", () -> List.of(blocked, shop.url()), tools);

        assertThat(two.load("1042")).isInstanceOf(OrderReading.Found.class);
        assertThat(two.ping().via()).isEqualTo(shop.url());
    }

    @Test
    void withoutAnAddressTheMerchantIsToldToEnterOne() {
        SignedShop nowhere = new SignedShop("custom", List::of, tools);

        assertThat(((OrderReading.Refused) nowhere.load("1042")).reason())
                .isEqualTo("platform.custom.refused.no_address");
    }

    @Test
    void aHealthyShopIsFineAndAWrongClockIsNoticedBeforeItBreaksSignatures() {
        assertThat(platform.tend()).isEqualTo(dev.tillgate.platform.Platform.Tending.FINE);

        shop.clock(() -> Instant.now().plusSeconds(120));
        assertThat(platform.tend().broken()).containsExactly("platform.custom.refused.clock");
        assertThat(platform.ping().skew()).isBetween(Duration.ofSeconds(115), Duration.ofSeconds(125));
    }

    @Test
    void aClockThatIsFarOffIsNamedAndNotTheSignatureThatSuffersFromIt() {
        // Its answers are signed by a clock that is an hour behind; to verify, it uses the right one.
        String body = "{\"pong\":\"x\",\"time\":\"" + Instant.now().minusSeconds(3600) + "\"}";
        Exchange late = ask -> new Exchange.Answer(
                200, Map.of("webhook-signature", List.of("v1,AAAA")), body.getBytes(StandardCharsets.UTF_8));
        SignedShop slow = new SignedShop("custom", () -> List.of("https://shop.example/hook"), tools(late, shop));

        assertThat(slow.tend().broken()).containsExactly("platform.custom.refused.clock");
    }

    private static String reason(Reconciled reconciled) {
        return ((Reconciled.Refused) reconciled).reason();
    }

    private ShopFact paid(String amount, String... refunds) {
        List<ShopFact.Refunded> back = java.util.Arrays.stream(refunds)
                .map(text -> new ShopFact.Refunded(OperationId.next(), Money.parse(text, "EUR"), Instant.now()))
                .toList();
        return new ShopFact("1042", payment, Standing.PAID, Money.parse(amount, "EUR"), back, Instant.now());
    }

    private ShopFact standing(Standing standing) {
        return new ShopFact("1042", payment, standing, Money.parse("0", "EUR"), List.of(), Instant.now());
    }

    private Map<String, Object> paidData(String amount) {
        return Map.of("order_reference", "1042", "amount", amount, "currency", "EUR");
    }

    private void tell(String id, String type, Map<String, Object> data) {
        String body = new com.fasterxml.jackson.databind.ObjectMapper()
                .valueToTree(Map.of("id", id, "type", type, "payment_id", payment.value(), "data", data))
                .toString();
        try {
            exchange.send(tools.signature().sign(shop.url(), id, body.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException lost) {
            throw new AssertionError(lost);
        }
    }

    static PlatformType.Tools tools(Exchange exchange, FakeSignedShop shop) {
        StoreSignature signature = new KeySignature(shop.key(), shop.url(), Clock.systemUTC());
        return new PlatformType.Tools(
                exchange, signature, new NoDrawer(), "http://gateway.test/hooks/shops/sto_x", Clock.systemUTC());
    }

    /** The signed protocol keeps nothing between calls. */
    private static final class NoDrawer implements Drawer {
        @Override
        public Optional<Kept> read(String name) {
            return Optional.empty();
        }

        @Override
        public boolean claim(String name, Duration lease) {
            throw new AssertionError("nothing to renew");
        }

        @Override
        public void put(String name, String value, @Nullable Instant expiresAt) {
            throw new AssertionError("nothing to keep");
        }
    }
}
