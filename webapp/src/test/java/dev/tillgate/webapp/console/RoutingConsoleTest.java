package dev.tillgate.webapp.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops;
import dev.tillgate.webapp.page.Browser;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
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

/** An operator puts a second account beside the first, sets rules, tries others out and reads why what was chosen. */
class RoutingConsoleTest {
    private static final HttpClient OWNER =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private static GatewayUnderTest gateway;
    private static String store;
    private static String code;
    private static String good;
    private static String dead;

    /** Two accounts for cards, the first of which leads to a port where nobody listens. */
    @BeforeAll
    static void setUp() throws Exception {
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true"));
        String setup = gateway.banner().stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow();
        String form = found("name=\"form\" value=\"([\\w-]+)\"", get(setup).body());
        post(setup, Map.of("email", "owner@shop.example", "password", "correct horse battery", "form", form));
        String stores = get(console("/stores")).body();
        store = console("/stores/" + found("/console/stores/(sto_[0-9a-z]+)", stores));
        code = found("name=\"form\" value=\"([\\w-]+)\"", stores);
        good = found("name=\"account\" value=\"(acc_[0-9a-z]+)\"", get(store).body());
        post(
                console("/accounts/new/sandbox"),
                Map.of(
                        "label", "Dead end",
                        "setting.base_url", "http://127.0.0.1:1/nobody",
                        "setting.secret_key", "sk_none",
                        "setting.notification_secret", "none",
                        "form", code));
        dead = Pattern.compile("name=\"account\" value=\"(acc_[0-9a-z]+)\"")
                .matcher(get(store).body())
                .results()
                .map(match -> match.group(1))
                .filter(account -> !account.equals(good))
                .findFirst()
                .orElseThrow();
        post(store + "/methods", Map.of("method", "card", "account", dead, "do", "on", "form", code));
    }

    @AfterAll
    static void tearDown() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void rules_are_set_tried_out_and_explained() throws Exception {
        String page = store + "/routing/card";
        assertThat(get(store).body()).contains("/routing/card\"");
        assertThat(get(page).body())
                .contains("Dead end")
                .contains("name=\"share." + good + "\"")
                .doesNotContain("<script")
                .doesNotContain("style=\"");

        HttpResponse<String> saved = post(page, rules("save", Map.of("cost." + dead, "1.4", "cost." + good, "2.9")));
        assertThat(saved.statusCode()).isEqualTo(303);
        assertThat(get(page).body()).contains("value=\"1.4\"").contains("value=\"2.9\"");

        String paid = purchase();
        assertThat(paid).contains("\"status\":\"paid\"").contains("\"not_sent\"");
        String payment = get(console("/payments/" + found("\"id\":\"(pay_[0-9a-z]+)\"", paid)))
                .body();
        assertThat(payment)
                .contains("Why this account")
                .contains("The cost decided.")
                .contains("It was tried a moment before.")
                .contains("cost 1.4%");

        HttpResponse<String> tried = post(
                page,
                rules("try", Map.of("cost." + dead, "1.4", "cost." + good, "2.9", "countries." + dead, "us, ca")));
        assertThat(tried.statusCode()).isEqualTo(200);
        assertThat(tried.body())
                .contains("id=\"dry-run\"")
                .containsPattern("Through another account: [1-9]")
                .contains("Dead end → ")
                .as("what was typed stays in the form")
                .contains("value=\"us, ca\"");
        assertThat(get(page).body()).as("nothing is saved").doesNotContain("CA US");

        HttpRequest chinese = HttpRequest.newBuilder(URI.create(page))
                .header("Accept-Language", "zh-CN")
                .build();
        assertThat(OWNER.send(chinese, BodyHandlers.ofString()).body()).contains("账户选择");
    }

