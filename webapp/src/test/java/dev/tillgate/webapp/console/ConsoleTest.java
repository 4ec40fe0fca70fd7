package dev.tillgate.webapp.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The console as a browser without a window would use it, and as an attacker would. */
class ConsoleTest {
    private static GatewayUnderTest gateway;
    private static String setupLink;
    private static final HttpClient OWNER =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private static final HttpClient STRANGER = HttpClient.newHttpClient();

    @BeforeAll
    static void setUp() throws Exception {
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true"));
        setupLink = gateway.banner().stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow();
        String form = get(OWNER, setupLink).body();
        HttpResponse<String> made = post(
                OWNER,
                setupLink,
                Map.of("email", "Owner@Shop.example", "password", "correct horse battery", "form", code(form)));
        assertThat(made.statusCode()).isEqualTo(303);
        assertThat(made.headers().firstValue("set-cookie").orElseThrow())
                .contains("HttpOnly")
                .contains("SameSite=Lax")
                .contains("Path=/console");
    }

    @AfterAll
    static void tearDown() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void the_setup_link_works_once_and_is_not_stored() throws Exception {
        HttpResponse<String> again = get(STRANGER, setupLink);

        assertThat(again.statusCode()).isEqualTo(410);
        assertThat(again.body()).doesNotContain("type=\"password\"");
        HttpResponse<String> forced = post(
                STRANGER,
                setupLink,
                Map.of("email", "thief@x.example", "password", "correct horse battery", "form", loginCode()));
        assertThat(forced.statusCode()).isEqualTo(410);
        assertThat(gateway.database().number("SELECT COUNT(*) FROM console_user"))
                .isEqualTo(1);
    }

    @Test
    void nobody_sees_a_page_without_logging_in() throws Exception {
        for (String page : List.of("", "/payments", "/callbacks", "/stores", "/accounts", "/accounts/new/sandbox")) {
            HttpResponse<String> answer = get(STRANGER, gateway.url() + "/console" + page);
            assertThat(answer.statusCode()).as(page).isEqualTo(303);
            assertThat(answer.headers().firstValue("location").orElseThrow()).endsWith("/console/login");
        }
    }

