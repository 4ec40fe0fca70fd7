package dev.tillgate.webapp.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.tillgate.merchant.Scope;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.io.ByteArrayOutputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What an operator does about payments that did not go as they should: disputes, policies, offering again. */
class CareTest {
    private static final HttpClient OWNER =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    private static GatewayUnderTest gateway;
    private static Shop shop;
    private static String token;

    @BeforeAll
    static void setUp() throws Exception {
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true"));
        String setup = gateway.banner().stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow();
        post(setup, Map.of("email", "o@shop.example", "password", "correct horse battery", "form", code(get(setup))));
        MerchantId merchant = new MerchantId(text("SELECT merchant_id FROM console_user"));
        shop = gateway.newShop(merchant, null, EnumSet.allOf(Scope.class));
        token = token(shop);
    }

    @AfterAll
    static void tearDown() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void disputes_are_listed_by_deadline_and_overdue_ones_are_marked() throws Exception {
        String paid = pay("\"lines\": [{\"name\": \"Tea\", \"total\": \"12.34\"}]");
        DisputeId overdue = dispute(paid, "NEEDS_RESPONSE", "'2026-01-05 10:00:00'");
        DisputeId soon = dispute(paid, "NEEDS_RESPONSE", "'2099-01-05 10:00:00'");
        DisputeId won = dispute(paid, "WON", "NULL");

        String list = get(gateway.url() + "/console/disputes");
        assertThat(list).doesNotContain("<script").doesNotContain("style=\"").contains("overdue");
        assertThat(list.indexOf(overdue.value())).isPositive().isLessThan(list.indexOf(soon.value()));
        assertThat(list.indexOf(soon.value())).isLessThan(list.indexOf(won.value()));
        String filtered = get(gateway.url() + "/console/disputes?status=WON");
        assertThat(filtered).contains(won.value()).doesNotContain(soon.value());
        assertThat(get(gateway.url() + "/console/payments/" + paid))
                .contains("/console/disputes/" + soon)
                .contains("fraudulent");
    }

    @Test
    void the_evidence_is_one_document_with_the_merchants_note() throws Exception {
        String paid = pay("\"lines\": [{\"name\": \"Tea <b>\", \"quantity\": 2, \"total\": \"12.34\"}]");
        DisputeId dispute = dispute(paid, "NEEDS_RESPONSE", "'2099-01-05 10:00:00'");
        String page = gateway.url() + "/console/disputes/" + dispute;
        String code = code(get(page));

        assertThat(post(page + "/note", Map.of("note", "Sent by post <script>", "form", code))
                        .headers()
                        .firstValue("location")
                        .orElseThrow())
                .contains("said=saved");
        assertThat(get(page)).contains("Sent by post &lt;script&gt;");
        assertThat(post(page + "/note", Map.of("note", "x".repeat(10_001), "form", code))
                        .headers()
                        .firstValue("location")
                        .orElseThrow())
                .contains("said=note");

        HttpResponse<String> evidence = answer(page + "/evidence");
        assertThat(evidence.headers().firstValue("content-disposition").orElseThrow())
                .contains("attachment")
                .contains(dispute + ".html");
        assertThat(evidence.body())
                .contains("Sent by post &lt;script&gt;")
                .contains("Tea &lt;b&gt;")
                .contains("€12.34")
                .contains(paid)
                .contains("An attempt began")
                .contains("Paid")
                .doesNotContain("<script")
                .doesNotContain("style=\"");
    }

    @Test
    void documents_are_kept_with_the_dispute_up_to_a_limit_and_go_into_the_evidence() throws Exception {
        DisputeId dispute = dispute(pay(""), "NEEDS_RESPONSE", "NULL");
        String page = gateway.url() + "/console/disputes/" + dispute;
        String code = code(get(page));
        byte[] pdf = "%PDF-1.7 \0\u00ff\r\n-x receipt".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(said(upload(page, code, "C:\\papers\\Quittung é.pdf", pdf))).isEqualTo("saved");
        assertThat(get(page)).contains("Quittung é.pdf").doesNotContain("papers");
        assertThat(get(page + "/evidence"))
                .contains("data:application/pdf;base64,"
                        + Base64.getEncoder().encodeToString(pdf).replace("+", "&#43;"));

        byte[] script = "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        assertThat(said(upload(page, code, "page.pdf", script))).isEqualTo("file");
        assertThat(said(upload(page, code, "large.pdf", Arrays.copyOf(pdf, 1_000_001))))
                .isEqualTo("file");
        assertThat(said(upload(page, code, "huge.pdf", Arrays.copyOf(pdf, 3_000_000))))
                .isEqualTo("file");
        assertThat(said(upload(page, "no" + code, "forged.pdf", pdf))).isEqualTo("stale");
        for (int i = 2; i <= 5; i++) {
            assertThat(said(upload(page, code, i + ".pdf", pdf))).isEqualTo("saved");
        }
        assertThat(said(upload(page, code, "6.pdf", pdf))).isEqualTo("files");

        assertThat(said(post(page + "/files/1/remove", Map.of("form", code)))).isEqualTo("saved");
        assertThat(get(page)).doesNotContain("Quittung").contains("5.pdf");
        Shop other = gateway.newShop();
        DisputeId theirs = dispute(pay(token(other), ""), "NEEDS_RESPONSE", "NULL");
        assertThat(said(upload(gateway.url() + "/console/disputes/" + theirs, code, "x.pdf", pdf)))
                .isEqualTo("files");
        assertThat(gateway.database().number("SELECT COUNT(*) FROM dispute_file"))
                .isEqualTo(4);
    }

