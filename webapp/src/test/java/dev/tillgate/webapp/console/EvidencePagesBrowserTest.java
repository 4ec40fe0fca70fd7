package dev.tillgate.webapp.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.tillgate.merchant.Scope;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import dev.tillgate.webapp.page.Browser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The page of a dispute and the forms of provider accounts in a real browser: desktop and a small phone, light and
 * dark, English and Chinese. With {@code -Dpictures=DIR} each is kept as a picture to look at.
 */
class EvidencePagesBrowserTest {
    private static final String PASSWORD = "correct horse battery";

    private static GatewayUnderTest gateway;
    private static Browser browser;
    private static final List<String> COMPLAINTS = new ArrayList<>();
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.start();
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true"));
        String setup = gateway.banner().stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow();
        try (BrowserContext owner = browser.profile(Browser.desktop(), COMPLAINTS)) {
            Page page = owner.newPage();
            page.navigate(setup);
            page.fill("[name=email]", "o@shop.example");
            page.fill("[name=password]", PASSWORD);
            page.click("form button.primary");
            for (String provider : List.of("stripe", "paypal", "wechatpay")) {
                page.navigate(gateway.url() + "/console/accounts");
                page.click("form[action$='/console/accounts/practice/" + provider + "'] button");
                PAGES.put(
                        "account-" + provider,
                        "/console/accounts/"
                                + text("SELECT id FROM provider_account WHERE provider = '" + provider + "'"));
                PAGES.put("new-" + provider, "/console/accounts/new/" + provider);
            }
            DisputeId open = dispute("stripe", "NEEDS_RESPONSE");
            PAGES.put("dispute-open", "/console/disputes/" + open);
            page.navigate(gateway.url() + "/console/disputes/" + open);
            page.fill("textarea[name=note]", "Delivered on 3 March and signed for by the buyer.\nParcel 123456.");
            page.click("form[action$='/note'] button");
            for (String name : List.of("delivery.pdf", "a-file-with-a-name-that-is-so-long-it-has-no-end-2026.pdf")) {
                page.setInputFiles(
                        "[name=file]",
                        new FilePayload(name, "application/pdf", "%PDF-1.4".getBytes(StandardCharsets.US_ASCII)));
                page.click("form[action$='/files'] button");
            }
        }
        PAGES.put("dispute-lost", "/console/disputes/" + dispute("stripe", "LOST"));
        PAGES.put("dispute-by-hand", "/console/disputes/" + dispute("wechatpay", "NEEDS_RESPONSE"));
        PAGES.put("dispute-sent", "/console/disputes/" + handedIn("UNDER_REVIEW", "'SENT', NULL, NULL"));
        PAGES.put("dispute-sending", "/console/disputes/" + handedIn("NEEDS_RESPONSE", "'SENDING', NULL, NULL"));
        PAGES.put(
                "dispute-refused",
                "/console/disputes/"
                        + handedIn("NEEDS_RESPONSE", "'REFUSED', 'DOCUMENTS', 'evidence_too_large_for_the_dispute'"));
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
    void nothing_is_cut_off_and_everybody_can_read_it() {
        var windows = Map.of(
                "desktop", Browser.desktop(),
                "dark", Browser.desktop().setColorScheme(ColorScheme.DARK),
                "phone", Browser.phone(320),
                "phone-zh-dark",
                        Browser.phone(320).setColorScheme(ColorScheme.DARK).setLocale("zh-CN"));
        windows.forEach((window, options) -> {
            try (BrowserContext owner = browser.profile(options, COMPLAINTS)) {
                Page page = owner.newPage();
                page.navigate(gateway.url() + "/console/login");
                page.fill("[name=email]", "o@shop.example");
                page.fill("[name=password]", PASSWORD);
                page.click("form button.primary");
                PAGES.forEach((name, path) -> {
                    String which = name + " " + window;
                    page.navigate(gateway.url() + path);
                    picture(page, name + "-" + window);
                    assertThat((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                            .as(which)
                            .isTrue();
                    assertThat(Browser.accessibilityComplaints(page)).as(which).isEmpty();
                });
            }
        });
        assertThat(COMPLAINTS).isEmpty();
    }

    private static void picture(Page page, String name) {
        String folder = System.getProperty("pictures");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, name + ".png")));
        }
    }

    /** As if the provider had reported it. */
    private static DisputeId dispute(String provider, String status) throws SQLException {
        Shop shop = gateway.newShop(
                new MerchantId(text("SELECT merchant_id FROM console_user")), null, EnumSet.allOf(Scope.class));
        String token = given().baseUri(gateway.url().toString())
                .auth()
                .preemptive()
                .basic(shop.clientId(), shop.secret())
                .formParam("grant_type", "client_credentials")
                .post("/api/oauth/token")
                .path("access_token");
        String payment = given().baseUri(gateway.url().toString())
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body("{\"order\": \"" + UUID.randomUUID() + "\", \"amount\": \"12.34\", \"currency\": \"EUR\","
                        + " \"pay\": {\"method\": \"card\", \"instrument\": \"tok_visa\"}}")
                .post("/api/v1/payments")
                .path("id");
        DisputeId id = DisputeId.next();
        String ref = "dp_" + id.value().substring(20);
        String account = "(SELECT id FROM provider_account WHERE provider = '" + provider + "')";
        gateway.database()
                .execute("INSERT INTO dispute SELECT merchant_id, " + account + ", '" + ref
                        + "', order_id, payment_id, id, '" + status + "', amount, currency, 'fraudulent',"
                        + " '2099-01-05 10:00:00', NOW(3), NOW(3) FROM attempt WHERE payment_id = '" + payment + "'");
        gateway.database()
                .execute("INSERT INTO dispute_case SELECT merchant_id, '" + id + "', account_id, ref, order_id,"
                        + " NULL, NULL, NULL, NULL FROM dispute WHERE ref = '" + ref + "'");
        return id;
    }

    /** One whose evidence is in this state: status, reason, detail. */
    private static DisputeId handedIn(String status, String how) throws SQLException {
        DisputeId id = dispute("stripe", status);
        gateway.database()
                .execute("INSERT INTO dispute_evidence (merchant_id, dispute_id, id, order_id, statement, products,"
                        + " record, refunds, asked, created_at, settled_at, status, why, detail)"
                        + " SELECT merchant_id, id, CONCAT('evi_', SUBSTRING(id, 5)), order_id, 'words', '', '', '', 1,"
                        + " NOW(3), IF(" + how.split(",", -1)[0] + " = 'SENDING', NULL, NOW(3)), " + how
                        + " FROM dispute_case WHERE id = '" + id + "'");
        return id;
    }

    private static String text(String sql) throws SQLException {
        try (var connection = gateway.database().dataSource().getConnection();
                var statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }
}