    @Test
    void pages_come_with_strict_headers_and_without_scripts() throws Exception {
        HttpResponse<String> page = get(OWNER, gateway.url() + "/console/payments");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("cache-control")).contains("no-store");
        assertThat(page.body()).doesNotContain("<script").doesNotContain("style=\"");
    }

    @Test
    void a_form_that_our_page_did_not_send_changes_nothing() throws Exception {
        String stores = gateway.url() + "/console/stores";
        String code = code(get(OWNER, stores).body());
        long before = gateway.database().number("SELECT COUNT(*) FROM store");

        post(OWNER, stores, Map.of("name", "Forged"));
        post(OWNER, stores, Map.of("name", "Forged", "form", (code.startsWith("x") ? "y" : "x") + code.substring(1)));
        post(OWNER, stores, Map.of("name", "Forged", "form", loginCode()));
        HttpRequest crossSite = request(stores, Map.of("name", "Forged", "form", code))
                .header("Sec-Fetch-Site", "cross-site")
                .build();
        OWNER.send(crossSite, HttpResponse.BodyHandlers.ofString());
        HttpRequest foreign = request(stores, Map.of("name", "Forged", "form", code))
                .header("Origin", "https://evil.example")
                .build();
        OWNER.send(foreign, HttpResponse.BodyHandlers.ofString());

        assertThat(gateway.database().number("SELECT COUNT(*) FROM store")).isEqualTo(before);
        post(OWNER, stores, Map.of("name", "Genuine", "form", code));
        assertThat(gateway.database().number("SELECT COUNT(*) FROM store")).isEqualTo(before + 1);
    }

    @Test
    void an_optional_secret_of_an_account_can_be_taken_away() throws Exception {
        String form = gateway.url() + "/console/accounts/new/stripe";
        String empty = get(OWNER, form).body();
        assertThat(empty).doesNotContain("setting.webhook_secret.remove");
        post(
                OWNER,
                form,
                Map.of(
                        "form", code(empty),
                        "label", "Cards",
                        "setting.mode", "test",
                        "setting.secret_key", "sk_test_abcdefgh12345678",
                        "setting.webhook_secret", "whsec_abcdefgh12345678",
                        "setting.installments", "off"));
        String accounts = get(OWNER, gateway.url() + "/console/accounts").body();
        String id = found("/console/accounts/(acc_[0-9a-z]+)\">Cards<", accounts);
        String account = gateway.url() + "/console/accounts/" + id;
        String page = get(OWNER, account).body();
        assertThat(page).contains("setting.webhook_secret.remove").doesNotContain("setting.secret_key.remove");
        post(
                OWNER,
                account,
                Map.of(
                        "form", code(page),
                        "label", "Cards",
                        "setting.mode", "test",
                        "setting.webhook_secret.remove", "yes",
                        "setting.installments", "off"));
        assertThat(get(OWNER, account).body()).doesNotContain("setting.webhook_secret.remove");
    }

    @Test
    void a_secret_is_shown_once_and_two_live_ones_work_until_one_is_revoked() throws Exception {
        String store = gateway.url() + "/console/stores/" + firstStore();
        String code = code(get(OWNER, store).body());

        String created = post(
                        OWNER, store + "/clients", Map.of("name", "Till", "scope", "payments:write", "form", code))
                .body();
        String client = found("id=\"client-id\">(cli_[0-9a-z]+)<", created);
        String first = found("id=\"client-secret\">(tg_sk_[\\w-]+)<", created);
        assertThat(get(OWNER, store).body()).contains(client).doesNotContain(first);
        assertThat(token(client, first)).isEqualTo(200);

        String rotated = post(OWNER, store + "/clients/" + client, Map.of("do", "add", "form", code))
                .body();
        String second = found("id=\"client-secret\">(tg_sk_[\\w-]+)<", rotated);
        assertThat(token(client, first)).isEqualTo(200);
        assertThat(token(client, second)).isEqualTo(200);
        assertThat(post(OWNER, store + "/clients/" + client, Map.of("do", "add", "form", code))
                        .headers()
                        .firstValue("location")
                        .orElseThrow())
                .contains("two_secrets");

        String part = rotated.substring(rotated.indexOf("data-client=\"" + client));
        String firstId = found("name=\"secret\" value=\"(sec_[0-9a-z]+)\"", part);
        post(OWNER, store + "/clients/" + client, Map.of("do", "revoke", "secret", firstId, "form", code));
        assertThat(token(client, first)).isEqualTo(401);
        assertThat(token(client, second)).isEqualTo(200);
    }

    @Test
    void what_belongs_to_somebody_else_is_not_there() throws Exception {
        SampleShops.Shop other = gateway.newShop();

        for (String page : List.of("/stores/" + other.store(), "/accounts/" + other.account(), "/payments/pay_x")) {
            assertThat(get(OWNER, gateway.url() + "/console" + page).statusCode())
                    .as(page)
                    .isEqualTo(404);
        }
    }

    @Test
    void a_callback_address_and_its_secret_are_the_operators() throws Exception {
        String store = gateway.url() + "/console/stores/" + firstStore();
        String page = get(OWNER, store).body();
        String code = code(page);
        assertThat(page).doesNotContain("whsec_");

        String shown = post(OWNER, store + "/callbacks/secrets", Map.of("do", "show", "form", code))
                .body();
        String rotated = post(OWNER, store + "/callbacks/secrets", Map.of("do", "rotate", "form", code))
                .body();

        String old = found("(whsec_[\\w+/=]+)", shown);
        assertThat(Pattern.compile("whsec_").matcher(rotated).results().count()).isEqualTo(2);
        assertThat(rotated).as("the old one is good for a while").contains(old);
        assertThat(post(OWNER, store + "/callbacks", Map.of("url", "http://shop.example/cb", "form", code))
                        .headers()
                        .firstValue("location")
                        .orElseThrow())
                .contains("said=url");
    }

    @Test
    void who_logs_out_is_out() throws Exception {
        HttpClient browser =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        String login = gateway.url() + "/console/login";
        HttpResponse<String> in = post(
                browser,
                login,
                Map.of("email", "owner@shop.example", "password", "correct horse battery", "form", loginCode()));
        assertThat(in.statusCode()).isEqualTo(303);
        String payments = gateway.url() + "/console/payments";
        String cookie = in.headers().firstValue("set-cookie").orElseThrow().split(";")[0];

        post(
                browser,
                gateway.url() + "/console/logout",
                Map.of("form", code(get(browser, payments).body())));

        HttpRequest withOldCookie = HttpRequest.newBuilder(URI.create(payments))
                .header("Cookie", cookie)
                .build();
        assertThat(STRANGER.send(withOldCookie, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .as("the session is over, not only the cookie")
                .isEqualTo(303);
    }

    private static int token(String client, String secret) throws Exception {
        String basic = Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = request(gateway.url() + "/api/oauth/token", Map.of("grant_type", "client_credentials"))
                .header("Authorization", "Basic " + basic)
                .build();
        return STRANGER.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    }

    private static String loginCode() throws Exception {
        return code(get(STRANGER, gateway.url() + "/console/login").body());
    }

    private static String firstStore() throws Exception {
        return found(
                "/console/stores/(sto_[0-9a-z]+)",
                get(OWNER, gateway.url() + "/console/stores").body());
    }

    private static String code(String page) {
        return found("name=\"form\" value=\"([\\w-]+)\"", page);
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(HttpClient client, String url, Map<String, String> fields)
            throws IOException, InterruptedException {
        return client.send(request(url, fields).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String url, Map<String, String> fields) {
        String form = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }
}
