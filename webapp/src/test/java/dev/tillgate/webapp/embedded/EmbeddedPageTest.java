package dev.tillgate.webapp.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.Links;
import dev.tillgate.flow.shop.ShopConnection;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.EmbeddedShop;
import dev.tillgate.platform.OfferPayment.Offer;
import dev.tillgate.platform.PlatformFixture.Trouble;
import dev.tillgate.platform.shopify.FakeShopify;
import dev.tillgate.platform.shopify.ShopifyFixture;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.page.Assets;
import dev.tillgate.webapp.page.Pages;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a merchant and a buyer see inside Shopify, with a shop behind it that is on this machine. */
class EmbeddedPageTest {
    private static final URI GATEWAY = URI.create("https://pay.example");
    private static final Money AMOUNT = Money.ofMinor(1230, "EUR");

    private final StoreId store = StoreId.next();
    private final ShopifyFixture shop = new ShopifyFixture("2026-10", null);
    private final HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));
    private final EmbeddedShops shops;

    EmbeddedPageTest() {
        EmbeddedShop platform = (EmbeddedShop) shop.open(wire);
        Connected connected = new Connected(
                ShopConnection.opened(MerchantId.next(), store, "shopify", shop.settings(), Instant.now()),
                shop.type(),
                platform);
        shops = id ->
                id.equals(store.value()) ? Optional.of(new EmbeddedShops.Found(connected, platform)) : Optional.empty();
    }

    @AfterEach
    void close() {
        shop.close();
        wire.close();
    }

    @Test
    void a_visit_with_a_genuine_token_shows_how_the_shop_is_connected_and_what_is_in_the_way() {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("TILLGATE_WORKERS", "false"))) {
            EmbeddedPageResource page = new EmbeddedPageResource(
                    shops, gateway.guards(), new Pages(GATEWAY, Assets.ofTheGateway()), GATEWAY.toString());
            String token = ShopifyFixture.sessionToken(Instant.now());

            assertThat(shown(page, token, "en"))
                    .contains("id=\"connected\"")
                    .contains("Connected: " + FakeShopify.SHOP)
                    .contains(GATEWAY + "/console/stores/" + store + "/shop")
                    .doesNotContain("embedded.")
                    .doesNotContain("platform.shopify.");
            assertThat(shown(page, token, "zh-CN")).contains("已连接：" + FakeShopify.SHOP);
            assertThat(shown(page, ShopifyFixture.sessionToken(Instant.now().minusSeconds(300)), "en"))
                    .contains("app-bridge.js")
                    .doesNotContain("id=\"connected\"");
            shop.trouble(Trouble.DOWN);
            assertThat(shown(page, token, "en")).contains("Shopify does not answer at the moment");
        }
    }

    private String shown(EmbeddedPageResource page, String token, String locale) {
        HttpHeaders none = new ContainerRequest(
                GATEWAY, GATEWAY.resolve("/shopify/" + store), "GET", null, new MapPropertiesDelegate(), null);
        Response answer = page.page(store.value(), token, locale, none);
        assertThat(answer.getHeaders().get("Content-Security-Policy")).hasSize(1);
        return (String) answer.getEntity();
    }

    @Test
    void the_block_is_told_where_to_pay_that_it_is_paid_to_wait_or_that_nothing_is_to_be_paid() {
        PaymentId payment = PaymentId.next();
        String order = shop.order(AMOUNT);

        assertThat(told(new Offer.Pay(payment), shop.checkout(order)))
                .isEqualTo("{\"state\":\"pay\",\"url\":\"https://pay.example/pay/" + payment + "\"}");
        assertThat(told(new Offer.Settled(), shop.checkout(order))).isEqualTo("{\"state\":\"paid\"}");
        assertThat(told(new Offer.Nothing(), shop.checkout(order))).isEqualTo("{\"state\":\"none\"}");
        assertThat(told(new Offer.Wait(Duration.ofHours(1)), shop.checkout(order)))
                .isEqualTo("{\"state\":\"wait\",\"after\":10}");
        assertThat(told(new Offer.Pay(payment), "chk_of_nobody")).isEqualTo("{\"state\":\"wait\",\"after\":2}");
    }

    private String told(Offer offer, String checkout) {
        CheckoutLinkResource resource =
                new CheckoutLinkResource(shops, (connected, reference) -> offer, new OurLinks());
        String token = "Bearer " + ShopifyFixture.sessionToken(Instant.now());
        assertThat(resource.linked(store.value(), checkout, "Bearer x").getStatus())
                .isEqualTo(401);
        assertThat(resource.linked(StoreId.next().value(), checkout, token).getStatus())
                .isEqualTo(401);
        Response answer = resource.linked(store.value(), checkout, token);
        assertThat(answer.getHeaderString("Access-Control-Allow-Origin")).isEqualTo("*");
        return (String) answer.getEntity();
    }

    private record OurLinks() implements Links {
        @Override
        public String checkout(MerchantId merchant, PaymentId payment) {
            return GATEWAY + "/pay/" + payment;
        }

        @Override
        public String returnFrom(MerchantId merchant, PaymentId payment) {
            return checkout(merchant, payment);
        }

        @Override
        public String notifications(AccountId account) {
            return GATEWAY + "/hooks/" + account;
        }
    }
}
