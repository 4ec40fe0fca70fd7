package dev.tillgate.webapp.checkout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import dev.tillgate.webapp.page.Browser;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole way in a real browser: the gateway's page, the sandbox bank's page, and back; nothing is faked. */
class CheckoutStoryTest {
    private static Browser browser;
    private static GatewayUnderTest gateway;
    private static String token;

    @BeforeAll
    static void open() {
        browser = Browser.start();
        gateway = GatewayUnderTest.start();
        Shop shop = gateway.newShop();
        gateway.database()
                .execute("INSERT INTO payment_policy VALUES ('" + shop.merchant() + "', '" + shop.store()
                        + "', '*', 'ACCEPT', 'TOP_UP', 'REFUND', 0, 0, '2026-11-01')");
        token = given().baseUri(gateway.url().toString())
                .auth()
                .preemptive()
                .basic(shop.clientId(), shop.secret())
                .formParam("grant_type", "client_credentials")
                .post("/api/oauth/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    @AfterAll
    static void close() {
        if (gateway != null) {
            gateway.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aCardIsTypedAtTheBankAndTheOrderIsPaid() {
        String link = newOrder("en");
        buyer(Browser.desktop(), page -> {
            page.navigate(link);
            assertThat(page.locator(".slip .amount")).hasText("€12.34");
            press(page, "card");
            payByCard(page, "4242424242424242");
            assertThat(heading(page)).hasText("Paid. Thank you!");
            assertThat(page).hasURL(link);
            page.getByText("Receipt").click();
            assertThat(page.locator(".receipt")).containsText("€12.34");
        });
    }

    @Test
    void aDeclinedCardIsExplainedAndAnotherMethodPays() {
        String link = newOrder("en");
        buyer(Browser.phone(390), page -> {
            page.navigate(link);
            press(page, "card");
            payByCard(page, "4000000000009995");
            assertThat(page.locator(".notice.bad")).containsText("There is not enough money in the account.");
            assertThat(page.locator(".method").last()).containsText("Try again: Card");
            press(page, "wallet");
            page.locator("button[value=approve]").click();
            assertThat(heading(page)).hasText("Paid. Thank you!");
        });
    }

    @Test
    void aCodeIsScannedByAPhoneAndThePageOnTheDeskTurnsByItself() {
        String link = newOrder("zh-CN");
        buyer(Browser.desktop(), page -> {
            page.navigate(link);
            assertThat(heading(page)).hasText("请选择付款方式");
            press(page, "qr");
            assertThat(heading(page)).hasText("扫码付款");
            String scanned = page.locator(".panel a.wide").getAttribute("href");
            buyer(Browser.phone(360), phone -> {
                phone.navigate(scanned);
                phone.locator("button[value=approve]").click();
            });
            assertThat(heading(page)).hasText("付款成功，谢谢！");
        });
    }

    @Test
    void aTransferThatArrivesIsSeenAtOnce() {
        String link = newOrder("en");
        buyer(Browser.phone(320), page -> {
            page.navigate(link);
            press(page, "bank_transfer");
            assertThat(heading(page)).hasText("Transfer the money from your bank");
            assertThat(page.locator(".details")).containsText("IBAN");
            String bank = page.locator(".details a").getAttribute("href");
            buyer(Browser.desktop(), payer -> {
                payer.navigate(bank);
                payer.locator("button[value=exact]").click();
            });
            assertThat(heading(page)).hasText("Paid. Thank you!");
        });
    }

    @Test
    void aTransferOfTooLittleIsToppedUpOnTheSamePage() {
        String link = newOrder("en");
        buyer(Browser.phone(320), page -> {
            page.navigate(link);
            press(page, "bank_transfer");
            String bank = page.locator(".details a").getAttribute("href");
            buyer(Browser.desktop(), payer -> {
                payer.navigate(bank);
                payer.locator("button[value=less]").click();
            });
            assertThat(page.locator("#part")).containsText("Received €11.11. €1.23 is missing.");
            assertThat(page.locator(".slip .amount")).hasText("€1.23");
            press(page, "wallet");
            page.locator("button[value=approve]").click();
            assertThat(heading(page)).hasText("Paid. Thank you!");
            assertThat(page.locator("#part")).hasCount(0);
        });
    }

    @Test
    void whileTheBankThinksNobodyIsAskedToPayAgain() {
        String link = newOrder("en");
        buyer(Browser.desktop(), page -> {
            page.navigate(link);
            press(page, "card");
            payByCard(page, "4000000000000077");
            assertThat(heading(page))
                    .hasText(java.util.regex.Pattern.compile("Your payment is being processed|Paid. Thank you!"));
            assertThat(page.locator(".method")).hasCount(0);
            assertThat(heading(page)).hasText("Paid. Thank you!");
        });
    }

    @Test
    void twoTabsAndALinkOpenedAfterwardsAllEndInOnePayment() {
        String link = newOrder("en");
        buyer(Browser.desktop(), page -> {
            Page other = page.context().newPage();
            page.navigate(link);
            other.navigate(link);
            press(page, "card");
            page.locator("input[name=number]").waitFor();
            assertThat(heading(other)).hasText("Finish paying at the provider");
            other.getByText("Continue").click();
            other.locator("input[name=number]").waitFor();
            assertThat(other.url()).as("the same try").isEqualTo(page.url());
            payByCard(page, "4242424242424242");
            assertThat(heading(page)).hasText("Paid. Thank you!");
            other.navigate(link);
            assertThat(heading(other)).hasText("Paid. Thank you!");
        });
        buyer(Browser.phone(360), page -> {
            page.navigate(link);
            assertThat(heading(page)).hasText("Paid. Thank you!");
            assertThat(page.locator(".method")).hasCount(0);
        });
    }

    @Test
    void itWorksWithoutAScript() {
        String link = newOrder("en");
        buyer(Browser.phone(360).setJavaScriptEnabled(false), page -> {
            page.navigate(link);
            press(page, "card");
            payByCard(page, "4242424242424242");
            assertThat(heading(page)).hasText("Paid. Thank you!");
        });
    }

    private static String newOrder(String locale) {
        String order = """
                {"order": "%s", "amount": "12.34", "currency": "EUR", "buyer": {"locale": "%s"}}
                """.formatted(UUID.randomUUID().toString().substring(0, 8), locale);
        return given().baseUri(gateway.url().toString())
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body(order)
                .post("/api/v1/payments")
                .then()
                .statusCode(201)
                .extract()
                .path("checkout_url");
    }

    private static void payByCard(Page page, String number) {
        page.locator("input[name=number]").fill(number);
        page.locator("input[name=expiry]").fill("12/34");
        page.locator("input[name=cvc]").fill("123");
        page.locator("button[value=pay]").click();
    }

    private static void press(Page page, String method) {
        page.locator(".method[value=" + method + "]").click();
    }

    private static Locator heading(Page page) {
        return page.locator("h1");
    }

    private static void buyer(com.microsoft.playwright.Browser.NewContextOptions window, Consumer<Page> story) {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = browser.profile(window, complaints)) {
            Page page = context.newPage();
            story.accept(page);
            // A page that is closed while it still goes somewhere never says that it is closed.
            page.waitForLoadState();
        }
        assertThat(complaints).isEmpty();
    }
}