    @Test
    void a_dispute_of_another_merchant_is_not_there() throws Exception {
        Shop other = gateway.newShop();
        String paid = pay(token(other), "");
        DisputeId theirs = dispute(paid, "NEEDS_RESPONSE", "NULL");

        for (String path : new String[] {"", "/evidence"}) {
            assertThat(answer(gateway.url() + "/console/disputes/" + theirs + path)
                            .statusCode())
                    .isEqualTo(404);
        }
        String code = code(get(gateway.url() + "/console/disputes" + "/" + dispute(pay(""), "LOST", "NULL")));
        assertThat(post(gateway.url() + "/console/disputes/" + theirs + "/note", Map.of("note", "mine", "form", code))
                        .statusCode())
                .isEqualTo(404);
        api(token).get("/api/v1/disputes/" + theirs).then().statusCode(404);
        api(token(other))
                .get("/api/v1/disputes")
                .then()
                .statusCode(200)
                .body("data", hasSize(1))
                .body("data[0].id", equalTo(theirs.value()));
    }

    @Test
    void the_api_lists_and_reads_disputes() throws Exception {
        Shop one = gateway.newShop();
        String paid = pay(token(one), "");
        DisputeId later = dispute(paid, "NEEDS_RESPONSE", "'2099-01-06 10:00:00'");
        DisputeId first = dispute(paid, "NEEDS_RESPONSE", "'2099-01-05 10:00:00'");

        JsonPath page = api(token(one))
                .get("/api/v1/disputes?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(page.getString("data[0].id")).isEqualTo(first.value());
        api(token(one))
                .get("/api/v1/disputes?limit=1&cursor=" + page.getString("next_cursor"))
                .then()
                .body("data[0].id", equalTo(later.value()))
                .body("next_cursor", equalTo(null));
        api(token(one))
                .get("/api/v1/disputes/" + first)
                .then()
                .statusCode(200)
                .body("payment_id", equalTo(paid))
                .body("status", equalTo("needs_response"))
                .body("amount", equalTo("12.34"))
                .body("respond_by", containsString("2099-01-05"));
        api(token(one)).get("/api/v1/disputes?status=odd").then().statusCode(422);
        given().baseUri(gateway.url().toString()).get("/api/v1/disputes").then().statusCode(401);
    }

    @Test
    void a_policy_is_set_for_all_methods_and_for_one() throws Exception {
        String page = gateway.url() + "/console/stores/" + shop.store() + "/policy";
        String before = get(page);
        String code = code(before);
        assertThat(before).doesNotContain("<script").doesNotContain("style=\"");

        Map<String, String> all = Map.of(
                "method", "*", "late", "REFUND", "under", "TOP_UP", "over", "REFUND", "minor", "5", "points", "100",
                "form", code);
        assertThat(said(post(page, all))).isEqualTo("saved");
        Map<String, String> one = Map.of(
                "method",
                "bank_transfer",
                "late",
                "ACCEPT",
                "under",
                "REFUND",
                "over",
                "KEEP",
                "minor",
                "",
                "points",
                "",
                "form",
                code);
        assertThat(said(post(page, one))).isEqualTo("saved");
        assertThat(text("SELECT CONCAT(when_late, when_under, when_over, tolerance_minor, '/', tolerance_points)"
                        + " FROM payment_policy WHERE method = '*' AND store_id = '" + shop.store() + "'"))
                .isEqualTo("REFUNDTOP_UPREFUND5/100");
        assertThat(get(page)).contains("<option value=\"KEEP\" selected");

        for (Map<String, String> bad : List.of(
                Map.of("method", "*", "late", "odd", "under", "HOLD", "over", "HOLD", "form", code),
                Map.of(
                        "method", "*", "late", "ACCEPT", "under", "HOLD", "over", "HOLD", "points", "1001", "form",
                        code),
                Map.of(
                        "method", "*", "late", "ACCEPT", "under", "HOLD", "over", "HOLD", "minor", "-1", "form",
                        code))) {
            assertThat(said(post(page, bad))).isEqualTo("policy");
        }
        assertThat(post(page, Map.of("method", "no_such", "form", code)).statusCode())
                .isEqualTo(404);
        post(page, Map.of("method", "bank_transfer", "do", "clear", "form", code));
        post(page, Map.of("method", "*", "do", "clear", "form", code));
        assertThat(gateway.database().number("SELECT COUNT(*) FROM payment_policy"))
                .isZero();
    }

    @Test
    void a_canceled_payment_is_offered_again() throws Exception {
        String id = create(token, "");
        String page = gateway.url() + "/console/payments/" + id;
        String shown = get(page);
        assertThat(shown).doesNotContain("/reopen");
        post(page + "/cancel", Map.of("form", code(shown), "token", once(shown)));
        String canceled = get(page);
        assertThat(canceled).contains("/reopen");

        assertThat(said(post(page + "/reopen", Map.of("form", code(canceled), "token", once(canceled)))))
                .isEqualTo("reopened");
        assertThat(said(post(page + "/reopen", Map.of("form", code(canceled), "token", once(canceled)))))
                .as("sent twice")
                .isEqualTo("reopened");

        String after = get(page);
        assertThat(after).contains("The order’s present payment").doesNotContain("/reopen");
        assertThat(gateway.database()
                        .number("SELECT COUNT(*) FROM payment p JOIN payment q ON q.order_id = p.order_id"
                                + " WHERE q.id = '" + id + "' AND p.status = 'OPEN'"))
                .isEqualTo(1);
    }

    private static String pay(String more) {
        return pay(token, more);
    }

    private static String pay(String with, String more) {
        return create(
                with,
                "\"pay\": {\"method\": \"card\", \"instrument\": \"tok_visa\"}" + (more.isEmpty() ? "" : ", " + more));
    }

    private static String create(String with, String more) {
        return api(with)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType("application/json")
                .body("{\"order\": \"" + UUID.randomUUID() + "\", \"amount\": \"12.34\", \"currency\": \"EUR\""
                        + (more.isEmpty() ? "" : ", " + more) + "}")
                .post("/api/v1/payments")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static RequestSpecification api(String with) {
        return given().baseUri(gateway.url().toString()).header("Authorization", "Bearer " + with);
    }

    private static String token(Shop of) {
        return given().baseUri(gateway.url().toString())
                .auth()
                .preemptive()
                .basic(of.clientId(), of.secret())
                .formParam("grant_type", "client_credentials")
                .post("/api/oauth/token")
                .then()
                .statusCode(200)
                .extract()
                .path("access_token");
    }

    /** As if the provider had reported it. */
    private static DisputeId dispute(String payment, String status, String respondBy) {
        DisputeId id = DisputeId.next();
        String ref = "dp_" + id.value().substring(20);
        gateway.database()
                .execute(
                        "INSERT INTO dispute SELECT merchant_id, account_id, '" + ref + "', order_id, payment_id, id, '"
                                + status + "', amount, currency, 'fraudulent', " + respondBy + ", NOW(3), NOW(3)"
                                + " FROM attempt WHERE payment_id = '" + payment + "'");
        gateway.database()
                .execute("INSERT INTO dispute_case SELECT merchant_id, '" + id + "', account_id, ref, order_id,"
                        + " NULL, NULL, NULL, NULL FROM dispute WHERE ref = '" + ref + "'");
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

    private static String said(HttpResponse<String> answer) {
        String location = answer.headers().firstValue("location").orElse("");
        return location.replaceAll(".*said=([a-z_]+).*", "$1");
    }

    private static String code(String page) {
        return found("name=\"form\" value=\"([\\w-]+)\"", page);
    }

    private static String once(String page) {
        return found("name=\"token\" value=\"([\\w-]+)\"", page);
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static String get(String url) throws Exception {
        HttpResponse<String> answer = answer(url);
        assertThat(answer.statusCode()).as(url).isEqualTo(200);
        return answer.body();
    }

    private static HttpResponse<String> answer(String url) throws Exception {
        return OWNER.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Accept-Language", "en")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> upload(String page, String code, String name, byte[] content) throws Exception {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--x\r\nContent-Disposition: form-data; name=\"form\"\r\n\r\n" + code
                        + "\r\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                        + "\"\r\nContent-Type: text/html\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--x--\r\n".getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(page + "/files"))
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build();
        return OWNER.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String url, Map<String, String> fields) throws Exception {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        return OWNER.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
