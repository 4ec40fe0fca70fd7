package dev.tillgate.webapp.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.page.Browser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The story of the product in a real browser: ordered, paid, told, refunded, told again. */
class StoryTest {
    private static GatewayUnderTest gateway;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true", "TILLGATE_CALLBACK_ALLOW_PRIVATE", "false"));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void an_order_is_paid_on_the_sandbox_refunded_in_the_console_and_the_shop_hears_of_both() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext buyer = browser.profile(Browser.desktop(), complaints);
                BrowserContext owner = browser.profile(Browser.desktop(), complaints)) {
            Page shop = buyer.newPage();
            String orderPage = orderAndPay(shop);
            assertThat(shop.locator("#state[data-state=paid]")).isVisible();
            assertThat(shop.locator(".told")).containsText("payment.paid");

            Page console = owner.newPage();
            logIn(console);
            console.navigate(gateway.url() + "/console/payments");
            console.locator("tbody a").first().click();
            assertThat(console.locator("#captured")).hasText("€31.30");
            console.locator("form[action$=refund] input[name=amount]").fill("1.30");
            console.locator("form[action$=refund] button").click();
            assertThat(console.locator("#refunded")).hasText("€1.30");
            shop.navigate(orderPage);
            eventually(shop, orderPage, "partly_refunded");

            console.locator("form[action$=refund] button").dblclick();
            assertThat(console.locator("#refunded")).hasText("€31.30");
            assertThat(console.locator("#operations > li")).hasCount(2);
            eventually(shop, orderPage, "refunded");

            look(shop, "shop", gateway.url() + "/demo");
            look(shop, "order", orderPage);
            look(console, "payments", gateway.url() + "/console/payments");
            look(
                    console,
                    "payment",
                    console.locator("tbody a").first().evaluate("a => a.href").toString());
            look(console, "callbacks", gateway.url() + "/console/callbacks");
            look(
                    console,
                    "callback",
                    console.locator("tbody a").first().evaluate("a => a.href").toString());
            look(console, "stores", gateway.url() + "/console/stores");
            look(
                    console,
                    "store",
                    console.locator(".tiles a").first().evaluate("a => a.href").toString());
            look(console, "accounts", gateway.url() + "/console/accounts");
            look(
                    console,
                    "account",
                    console.locator(".tiles a").first().evaluate("a => a.href").toString());
            look(buyer.newPage(), "login", gateway.url() + "/console/login");
        }
        assertThat(complaints).isEmpty();
        assertThat(gateway.database().number("SELECT COUNT(*) FROM operation WHERE kind = 'REFUND'"))
                .as("a double click refunds once")
                .isEqualTo(2);
    }

    @Test
    void who_comes_back_without_paying_can_try_again() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext buyer = browser.profile(Browser.phone(360), complaints)) {
            Page shop = buyer.newPage();
            String orderPage = order(shop);
            shop.navigate(orderPage + "?back=1");
            assertThat(shop.locator("#state[data-state=waiting]")).isVisible();
            picture(shop, "order-waiting");
            shop.navigate(orderPage);
            assertThat(shop.locator("#state[data-state=unpaid]")).isVisible();
            shop.locator(".pay-again button").click();
            shop.waitForURL("**/pay/**");
            payByCard(shop);
            eventually(shop, orderPage, "paid");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void reserved_money_is_collected_from_the_console_and_a_callback_can_be_replayed() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext buyer = browser.profile(Browser.desktop(), complaints);
                BrowserContext owner = browser.profile(Browser.desktop(), complaints)) {
            Page shop = buyer.newPage();
            putIntoCart(shop);
            shop.locator("input[value=later]").check();
            shop.locator(".order-form button").click();
            shop.waitForURL("**/pay/**");
            String number = lastOrder();
            String orderPage = gateway.url() + "/demo/orders/" + number;
            payByCard(shop);
            eventually(shop, orderPage, "reserved");

            Page console = owner.newPage();
            logIn(console);
            console.navigate(gateway.url() + "/console/payments?order=" + number);
            console.locator("tbody a").first().click();
            console.locator("form[action$=capture] input[name=amount]").fill("40");
            console.locator("form[action$=capture] button").click();
            assertThat(console.locator(".notice.bad")).containsText("more than is left");
            console.locator("form[action$=capture] button").click();
            assertThat(console.locator("#captured")).hasText("€31.30");
            eventually(shop, orderPage, "paid");

            console.locator(".timeline a").last().click();
            console.locator("form[action$=replay] button").click();
            Awaitility.await().untilAsserted(() -> {
                console.reload();
                assertThat(console.locator("#tries > li").count()).isEqualTo(2);
            });
            assertThat(console.locator("#tries > li").last()).containsText("HTTP 204");
            shop.reload();
            assertThat(shop.locator(".told li").count())
                    .as("told again, counted once")
                    .isEqualTo(2);
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_forged_callback_changes_nothing() throws Exception {
        List<String> complaints = new ArrayList<>();
        String orderPage;
        try (BrowserContext buyer = browser.profile(Browser.desktop(), complaints)) {
            orderPage = order(buyer.newPage());
        }
        String number = orderPage.substring(orderPage.lastIndexOf('/') + 1);
        String body =
                "{\"id\":\"evt_1\",\"type\":\"payment.paid\",\"sequence\":99,\"data\":{\"order_reference\":\"" + number
                        + "\",\"order_revision\":1,\"payment_id\":\"p\",\"status\":\"paid\",\"currency\":\"EUR\","
                        + "\"amount_minor\":3130,\"captured_minor\":3130,\"refunded_minor\":0}}";
        HttpClient client = HttpClient.newHttpClient();
        String token = "eyJhbGciOiJub25lIn0.eyJqdGkiOiJldnRfMSJ9.";
        for (String authorization : List.of("", "Bearer ", "Bearer " + token, "Basic eDp5")) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + "/demo/callbacks"))
                    .header("Content-Type", "application/json")
                    .header("webhook-id", "evt_1")
                    .header("webhook-timestamp", Long.toString(Instant.now().getEpochSecond()))
                    .header("webhook-signature", "v1,AAAA")
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            assertThat(client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(gateway.database()
                        .number("SELECT COUNT(*) FROM demo_order WHERE status = 'UNPAID' AND number = '" + number
                                + "'"))
                .isEqualTo(1);
    }

    private static String orderAndPay(Page shop) {
        String orderPage = order(shop);
        payByCard(shop);
        eventually(shop, orderPage, "paid");
        return orderPage;
    }

    /** Orders a tea and a cup; answers the order's page and leaves the browser at the checkout. */
    private static String order(Page shop) {
        putIntoCart(shop);
        shop.locator(".order-form button").click();
        shop.waitForURL("**/pay/**");
        return gateway.url() + "/demo/orders/" + lastOrder();
    }

    private static void putIntoCart(Page shop) {
        shop.navigate(gateway.url() + "/demo");
        shop.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add Mountain oolong to the cart"))
                .click();
        shop.navigate(gateway.url() + "/demo");
        shop.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Add Stoneware cup to the cart"))
                .click();
        assertThat(shop.locator("#total")).hasText("€31.30");
    }

    private static void payByCard(Page shop) {
        shop.locator("form[action$='/start'] button[value=card], form[action$='/start']:has(input[value=card]) button")
                .first()
                .click();
        shop.waitForURL("**/sandbox/**");
        shop.locator("#number").fill("4242 4242 4242 4242");
        shop.locator("#expiry").fill("12/34");
        shop.locator("#cvc").fill("123");
        shop.locator("button[value=pay]").click();
        shop.waitForURL("**/pay/**");
    }

    private static void eventually(Page shop, String orderPage, String state) {
        Awaitility.await().untilAsserted(() -> {
            shop.navigate(orderPage);
            assertThat(shop.locator("#state").getAttribute("data-state")).isEqualTo(state);
        });
    }

    /** By the one-time link the first time, by password after that. */
    private static void logIn(Page console) {
        boolean first = gateway.database().number("SELECT COUNT(*) FROM console_user") == 0;
        String setupLink = Stream.of(String.join(" ", gateway.banner()).split(" "))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow();
        console.navigate(first ? setupLink : gateway.url() + "/console/login");
        console.locator("input[name=email]").fill("owner@shop.example");
        console.locator("input[name=password]").fill("correct horse battery");
        console.locator("main form button").click();
        console.waitForURL("**/console/payments**");
    }

    /** Pictures of the pages for people to look at, below {@code target/pictures}. */
    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "pictures", name + ".png"))
                .setFullPage(true));
    }

    /** Every page on a phone, in the dark and in Chinese: nothing is cut off sideways, no rule of access is broken. */
    private static void look(Page page, String name, String url) {
        page.navigate(url);
        picture(page, name);
        assertThat(Browser.accessibilityComplaints(page)).as(name).isEmpty();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        picture(page, name + "-dark");
        assertThat(Browser.accessibilityComplaints(page))
                .as(name + " in the dark")
                .isEmpty();
        page.setViewportSize(320, 700);
        String separator = url.contains("?") ? "&" : "?";
        page.navigate(url + separator + "lang=zh-CN");
        picture(page, name + "-320-zh");
        Object overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
        assertThat(((Number) overflow).intValue()).as(name + " fits 320 pixels").isNotPositive();
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(1200, 850);
        page.navigate(url + separator + "lang=en");
    }

    private static String lastOrder() {
        try (var connection = gateway.database().dataSource().getConnection();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT number FROM demo_order ORDER BY created_at DESC LIMIT 1")) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
