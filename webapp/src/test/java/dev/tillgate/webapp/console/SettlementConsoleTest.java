package dev.tillgate.webapp.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tillgate.provider.settlement.SettlementFiles;
import dev.tillgate.webapp.GatewayUnderTest;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The settlement pages of the console as a browser without a window, and without scripts, uses them. */
class SettlementConsoleTest {
    private static final String BOUNDARY = "----tillgate-test";
    private static GatewayUnderTest gateway;
    private static final HttpClient OWNER =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeAll
    static void setUp() throws Exception {
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true"));
        String link = gateway.banner().stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow();
        post(
                link,
                Map.of(
                        "email",
                        "owner@shop.example",
                        "password",
                        "correct horse battery",
                        "form",
                        found("name=\"form\" value=\"([\\w-]+)\"", get(link).body())));
    }

    @AfterAll
    static void tearDown() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void a_file_is_handed_in_and_followed_to_its_payout() throws Exception {
        String file = SettlementFiles.sandbox(List.of(
                List.of("c1", "charge", "ch_nobody", "10.00", "0.30", "EUR", "po/1"),
                List.of("c2", "payout", "", "-9.70", "", "EUR", "po/1"),
                List.of("c3", "charge", "", "1.234", "", "EUR", "")));

        HttpResponse<String> sent = upload(page(), account(), "report <1>.csv", file);

        assertThat(sent.statusCode()).isEqualTo(303);
        String location = sent.headers().firstValue("location").orElseThrow();
        String address = URI.create(gateway.url() + "/").resolve(location).toString();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(get(address).body()).contains(">Done<"));
        String done = get(address).body();
        assertThat(done)
                .contains("report &lt;1&gt;.csv")
                .contains("id=\"read\">3<")
                .contains("id=\"matched\">1<")
                .contains("id=\"open\">1<")
                .contains("id=\"bad\">1<")
                .contains("No amount")
                .contains("Sandbox report");
        assertThat(get("/console/settlement").body()).contains("report &lt;1&gt;.csv");
        assertThat(get("/console/settlement/open").body())
                .contains("Unknown here")
                .contains("c1");
        assertThat(get("/console/settlement/open?finding=AMOUNT_DIFFERS").body())
                .doesNotContain("<code>c1");
        String payouts = get("/console/settlement/payouts").body();
        String statement = get(found("href=\"([^\"]*/console/settlement/payouts/[^\"]+)\"", payouts))
                .body();
        assertThat(statement)
                .contains("Adds up to zero")
                .contains("id=\"difference\">€0.00<")
                .contains("Payout po/1");
        assertThat(get("/console/settlement/missing").statusCode()).isEqualTo(200);
        assertThat(post(gateway.url() + "/console/settlement/open", Map.of("form", code(page())))
                        .headers()
                        .firstValue("location")
                        .orElseThrow())
                .contains("looked_again");
    }

    @Test
    void all_pages_speak_chinese_too() throws Exception {
        for (String page : List.of("", "/open", "/missing", "/payouts")) {
            HttpResponse<String> answer = get("/console/settlement" + page + "?lang=zh-CN");
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            assertThat(answer.body()).contains("对账").contains("导入记录").doesNotContain("settlement.");
        }
        get("/console/settlement?lang=en");
    }

    @Test
    void a_file_is_taken_from_our_own_page_only_and_for_our_own_account() throws Exception {
        String file = SettlementFiles.sandbox(List.of(List.of("x1", "fee", "", "-1.00", "", "EUR", "")));
        String page = page();
        String elsewhere = gateway.newShop().account().value();

        assertThat(said(upload(
                        page.replaceAll("name=\"form\" value=\"[\\w-]+\"", "name=\"form\" value=\"x\""),
                        account(),
                        "a.csv",
                        file)))
                .isEqualTo("stale");
        assertThat(said(upload(page, elsewhere, "a.csv", file))).isEqualTo("file_missing");
        assertThat(said(upload(page, account(), "a.csv", ""))).isEqualTo("file_missing");
        HttpRequest broken = HttpRequest.newBuilder(URI.create(gateway.url() + "/console/settlement"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofString("--" + BOUNDARY + "\r\nnonsense"))
                .build();
        // The server closes the connection of such a request; the next one is not to be sent on it.
        HttpClient another = HttpClient.newBuilder()
                .cookieHandler(OWNER.cookieHandler().orElseThrow())
                .build();
        assertThat(said(another.send(broken, HttpResponse.BodyHandlers.ofString())))
                .isIn("file_broken", "stale");
        HttpRequest json = HttpRequest.newBuilder(URI.create(gateway.url() + "/console/settlement"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(OWNER.send(json, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(415);
        HttpRequest stranger = HttpRequest.newBuilder(URI.create(gateway.url() + "/console/settlement"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofString("--" + BOUNDARY + "--\r\n"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(stranger, HttpResponse.BodyHandlers.ofString())
                        .headers()
                        .firstValue("location")
                        .orElseThrow())
                .endsWith("/console/login");
        assertThat(gateway.database().number("SELECT COUNT(*) FROM settlement_row WHERE row_key = 'x1'"))
                .isZero();
    }

    @Test
    void the_sandboxs_own_report_is_there_to_try_it() throws Exception {
        HttpResponse<String> report = get("/console/settlement/practice/" + account());

        assertThat(report.headers().firstValue("content-type").orElseThrow()).startsWith("text/csv");
        assertThat(report.headers().firstValue("content-disposition").orElseThrow())
                .contains("settlement.csv");
        assertThat(report.body()).startsWith("entry,kind,reference,");
        assertThat(page()).contains("/console/settlement/practice/");
        assertThat(upload(page(), account(), "sandbox.csv", report.body()).statusCode())
                .isEqualTo(303);
        assertThat(get("/console/settlement/practice/acc_x").statusCode()).isEqualTo(404);
    }

    @Test
    void an_import_that_was_given_up_says_so_and_can_be_tried_again() throws Exception {
        String file = SettlementFiles.sandbox(List.of(List.of("g1", "fee", "", "-1.00", "", "EUR", "")));
        String location = upload(page(), account(), "given-up.csv", file)
                .headers()
                .firstValue("location")
                .orElseThrow();
        String address = URI.create(gateway.url() + "/").resolve(location).toString();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(get(address).body()).contains(">Done<"));
        assertThat(get(address).body()).doesNotContain("/again\"");
        gateway.database()
                .execute("UPDATE settlement_import SET status = 'FAILED', problem = 'KEEPS_FAILING', tries = 6"
                        + " WHERE file_name = 'given-up.csv'");

        String page = get(address).body();

        assertThat(page).contains("failed again and again").contains(">Try again<");
        assertThat(said(post(address + "/again", Map.of("form", code(page()))))).isEqualTo("import_again");
        assertThat(post(address + "/again", Map.of("form", "x"))
                        .headers()
                        .firstValue("location")
                        .orElseThrow())
                .contains("stale");
    }

    @Test
    void what_is_not_there_is_not_found() throws Exception {
        for (String page : List.of(
                "/imports/sim_x",
                "/imports/sim_01jd8x3k2v5w7y9z0a1b2c3d4e",
                "/payouts/acc_x/EUR/cG8",
                "/payouts/" + account() + "/EUR/!!")) {
            assertThat(get("/console/settlement" + page).statusCode()).as(page).isEqualTo(404);
        }
        assertThat(get("/console/settlement/open?after=nonsense&finding=x").statusCode())
                .isEqualTo(200);
    }

    private static String page() throws Exception {
        return get("/console/settlement").body();
    }

    private static String account() throws Exception {
        return found("<option value=\"(acc_[0-9a-z]+)\"", page());
    }

    private static String said(HttpResponse<String> answer) {
        return found("said=(\\w+)", answer.headers().firstValue("location").orElseThrow());
    }

    private static HttpResponse<String> upload(String page, String account, String name, String file) throws Exception {
        String body = part("form", "", found("name=\"form\" value=\"([\\w-]+)\">\\s*<label>", page))
                + part("account", "", account)
                + part("file", "; filename=\"" + name + "\"\r\nContent-Type: text/csv", file)
                + "--" + BOUNDARY + "--\r\n";
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/console/settlement"))
                .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return OWNER.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String part(String name, String more, String value) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" + value
                + "\r\n";
    }

    private static String code(String page) {
        return found("name=\"form\" value=\"([\\w-]+)\"", page);
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        String url = path.startsWith("http") ? path : gateway.url() + path;
        return OWNER.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String url, Map<String, String> fields)
            throws IOException, InterruptedException {
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
