package dev.tillgate.webapp.console;

import static io.restassured.RestAssured.given;

import com.microsoft.playwright.options.FilePayload;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.webapp.SampleShops.Shop;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The page of a dispute and the forms of provider accounts in a real browser: desktop and a small phone, light and
 * dark, English and Chinese.
 */
class EvidencePagesBrowserTest {
    private static OwnersBrowser owner;
    private static final Map<String, String> PAGES = new LinkedHashMap<>();

    @BeforeAll
    static void open() {
        owner = new OwnersBrowser();
        owner.does(page -> {
            for (String provider : List.of("stripe", "paypal", "wechatpay")) {
                page.navigate(owner.gateway.url() + "/console/accounts");
                page.click("form[action$='/console/accounts/practice/" + provider + "'] button");
                PAGES.put(
                        "account-" + provider,
                        "/console/accounts/"
                                + text("SELECT id FROM provider_account WHERE provider = '" + provider + "'"));
                PAGES.put("new-" + provider, "/console/accounts/new/" + provider);
            }
            DisputeId open = dispute("stripe", "NEEDS_RESPONSE");
            PAGES.put("dispute-open", "/console/disputes/" + open);
            page.navigate(owner.gateway.url() + "/console/disputes/" + open);
            page.fill("textarea[name=note]", "Delivered on 3 March and signed for by the buyer.\nParcel 123456.");
            page.click("form[action$='/note'] button");
            for (String name : List.of("delivery.pdf", "a-file-with-a-name-that-is-so-long-it-has-no-end-2026.pdf")) {
                page.setInputFiles(
                        "[name=file]",
                        new FilePayload(name, "application/pdf", "%PDF-1.4".getBytes(StandardCharsets.US_ASCII)));
                page.click("form[action$='/files'] button");
            }
        });
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
        if (owner != null) {
            owner.close();
        }
    }

    @Test
    void nothing_is_cut_off_and_everybody_can_read_it() {
        owner.looksAtAll(PAGES);
    }

    /** As if the provider had reported it. */
    private static DisputeId dispute(String provider, String status) {
        Shop shop = owner.newShop();
        String token = given().baseUri(owner.gateway.url().toString())
                .auth()
                .preemptive()
                .basic(shop.clientId(), shop.secret())
                .formParam("grant_type", "client_credentials")
                .post("/api/oauth/token")
                .path("access_token");
        String payment = given().baseUri(owner.gateway.url().toString())
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
        owner.gateway
                .database()
                .execute("INSERT INTO dispute SELECT merchant_id, " + account + ", '" + ref
                        + "', order_id, payment_id, id, '" + status + "', amount, currency, 'fraudulent',"
                        + " '2099-01-05 10:00:00', NOW(3), NOW(3) FROM attempt WHERE payment_id = '" + payment + "'");
        owner.gateway
                .database()
                .execute("INSERT INTO dispute_case SELECT merchant_id, '" + id + "', account_id, ref, order_id,"
                        + " NULL, NULL, NULL, NULL FROM dispute WHERE ref = '" + ref + "'");
        return id;
    }

    /** One whose evidence is in this state: status, reason, detail. */
    private static DisputeId handedIn(String status, String how) {
        DisputeId id = dispute("stripe", status);
        owner.gateway
                .database()
                .execute("INSERT INTO dispute_evidence (merchant_id, dispute_id, id, order_id, statement, products,"
                        + " record, refunds, asked, created_at, settled_at, status, why, detail)"
                        + " SELECT merchant_id, id, CONCAT('evi_', SUBSTRING(id, 5)), order_id, 'words', '', '', '', 1,"
                        + " NOW(3), IF(" + how.split(",", -1)[0] + " = 'SENDING', NULL, NOW(3)), " + how
                        + " FROM dispute_case WHERE id = '" + id + "'");
        return id;
    }

    private static String text(String sql) {
        return owner.gateway.database().text(sql);
    }
}