    @Test
    void what_cannot_be_read_is_named_at_its_field_and_nothing_is_saved() throws Exception {
        long before = gateway.database().number("SELECT COUNT(*) FROM route_rule");
        Map<String, String> wrong = new HashMap<>();
        wrong.put("least." + good, "12.345");
        wrong.put("limit_currency." + good, "eur");
        wrong.put("most." + dead, "5");
        wrong.put("limit_currency." + dead, "euros");
        wrong.put("currencies." + good, "EUR XXX");
        wrong.put("countries." + good, "DE ZZ");
        wrong.put("cost." + good, "2,9");
        wrong.put("cost." + dead, "100.01");
        wrong.put("fixed." + dead, "-1");
        wrong.put("fixed_currency." + dead, "EUR");
        wrong.put("share." + good, "1001");
        wrong.put("share." + dead, "-1");

        HttpResponse<String> answer = post(store + "/routing/qr", rules("save", wrong));
        HttpResponse<String> refused = post(store + "/routing/card", rules("save", wrong));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(200);
        assertThat(Pattern.compile("aria-invalid=\"true\"")
                        .matcher(refused.body())
                        .results()
                        .count())
                .isEqualTo(9);
        assertThat(refused.body())
                .contains("Nothing was saved")
                .contains("value=\"12.345\"")
                .contains("An amount needs its currency");
        assertThat(post(
                                store + "/routing/card",
                                rules(
                                        "save",
                                        Map.of(
                                                "least." + good,
                                                "10",
                                                "most." + good,
                                                "9.99",
                                                "limit_currency." + good,
                                                "EUR")))
                        .body())
                .contains("The largest amount is below the smallest.");
        assertThat(gateway.database().number("SELECT COUNT(*) FROM route_rule")).isEqualTo(before);
    }

    @Test
    void there_is_nothing_for_strangers_and_unknown_methods() throws Exception {
        SampleShops.Shop other = gateway.newShop();

        assertThat(get(store + "/routing/barter").statusCode()).isEqualTo(404);
        assertThat(get(console("/stores/" + other.store() + "/routing/card")).statusCode())
                .isEqualTo(404);
        assertThat(post(console("/stores/" + other.store() + "/routing/card"), rules("save", Map.of()))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_pages_fit_a_small_dark_phone_and_read_well_to_a_screen_reader() throws Exception {
        String payment = found("\"id\":\"(pay_[0-9a-z]+)\"", purchase());
        List<String> complaints = new ArrayList<>();
        try (Browser browser = Browser.start();
                BrowserContext profile =
                        browser.profile(Browser.phone(320).setColorScheme(ColorScheme.DARK), complaints)) {
            Page page = profile.newPage();
            page.navigate(console("/login"));
            page.fill("input[name=email]", "owner@shop.example");
            page.fill("input[name=password]", "correct horse battery");
            page.click("main button");
            page.navigate(store + "/routing/card");
            page.fill("[name='countries." + dead + "']", "US");
            page.fill("[name='share." + good + "']", "70");
            page.click("button[value=try]");
            page.waitForSelector("#dry-run");
            look(page, "routing");

            page.navigate(console("/payments/" + payment));
            page.click("details.choice summary");
            look(page, "routed-payment");
        }
        assertThat(complaints).isEmpty();
    }

    private static void look(Page page, String picture) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Path.of("target", "screenshots", "console-" + picture + ".png"))
                .setFullPage(true));
        assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .as("%s fits", picture)
                .isEqualTo(true);
        assertThat(Browser.accessibilityComplaints(page)).as(picture).isEmpty();
    }

    /** A form with these fields, the others empty, as a browser sends it. */
    private static Map<String, String> rules(String what, Map<String, String> filled) {
        Map<String, String> fields = new HashMap<>();
        for (String account : new String[] {good, dead}) {
            for (String field : new String[] {
                "least", "most", "limit_currency", "currencies", "countries", "cost", "fixed", "fixed_currency", "share"
            }) {
                fields.put(field + "." + account, "");
            }
        }
        fields.putAll(filled);
        fields.put("do", what);
        fields.put("form", code);
        return fields;
    }

    private static String purchase() throws Exception {
        String shown = post(
                        store + "/clients",
                        Map.of("name", "Till", "scope", "payments:write payments:read", "form", code))
                .body();
        String client = found("id=\"client-id\">(cli_[0-9a-z]+)<", shown)
                + ":"
                + found("id=\"client-secret\">(tg_sk_[\\w-]+)<", shown);
        HttpRequest ask = form(gateway.url() + "/api/oauth/token", Map.of("grant_type", "client_credentials"))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.UTF_8)))
                .build();
        String token = found(
                "\"access_token\":\"([^\"]+)\"",
                OWNER.send(ask, BodyHandlers.ofString()).body());
        HttpRequest pay = HttpRequest.newBuilder(URI.create(gateway.url() + "/api/v1/payments"))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"order": "%s", "amount": "19.99", "currency": "EUR",
                         "pay": {"method": "card", "instrument": "tok_visa"}}""".formatted(UUID.randomUUID())))
                .build();
        return OWNER.send(pay, BodyHandlers.ofString()).body();
    }

    private static String console(String path) {
        return gateway.url() + "/console" + path;
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return matcher.group(1);
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return OWNER.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String url, Map<String, String> fields) throws Exception {
        return OWNER.send(form(url, fields).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder form(String url, Map<String, String> fields) {
        return HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&"))));
    }
}
