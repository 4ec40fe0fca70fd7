package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.catalog.PaymentsApps;
import dev.tillgate.flow.shop.SessionBook.Place;
import dev.tillgate.flow.shop.ShopSession;
import dev.tillgate.money.Money;
import dev.tillgate.platform.shopify.FakePayments;
import dev.tillgate.platform.shopify.ShopifyFixture;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The doors of a payments app in the running program: who comes in, what is answered, and where buyers go. */
class PaymentsAppTest {
    private static final String SUBJECT = "CN=Shopify Payments,O=Shopify Inc.";
    private static final String HEADER = "X-Client-Certificate-Subject";
    private static final Money AMOUNT = Money.ofMinor(12300, "EUR");
    private static GatewayUnderTest gateway;
    private static Shop shop;
    private static FakePayments shopify;

    private final HttpClient http =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    @BeforeAll
    static void start() {
        shopify = new FakePayments(null);
        gateway = GatewayUnderTest.start(Map.of(
                "TILLGATE_SHOPIFY_APP_CLIENT_ID",
                FakePayments.CLIENT_ID,
                "TILLGATE_SHOPIFY_APP_CLIENT_SECRET",
                FakePayments.SECRET,
                "TILLGATE_SHOPIFY_APP_CERTIFICATE_SUBJECT",
                SUBJECT,
                "TILLGATE_TRUSTED_PROXIES",
                "127.0.0.1"));
        shop = gateway.newShop();
        gateway.connectShop(
                shop.merchant(),
                shop.store(),
                PaymentsApps.TYPE.id(),
                FakePayments.settings("2026-10").values());
        gateway.handedOver().take(new Place(shop.merchant(), shop.store(), FakePayments.SHOP, true), Instant.now());
    }

    @AfterAll
    static void stop() {
        gateway.close();
        shopify.close();
    }

