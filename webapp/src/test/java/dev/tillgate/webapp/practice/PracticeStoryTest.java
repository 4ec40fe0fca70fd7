package dev.tillgate.webapp.practice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.merchant.Scope;
import dev.tillgate.webapp.GatewayUnderTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A merchant without any account practices: opens one at a simulated provider, offers a method, is paid, refunds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PracticeStoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BOUNDARY = "----tillgate-practice";
    private final HttpClient owner =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private GatewayUnderTest gateway;
    private String store;
    private String code;
    private String token;

    @BeforeAll
    void open() throws Exception {
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true"));
        String link = gateway.banner().stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow();
        String setup = found("name=\"form\" value=\"([\\w-]+)\"", get(link));
        post(link, Map.of("email", "o@shop.example", "password", "correct horse battery", "form", setup));
        store = gateway.url() + "/console/stores/"
                + found("/console/stores/(sto_[0-9a-z]+)", get(gateway.url() + "/console/stores"));
        code = found("name=\"form\" value=\"([\\w-]+)\"", get(store));
        String scopes =
                Stream.of(Scope.values()).map(scope -> "&scope=" + scope.code()).collect(Collectors.joining());
        String client = sent(store + "/clients", "name=Till&form=" + code + scopes, "");
        String readable = post(
                gateway.url() + "/api/oauth/token",
                Map.of("grant_type", "client_credentials"),
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString((found("id=\"client-id\">(cli_[0-9a-z]+)<", client) + ":"
                                                + found("id=\"client-secret\">(tg_sk_[\\w-]+)<", client))
                                        .getBytes(StandardCharsets.UTF_8)));
        token = JSON.readTree(readable).path("access_token").asText();
    }

    @AfterAll
    void close() {
        gateway.close();
        owner.close();
    }

    @ParameterizedTest
    @CsvSource({
        "stripe, klarna, EUR, 48.30",
        "paypal, paypal, EUR, 48.30",
        "alipay, alipay, CNY, 88.88",
        "alipay, alipay_page, CNY, 88.88",
        "wechatpay, wechat_pay, CNY, 88.88",
        "wechatpay, wechat_pay_h5, CNY, 88.88"
    })
    void a_practiced_payment_is_paid_and_refunded(String provider, String method, String currency, String amount)
            throws Exception {
        post(
                gateway.url() + "/console/accounts/practice/" + provider,
                Map.of("label", provider + " " + method, "form", code));
        String page = get(store);
        String account = lastAccountOf(page, method);
        post(store + "/methods", Map.of("method", method, "account", account, "do", "on", "form", code));

        JsonNode payment = api(
                "/api/v1/payments",
                "{\"order\":\"P-" + method + "\",\"amount\":\"" + amount + "\",\"currency\":\"" + currency + "\"}");
        String payerPage = payerPage(payment.path("checkout_url").asText(), method);
        assertThat(payerPage).as("nobody but the practice is asked").startsWith(gateway.url() + "/practice/");
        assertThat(get(payerPage)).contains("value=\"PAY\"");
        post(payerPage, Map.of("choice", "PAY"));

        String id = payment.path("id").asText();
        awaitStatus(id, "paid");
        JsonNode refund =
                api("/api/v1/payments/" + id + "/refunds", "{\"amount\":\"1.00\",\"currency\":\"" + currency + "\"}");
        assertThat(refund.path("status").asText()).isIn("succeeded", "pending");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> read(id).path("refunded").asText().equals("1.00"));
        agreesWithTheProvidersFile(account, id);
    }

    /** The webhook is registered by a button, the dispute comes through it, and the evidence goes back. */
    @ParameterizedTest
    @CsvSource({"stripe, link", "paypal, paypal"})
    void a_practiced_dispute_is_answered_from_the_console(String provider, String method) throws Exception {
        post(
                gateway.url() + "/console/accounts/practice/" + provider,
                Map.of("label", provider + " disputed", "form", code));
        String account = lastAccountOf(get(store), method);
        post(store + "/methods", Map.of("method", method, "account", account, "do", "on", "form", code));
        String accountPage = gateway.url() + "/console/accounts/" + account;
        String wish = found("name=\"token\" value=\"([\\w-]+)\"", get(accountPage));
        assertThat(said(accountPage + "/webhook", Map.of("token", wish, "form", code)))
                .isEqualTo("webhook");
        assertThat(said(accountPage + "/webhook", Map.of("token", wish, "form", code)))
                .as("pressed twice")
                .isEqualTo("webhook");

        JsonNode payment =
                api("/api/v1/payments", "{\"order\":\"D-" + method + "\",\"amount\":\"48.30\",\"currency\":\"EUR\"}");
        post(payerPage(payment.path("checkout_url").asText(), method), Map.of("choice", "DISPUTE"));
        String id = payment.path("id").asText();
        awaitStatus(id, "paid");
        String where = " FROM dispute d JOIN dispute_case c ON c.ref = d.ref WHERE d.payment_id = '" + id + "'";
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> gateway.database().number("SELECT COUNT(*)" + where) == 1);
        String page = gateway.url() + "/console/disputes/" + gateway.database().text("SELECT c.id" + where);
        assertThat(get(page)).contains("Send to the provider").doesNotContain("<script");

        post(page + "/note", Map.of("note", "It was delivered", "form", code));
        assertThat(said(page + "/send", Map.of("language", "en", "form", code))).isEqualTo("evidence_sure");
        assertThat(said(page + "/send", Map.of("language", "en", "sure", "yes", "form", code)))
                .isEqualTo("evidence");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> "SENTUNDER_REVIEW"
                .equals(gateway.database()
                        .text("SELECT CONCAT(e.status, d.status) FROM dispute_evidence e"
                                + " JOIN dispute_case c ON c.id = e.dispute_id JOIN dispute d ON d.ref = c.ref"
                                + " WHERE d.payment_id = '" + id + "'")));
        assertThat(get(page)).contains("Sent 20").contains("readonly").doesNotContain("Send to the provider</button>");
        assertThat(get(gateway.url() + "/console/payments/" + id)).contains("The provider has the evidence");
        assertThat(said(page + "/send", Map.of("sure", "yes", "form", code))).isEqualTo("evidence");
    }

    private String said(String url, Map<String, String> fields) throws Exception {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build();
        String location = owner.send(request, HttpResponse.BodyHandlers.ofString())
                .headers()
                .firstValue("location")
                .orElse("");
        return found("said=([a-z_]+)", location);
    }

    /** The file is downloaded in the console and handed in there, as a merchant tries it. */
    private void agreesWithTheProvidersFile(String account, String payment) throws Exception {
        String page = get(gateway.url() + "/console/settlement");
        String link = found("href=\"([^\"]*/console/settlement/practice/" + account + ")\"", page);
        byte[] file = owner.send(
                        HttpRequest.newBuilder(URI.create(gateway.url() + "/").resolve(link))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray())
                .body();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(part("form", "", code.getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(part("account", "", account.getBytes(StandardCharsets.UTF_8)));
        body.writeBytes(part("file", "; filename=\"bill.csv\"\r\nContent-Type: application/octet-stream", file));
        body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> taken = owner.send(
                HttpRequest.newBuilder(URI.create(gateway.url() + "/console/settlement"))
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(taken.headers().firstValue("location").orElseThrow()).contains("/console/settlement/imports/");
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> gateway.database()
                                .number(
                                        "SELECT COUNT(*) FROM settlement_row WHERE finding = 'MATCHED' AND payment_id = '"
                                                + payment + "' AND kind IN ('CHARGE', 'REFUND')")
                        == 2);
        assertThat(gateway.database()
                        .number("SELECT SUM(rows_bad) FROM settlement_import WHERE account_id = '" + account + "'"))
                .isZero();
    }

    private static byte[] part(String name, String more, byte[] value) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(
                ("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        part.writeBytes(value);
        part.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        return part.toByteArray();
    }

    /** Chosen on the checkout page, as a buyer does; from there on to where the payer pays. */
    private String payerPage(String checkout, String method) throws Exception {
        String form = found("name=\"form\" value=\"([\\w-]+)\"", get(checkout));
        post(checkout + "/start", Map.of("method", method, "form", form));
        String page = get(checkout);
        Matcher code = Pattern.compile("href=\"([^\"]*/practice/[^\"]+)\"").matcher(page);
        String link = code.find() ? code.group(1) : found("url=([^\"]*/practice/[^\"]+)\"", get(checkout + "/go"));
        return link.replace("&amp;", "&");
    }

    /** The newest account that serves a method. */
    private static String lastAccountOf(String page, String method) {
        Matcher matcher = Pattern.compile("name=\"method\" value=\"" + method
                        + "\"><input type=\"hidden\" name=\"account\" value=\"(acc_[0-9a-z]+)\"")
                .matcher(page);
        String last = "";
        while (matcher.find()) {
            last = matcher.group(1).compareTo(last) > 0 ? matcher.group(1) : last;
        }
        assertThat(last).as("an account serves " + method).isNotEmpty();
        return last;
    }

    private void awaitStatus(String payment, String status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> read(payment).path("status").asText().equals(status));
    }

    private JsonNode read(String payment) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/v1/payments/" + payment))
                .header("Authorization", "Bearer " + token)
                .build();
        return JSON.readTree(
                owner.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    private JsonNode api(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + path))
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = owner.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return JSON.readTree(answer.body());
    }

    private String get(String url) throws IOException, InterruptedException {
        return owner.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private String post(String url, Map<String, String> fields) throws IOException, InterruptedException {
        return post(url, fields, "");
    }

    private String post(String url, Map<String, String> fields, String authorization)
            throws IOException, InterruptedException {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return sent(url, form, authorization);
    }

    private String sent(String url, String form, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return owner.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher.group(1);
    }
}
