package dev.tillgate.webapp.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tillgate.platform.shopify.FakePayments;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.page.Browser;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A merchant connects a store through the operator's payments app: here, at Shopify, and back. */
class PaymentsAppConsoleTest {
    private static final String STALE = "?said=stale";
    private static GatewayUnderTest gateway;
    private static Merchant merchant;
    private static String console;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayUnderTest.start(Map.of(
                "TILLGATE_SAMPLE", "true",
                "TILLGATE_SHOPIFY_APP_CLIENT_ID", FakePayments.CLIENT_ID,
                "TILLGATE_SHOPIFY_APP_CLIENT_SECRET", FakePayments.SECRET));
        merchant = Merchant.owning(gateway);
        console = gateway.url() + "/console/payments-app";
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    private static String location(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(303);
        return answer.headers().firstValue("location").orElseThrow();
    }

    private static String store() throws Exception {
        return Merchant.found(
                "/console/stores/(sto_[0-9a-z]+)",
                merchant.get(gateway.url() + "/console/stores").body());
    }

    /** The address at Shopify, and what comes back from there. */
    private static String consent() throws Exception {
        String page = merchant.get(console + "?shop=" + FakePayments.SHOP).body();
        assertThat(page).contains("value=\"" + FakePayments.SHOP + "\"");
        HttpResponse<String> chosen = merchant.post(
                console,
                Map.of("shop", FakePayments.SHOP, "store", store(), "test", "yes", "form", Merchant.code(page)));
        String go =
                merchant.get(gateway.url().resolve(location(chosen)).toString()).body();
        return Merchant.found("id=\"consent\" href=\"([^\"]+)\"", go).replace("&amp;", "&");
    }

    private static String state(String consent) {
        return Merchant.found("state=([^&]+)", consent);
    }

    @Test
    void what_opens_at_shopify_leads_to_the_console_when_shopify_has_signed_it() throws Exception {
        String app = gateway.url() + "/shopify/payments/app?";
        String good = FakePayments.consented(FakePayments.SECRET, FakePayments.SHOP, "x", Instant.now());
        String forged =
                FakePayments.consented("shpss_ffffffffffffffffffffffffffffffff", FakePayments.SHOP, "x", Instant.now());

        assertThat(location(merchant.get(app + good))).endsWith("/console/payments-app?shop=" + FakePayments.SHOP);
        assertThat(merchant.get(app + forged).statusCode()).isEqualTo(401);
        assertThat(merchant.get(app).statusCode()).isEqualTo(401);
    }

    @Test
    void a_merchant_is_led_to_consent_at_the_shop_that_was_named() throws Exception {
        assertThat(consent())
                .startsWith(
                        "https://" + FakePayments.SHOP + "/admin/oauth/authorize?client_id=" + FakePayments.CLIENT_ID)
                .contains("scope=write_payment_gateways%2Cwrite_payment_sessions")
                .contains("%2Fconsole%2Fpayments-app%2Fdone");
    }

    @Test
    void only_who_began_it_comes_back_and_only_signed_by_shopify() throws Exception {
        String state = state(consent());
        String forged = FakePayments.consented(
                "shpss_ffffffffffffffffffffffffffffffff", FakePayments.SHOP, state, Instant.now());
        String other = FakePayments.consented(FakePayments.SECRET, "other.myshopify.com", state, Instant.now());
        String strange = FakePayments.consented(FakePayments.SECRET, FakePayments.SHOP, "x".repeat(50), Instant.now());

        for (String query : new String[] {forged, other, strange}) {
            assertThat(location(merchant.get(console + "/done?" + query))).endsWith(STALE);
        }
        assertThat(gateway.handedOver().places(FakePayments.SHOP)).isEmpty();
    }

    @Test
    void a_consent_that_shopify_does_not_confirm_answers_for_no_shop_yet() throws Exception {
        String good = FakePayments.consented(FakePayments.SECRET, FakePayments.SHOP, state(consent()), Instant.now());

        // Shopify is not there to give a token.
        assertThat(location(merchant.get(console + "/done?" + good))).contains("/console/stores/sto_");
        assertThat(gateway.handedOver().places(FakePayments.SHOP)).isEmpty();
        assertThat(merchant.get(gateway.url() + "/console/stores/" + store()).body())
                .contains("Shopify checkout (payments app)");
    }

    @Test
    void a_shop_that_is_none_is_said() throws Exception {
        String page = merchant.get(console).body();
        HttpResponse<String> answer =
                merchant.post(console, Map.of("shop", "evil.example", "store", store(), "form", Merchant.code(page)));

        assertThat(answer.body()).contains("ends with .myshopify.com");
    }

    @Test
    void the_pages_fit_a_phone_and_a_desk_and_are_used_without_a_mouse() {
        List<String> complaints = new ArrayList<>();
        try (Browser browser = Browser.start()) {
            for (var options : List.of(
                    Browser.phone(320).setColorScheme(ColorScheme.DARK), Browser.desktop(), Browser.phone(390))) {
                try (BrowserContext profile = browser.profile(options, complaints)) {
                    Page page = profile.newPage();
                    page.navigate(gateway.url() + "/console/login");
                    page.fill("input[name=email]", Merchant.EMAIL);
                    page.fill("input[name=password]", Merchant.PASSWORD);
                    page.click("main button");
                    page.navigate(console + "?shop=" + FakePayments.SHOP);
                    fits(page, "form");
                    page.focus("input[name=shop]");
                    page.keyboard().press("Enter");
                    page.waitForURL("**/go?at=*");
                    fits(page, "go");
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    private static void fits(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of(
                        "target", "screenshots", "payments-app-" + name + "-" + page.viewportSize().width + ".png"))
                .setFullPage(true));
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isEqualTo(true);
        assertThat(Browser.accessibilityComplaints(page)).isEmpty();
    }

    @Test
    void the_operator_downloads_the_apps_files() throws Exception {
        assertThat(merchant.get(console + "/files.zip").statusCode()).isEqualTo(200);
    }
}