    private HttpRequest.Builder session(String kind, String body) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + "/shopify/payments/sessions/" + kind))
                .header("Content-Type", "application/json")
                .header("Shopify-Shop-Domain", FakePayments.SHOP)
                .header("Shopify-Request-Id", "a1b2c3")
                .header("Shopify-Api-Version", "2026-10")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String url) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private static String start(String id) {
        return shopify.start(id, "group " + id, AMOUNT).put("test", true).toString();
    }

    @Test
    void only_a_verified_certificate_of_shopifys_comes_in() throws Exception {
        String body = start("door");

        assertThat(send(session("payment", body)).statusCode()).isEqualTo(403);
        assertThat(send(session("payment", body).header(HEADER, "CN=somebody")).statusCode())
                .isEqualTo(403);
        assertThat(send(session("payment", body).header(HEADER, "CN=somebody").header(HEADER, SUBJECT))
                        .statusCode())
                .isEqualTo(403);
        assertThat(gateway.handedOver().find(shop.merchant(), shop.store(), ShopSession.Kind.PAYMENT, "door"))
                .isEmpty();
        assertThat(send(session("payment", body).header(HEADER, SUBJECT)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_header_from_who_is_no_proxy_of_the_operators_counts_nothing() throws Exception {
        try (GatewayUnderTest open = GatewayUnderTest.start(Map.of(
                "TILLGATE_SHOPIFY_APP_CLIENT_ID", FakePayments.CLIENT_ID,
                "TILLGATE_SHOPIFY_APP_CLIENT_SECRET", FakePayments.SECRET))) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(open.url() + "/shopify/payments/sessions/payment"))
                    .header(HEADER, SUBJECT)
                    .header("Shopify-Shop-Domain", FakePayments.SHOP)
                    .header("Shopify-Request-Id", "a1b2c3")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"));
            assertThat(send(request).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void a_gateway_without_a_payments_app_has_no_such_doors() throws Exception {
        try (GatewayUnderTest plain = GatewayUnderTest.start()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create(plain.url() + "/shopify/payments/sessions/payment"))
                    .POST(HttpRequest.BodyPublishers.ofString("{}"));
            assertThat(send(request).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_buyer_pays_on_our_page_and_is_never_led_to_pay_again() throws Exception {
        HttpResponse<String> taken = send(session("payment", start("pay1")).header(HEADER, SUBJECT));
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(send(session("payment", start("pay1")).header(HEADER, SUBJECT))
                        .body())
                .isEqualTo(taken.body());
        String page = found("\"redirect_url\":\"([^\"]+)\"", taken.body());
        String shown = get(page).body();
        String back = found("href=\"([^\"]+/shopify/payments/back/[^\"]+)\"", shown);
        HttpResponse<String> left = get(back);
        assertThat(left.statusCode()).isEqualTo(303);
        assertThat(left.headers().firstValue("Location")).contains(FakePayments.cancelUrl("pay1"));

        ApiCaller.of(gateway, shop)
                .post(
                        "/api/v1/payments/" + session("pay1").payment() + "/attempts",
                        "{\"method\": \"card\", \"instrument\": \"tok_visa\"}")
                .then()
                .statusCode(201);

        assertThat(get(page).body()).contains("http-equiv=\"refresh\" content=\"0;url=" + back);
        // Shopify is not there, so it is not told yet.
        HttpResponse<String> waits = get(back);
        assertThat(waits.statusCode()).isEqualTo(200);
        assertThat(waits.headers().firstValue("Refresh")).hasValue("5");
        assertThat(waits.body()).contains("Please do not pay again");
    }

    @Test
    void a_way_back_that_is_not_ours_leads_nowhere() throws Exception {
        assertThat(get(gateway.url() + "/shopify/payments/back/" + shop.store() + "/Z3JvdXA.AAAA")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void what_cannot_be_taken_is_said_and_changes_nothing() throws Exception {
        String real = shopify.start("real", "group real", AMOUNT).toString();
        assertThat(send(session("payment", real).header(HEADER, SUBJECT)).statusCode())
                .isEqualTo(409);
        assertThat(send(session("payment", "{\"id\":\"x\"}").header(HEADER, SUBJECT))
                        .statusCode())
                .isEqualTo(422);
        assertThat(send(session(
                                        "refund",
                                        shopify.change("RefundSession", "r1", "nobody", AMOUNT)
                                                .toString())
                                .header(HEADER, SUBJECT))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send(session("payment", start("dom"))
                                .setHeader("Shopify-Shop-Domain", "evil.example")
                                .header(HEADER, SUBJECT))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void refunds_are_acknowledged_with_201_and_nothing() throws Exception {
        send(session("payment", start("pay2")).header(HEADER, SUBJECT));
        String refund = shopify.change("RefundSession", "ref2", "pay2", AMOUNT).toString();

        HttpResponse<String> taken = send(session("refund", refund).header(HEADER, SUBJECT));

        assertThat(taken.statusCode()).isEqualTo(201);
        assertThat(taken.body()).isEmpty();
    }

    @Test
    void what_shopify_tells_apps_is_believed_when_the_shop_has_signed_it() throws Exception {
        byte[] body = "{\"id\":1}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> good =
                ShopifyFixture.webhook("app/uninstalled", body, "X-Shopify-").headers();
        Map<String, String> forged = new HashMap<>(good);
        forged.put("X-Shopify-Hmac-Sha256", "AAAA");
        assertThat(told(forged, body)).isEqualTo(401);
        assertThat(told(Map.of(), body)).isEqualTo(404);

        Map<String, String> redact =
                ShopifyFixture.webhook("shop/redact", body, "X-Shopify-").headers();
        assertThat(told(redact, body)).isEqualTo(200);
        assertThat(gateway.database().number("SELECT COUNT(*) FROM shop_message"))
                .isEqualTo(1);
    }

    private int told(Map<String, String> headers, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + "/shopify/payments/messages"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request).statusCode();
    }

    private static ShopSession session(String id) {
        return gateway.handedOver()
                .find(shop.merchant(), shop.store(), ShopSession.Kind.PAYMENT, id)
                .orElseThrow();
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return Objects.requireNonNull(matcher.group(1));
    }
}
