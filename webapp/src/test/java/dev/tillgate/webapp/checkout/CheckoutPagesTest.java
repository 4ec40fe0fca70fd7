package dev.tillgate.webapp.checkout;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.Outcome;
import dev.tillgate.vault.Vault;
import io.restassured.RestAssured;
import io.restassured.config.RedirectConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire: headers, refusals, links, languages, the stream. */
class CheckoutPagesTest {
    private static final Pattern CODE = Pattern.compile("name=\"form\" value=\"([^\"]+)\"");

    private static CheckoutStand stand;
    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        stand = new CheckoutStand();
        stage = stand.stage;
        stage.answer("card", attempt -> Stage.must(new NextAction.Redirect("https://bank.example/pay?a=1&b=2", null)));
        stage.answer("qr", attempt -> Stage.scan());
        stage.answer("wallet", attempt -> {
            throw new IllegalStateException("out of order");
        });
    }

    @AfterAll
    static void close() throws Exception {
        stand.close();
    }

    @Test
    void everyPageForbidsWhatItDoesNotNeed() {
        for (String page : List.of(link(), stand.address() + "/pay/nothing")) {
            http().get(page)
                    .then()
                    .header("Content-Security-Policy", containsString("default-src 'none'"))
                    .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                    .header("Content-Security-Policy", not(containsString("unsafe")))
                    .header("Referrer-Policy", "no-referrer")
                    .header("X-Content-Type-Options", "nosniff")
                    .header("Cache-Control", "no-store")
                    .header("Content-Type", "text/html;charset=utf-8");
        }
    }

    @Test
    void nothingOnAPageComesFromElsewhere() {
        String html = http().get(link()).asString();
        assertThat(html).doesNotContain("style=").doesNotContain("onclick").doesNotContain("<script>");
        Matcher loaded = Pattern.compile("(?:src|<link[^>]+href)=\"([^\"]+)\"").matcher(html);
        assertThat(loaded.results().map(found -> found.group(1)))
                .isNotEmpty()
                .allMatch(path -> path.startsWith("/assets/"));
    }

    @Test
    void assetsAreKeptForEverAndOtherVersionsOfThemNot() {
        Matcher css = Pattern.compile("/assets/\\w+/checkout.css")
                .matcher(http().get(link()).asString());
        assertThat(css.find()).isTrue();
        http().get(stand.address() + css.group())
                .then()
                .statusCode(200)
                .header("Cache-Control", containsString("immutable"))
                .header("Content-Type", containsString("text/css"));
        http().get(stand.address() + "/assets/older/checkout.css")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store");
        http().get(stand.address() + "/assets/older/other.css").then().statusCode(404);
    }

    @Test
    void aLinkThatIsNotOursNeverTellsWhy() {
        String good = link();
        String payment = good.substring(good.lastIndexOf('/') + 1);
        SignedLinks strangers = new SignedLinks(
                new Vault("another installation's secret key".substring(0, 32).getBytes(StandardCharsets.US_ASCII)),
                stand.address());
        List<String> wrong = List.of(
                "nothing",
                payment.substring(1),
                payment.substring(0, payment.length() - 1) + (payment.endsWith("A") ? "E" : "A"),
                "0".repeat(52) + payment.substring(52),
                payment.toUpperCase(java.util.Locale.ROOT),
                token(strangers.checkout(stage.merchant(), PaymentId.next())),
                // Rightly signed, but there is no such payment, or it is another merchant's.
                token(stand.link(PaymentId.next())),
                token(stand.linkOf(MerchantId.next(), stage.order(Stage.BUYER))));
        String calm = http().get(stand.address() + "/pay/" + wrong.get(0)).asString();
        for (String token : wrong) {
            for (String page : List.of("", "/receipt", "/go", "/status", "/return")) {
                Response answer = http().get(stand.address() + "/pay/" + token + page);
                if (answer.statusCode() == 303) {
                    assertThat(answer.header("Location")).endsWith("/pay/" + token);
                } else {
                    assertThat(answer.statusCode()).as(token + page).isEqualTo(404);
                    assertThat(answer.asString()).isEqualTo(calm);
                }
            }
            http().get(stand.address() + "/pay/" + token + "/events").then().statusCode(404);
            http().formParam("method", "card")
                    .post(stand.address() + "/pay/" + token + "/start")
                    .then()
                    .statusCode(anyOf(equalTo(404), equalTo(303)));
        }
    }

    @Test
    void aFormFromElsewhereStartsNothing() {
        PaymentId payment = stage.order(Stage.BUYER);
        String link = stand.link(payment);
        String code = code(link);
        List<Map<String, String>> strangers = List.of(
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site"),
                Map.of("Origin", "https://evil.example"));
        for (Map<String, String> headers : strangers) {
            start(link, code, headers).then().statusCode(303).header("Location", endsWith("?said=stale"));
        }
        start(link, "", Map.of()).then().header("Location", endsWith("?said=stale"));
        start(link, code(link()), Map.of()).then().header("Location", endsWith("?said=stale"));
        assertThat(stage.view(stage.merchant(), payment).orElseThrow().attempts())
                .isEmpty();
        start(link, code, Map.of("Sec-Fetch-Site", "same-origin", "Origin", "null"))
                .then()
                .statusCode(303)
                .header("Location", endsWith("/go"));
        assertThat(stage.view(stage.merchant(), payment).orElseThrow().attempts())
                .hasSize(1);
    }

    @Test
    void theWayToTheProviderIsWrittenSafely() {
        PaymentId payment = stage.order(Stage.BUYER);
        start(stand.link(payment), code(stand.link(payment)), Map.of()).then().statusCode(303);
        String html = http().get(stand.link(payment) + "/go").asString();
        assertThat(html).contains("content=\"0;url=https://bank.example/pay?a=1&amp;b=2\"");
    }

    @Test
    void whatDoesNotWorkIsSaidAndNotShownAsAnError() {
        PaymentId payment = stage.order(Stage.BUYER);
        String link = stand.link(payment);
        http().formParam("form", code(link))
                .formParam("method", "cowries")
                .post(link + "/start")
                .then()
                .statusCode(303)
                .header("Location", endsWith("?said=unavailable"));
        http().formParam("form", code(link))
                .formParam("method", "wallet")
                .post(link + "/start")
                .then()
                .statusCode(303)
                .header("Location", endsWith("?said=trouble"));
        http().get(link + "?said=<script>").then().body(not(containsString("class=\"notice")));
    }

    @Test
    void textsOfShopsAreNeverMarkup() {
        PaymentId payment = stage.order(new Buyer("javascript:alert(1)", "data:text/html,x", null, null));
        String html = http().get(stand.link(payment)).asString();
        assertThat(html)
                .doesNotContain("javascript:")
                .doesNotContain("data:text")
                .contains("Tea &amp; Leaf");
    }

    @Test
    void theLanguageIsTheOrdersThenTheBrowsersThenEnglish() {
        assertThat(language(new Buyer(null, null, "zh-Hans-SG", null), "en")).isEqualTo("zh-CN");
        assertThat(language(new Buyer(null, null, "de", null), "fr, zh-TW;q=0.8, en;q=0.5"))
                .isEqualTo("zh-CN");
        assertThat(language(Buyer.UNKNOWN, "en-GB,zh;q=0.1")).isEqualTo("en");
        assertThat(language(Buyer.UNKNOWN, "xx;;q=oops")).isEqualTo("en");
    }

    @Test
    void aSwitchOfLanguageIsRememberedInACookieThatScriptsCannotRead() {
        String cookie = http().get(link() + "?lang=zh-CN").header("Set-Cookie");
        assertThat(cookie).startsWith("lang=zh-CN").contains("HttpOnly").contains("SameSite=Lax");
        http().cookie("lang", "zh-CN").get(link()).then().body(containsString("<html lang=\"zh-CN\">"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/return", "/receipt"})
    void beforePaymentTheseLeadToThePage(String page) {
        String link = link();
        http().get(link + page).then().statusCode(303).header("Location", equalTo(link));
    }

    @Test
    void aSlowProviderDoesNotKeepThePayerWaiting() {
        PaymentId payment = stage.order(Stage.BUYER);
        stage.begin(payment, "card", java.time.Instant.now());
        java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);
        stage.whenLookedAt(asked -> await().atMost(Duration.ofSeconds(30)).until(() -> never.getCount() == 0));
        long before = System.nanoTime();
        http().get(stand.link(payment) + "/return").then().statusCode(303);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
        never.countDown();
        stage.whenLookedAt(asked -> {});
    }

    @Test
    void theStreamTellsOnlyWhatThePageDoesNotKnowYet() throws Exception {
        PaymentId payment = stage.order(Stage.BUYER);
        long known = stage.view(stage.merchant(), payment).orElseThrow().order().lastSequence();
        try (BufferedReader stream = stream(payment, Map.of(), known)) {
            await().until(() -> stand.openStreams() > 0);
            stage.begin(payment, "card", java.time.Instant.now());
            assertThat(nextId(stream)).isEqualTo(known + 1);
            stage.say(payment, new Outcome.Pending("ch_1", Duration.ofMinutes(1)));
            assertThat(nextId(stream)).isEqualTo(known + 2);
        }
        // Connected again after a pause: what was missed comes at once.
        try (BufferedReader stream = stream(payment, Map.of("Last-Event-ID", Long.toString(known + 1)), 0)) {
            assertThat(nextId(stream)).isEqualTo(known + 2);
        }
    }

    private static BufferedReader stream(PaymentId payment, Map<String, String> headers, long after) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) URI.create(stand.link(payment) + "/events?after=" + after)
                .toURL()
                .openConnection();
        connection.setReadTimeout(15_000);
        headers.forEach(connection::setRequestProperty);
        assertThat(connection.getContentType()).startsWith("text/event-stream");
        return new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    private static long nextId(BufferedReader stream) throws Exception {
        for (String line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.startsWith("id: ")) {
                return Long.parseLong(line.substring(4));
            }
        }
        throw new AssertionError("the stream ended");
    }

    private static String language(Buyer buyer, String accepted) {
        return http().header("Accept-Language", accepted)
                .get(stand.link(stage.order(buyer)))
                .header("Content-Language");
    }

    private static Response start(String link, String code, Map<String, String> headers) {
        return http().headers(headers)
                .formParam("form", code)
                .formParam("method", "card")
                .post(link + "/start");
    }

    private static String code(String link) {
        Matcher code = CODE.matcher(http().get(link).asString());
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private static String token(String link) {
        return link.substring(link.lastIndexOf('/') + 1);
    }

    private static String link() {
        return stand.link(stage.order(Stage.BUYER));
    }

    private static RequestSpecification http() {
        return given().config(RestAssured.config()
                .redirect(RedirectConfig.redirectConfig().followRedirects(false)));
    }
}
