package dev.tillgate.webapp.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tillgate.platform.shopify.FakeShopify;
import dev.tillgate.platform.shopify.ShopifyFixture;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.page.Browser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A merchant connects a Shopify shop in the console; Shopify's pages and webhooks then find their doors. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ShopifyPagesTest {
    private static final HttpClient BROWSER = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private static GatewayUnderTest gateway;
    private static String store;
    private static String code;

    /** No work is done here: nothing must leave this machine for a real shop. */
    @BeforeAll
    static void signIn() throws Exception {
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true", "TILLGATE_WORKERS", "false"));
        String setup = gateway.banner().stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow();
        String form = found("name=\"form\" value=\"([\\w-]+)\"", get(setup).body());
        post(setup, Map.of("email", "owner@shop.example", "password", "correct horse battery", "form", form));
        String stores = get(gateway.url() + "/console/stores").body();
        code = found("name=\"form\" value=\"([\\w-]+)\"", stores);
        store = found("/console/stores/(sto_[0-9a-z]+)", stores);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static String app() {
        return gateway.url() + "/console/stores/" + store + "/app/shopify";
    }

    @Test
    @Order(1)
    void the_page_shows_every_step_in_both_languages_and_the_address_to_enter() throws Exception {
        assertThat(get(gateway.url() + "/console/stores/" + store).body()).contains("/app/shopify");
        String english = get(app()).body();
        assertThat(english)
                .contains("8 steps, once")
                .contains("Dev Dashboard")
                .contains(gateway.url() + "/shopify/" + store)
                .doesNotContain("platform.shopify.");
        assertThat(get(app() + "?lang=zh-CN").body()).contains("共 8 步，只需一次").contains("手动付款方式");
        get(app() + "?lang=en");
        assertThat(get(gateway.url() + "/console/stores/" + store + "/app/custom")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(2)
    void a_wrong_name_or_secret_is_named_and_nothing_is_connected() throws Exception {
        String answer = post(
                        app(),
                        Map.of(
                                "form", code,
                                "do", "connect",
                                "setting.shop", "shop.example.com",
                                "setting.client_id", "nonsense",
                                "setting.client_secret", "",
                                "setting.api_version", "2019-01"))
                .body();

        assertThat(answer).contains("not a shop’s name at Shopify").contains("value=\"shop.example.com\"");
        assertThat(gateway.database().number("SELECT COUNT(*) FROM shop_connection"))
                .isZero();
    }

    @Test
    @Order(3)
    void name_id_and_secret_connect_the_shop_and_the_secret_is_never_shown_again() throws Exception {
        String answer = post(app(), fields()).body();

        assertThat(answer).contains("id=\"app-form\"").contains("files.zip").doesNotContain(FakeShopify.SECRET);
        assertThat(gateway.database().number("SELECT COUNT(*) FROM shop_connection WHERE platform = 'shopify'"))
                .isEqualTo(1);
        Map<String, String> kept = new HashMap<>(fields());
        kept.put("setting.client_secret", "");
        assertThat(post(app(), kept).body()).contains("files.zip");
        assertThat(gateway.database().text("SELECT settings FROM shop_connection"))
                .doesNotContain("shpss_");
    }

    private static Map<String, String> fields() {
        return Map.of(
                "form",
                code,
                "do",
                "connect",
                "setting.shop",
                FakeShopify.SHOP,
                "setting.client_id",
                FakeShopify.CLIENT_ID,
                "setting.client_secret",
                FakeShopify.SECRET,
                "setting.api_version",
                "2026-10",
                "setting.method_word",
                "");
    }

    @Test
    @Order(4)
    void the_apps_files_know_their_gateway_and_hold_no_secret() throws Exception {
        HttpResponse<byte[]> zip = BROWSER.send(
                HttpRequest.newBuilder(URI.create(app() + "/files.zip")).build(), BodyHandlers.ofByteArray());
        Map<String, String> files = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip.body()))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }

        assertThat(files.get("shopify-app/shopify.app.toml"))
                .contains("client_id = \"" + FakeShopify.CLIENT_ID + "\"")
                .contains("uri = \"" + gateway.url() + "/hooks/shops/" + store + "\"");
        assertThat(files.get("shopify-app/extensions/pay-now/src/PayNow.jsx"))
                .contains("'" + gateway.url() + "/shopify/" + store + "/checkout'");
        assertThat(files).hasSize(7).allSatisfy((name, text) -> assertThat(text)
                .doesNotContainPattern("\\{\\{\\w+}}")
                .doesNotContain(FakeShopify.SECRET));
    }

    @Test
    @Order(5)
    void the_embedded_page_may_be_framed_by_this_shops_administration_only_and_asks_for_a_token() throws Exception {
        String page = gateway.url() + "/shopify/" + store;
        HttpResponse<String> bounced = get(page);

        assertThat(bounced.statusCode()).isEqualTo(401);
        assertThat(bounced.body()).contains("app-bridge.js").contains(FakeShopify.CLIENT_ID);
        assertThat(bounced.headers().allValues("content-security-policy"))
                .hasSize(1)
                .first()
                .asString()
                .contains("frame-ancestors https://" + FakeShopify.SHOP + " https://admin.shopify.com;");
        assertThat(bounced.headers().firstValue("x-frame-options")).isEmpty();

        HttpResponse<String> fetched = BROWSER.send(
                HttpRequest.newBuilder(URI.create(page))
                        .header("Authorization", "Bearer a.b.c")
                        .build(),
                BodyHandlers.ofString());
        assertThat(fetched.statusCode()).isEqualTo(401);
        assertThat(fetched.headers().firstValue("x-shopify-retry-invalid-session-request"))
                .hasValue("1");
        assertThat(get(gateway.url() + "/console/stores").headers().firstValue("x-frame-options"))
                .hasValue("DENY");
        assertThat(get(gateway.url() + "/shopify/sto_00000000000000000000000000")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Order(6)
    void the_blocks_question_may_come_from_any_origin_and_needs_the_shops_token() throws Exception {
        URI link = URI.create(gateway.url() + "/shopify/" + store + "/checkout?token=chk12345678");
        HttpResponse<String> may = BROWSER.send(
                HttpRequest.newBuilder(link)
                        .header("Origin", "https://extensions.shopifycdn.com")
                        .method("OPTIONS", BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        HttpResponse<String> asked = BROWSER.send(
                HttpRequest.newBuilder(link)
                        .header("Authorization", "Bearer x.y.z")
                        .build(),
                BodyHandlers.ofString());

        assertThat(may.statusCode()).isEqualTo(204);
        assertThat(may.headers().firstValue("access-control-allow-origin")).hasValue("*");
        assertThat(may.headers().firstValue("access-control-allow-headers")).hasValue("Authorization");
        assertThat(may.headers().firstValue("access-control-allow-credentials")).isEmpty();
        assertThat(asked.statusCode()).isEqualTo(401);
    }

    @Test
    @Order(7)
    void webhooks_are_stored_once_and_what_is_not_shopifys_is_refused() throws Exception {
        byte[] body = "{\"id\":820982911946154508}".getBytes(StandardCharsets.UTF_8);
        InboundRequest good = ShopifyFixture.webhook("orders/create", body, "X-Shopify-");
        assertThat(hook(good.headers(), body)).isEqualTo(200);
        assertThat(hook(good.headers(), body)).isEqualTo(200);
        assertThat(gateway.database()
                        .number("SELECT COUNT(*) FROM shop_message WHERE reference = '820982911946154508'"))
                .isEqualTo(1);

        assertThat(hook(good.headers(), "{\"id\": 820982911946154508}".getBytes(StandardCharsets.UTF_8)))
                .as("the same JSON, written otherwise")
                .isEqualTo(401);
        byte[] broken = new byte[] {'{', '"', (byte) 0xC3, '(', '"', ':', '1', '}'};
        assertThat(hook(
                        ShopifyFixture.webhook("orders/create", broken, "shopify-")
                                .headers(),
                        broken))
                .isIn(200, 400, 401);
        byte[] redact = "{\"shop_id\":1,\"orders_to_redact\":[7]}".getBytes(StandardCharsets.UTF_8);
        assertThat(hook(
                        ShopifyFixture.webhook("customers/redact", redact, "X-Shopify-")
                                .headers(),
                        redact))
                .isEqualTo(200);
    }

    private static int hook(Map<String, String> headers, byte[] body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(gateway.url() + "/hooks/shops/" + store))
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return BROWSER.send(request.build(), BodyHandlers.ofString()).statusCode();
    }

    @Test
    @Order(8)
    void the_page_of_the_steps_fits_a_phone_and_a_desk_and_is_typed_in_without_a_mouse() {
        List<String> complaints = new ArrayList<>();
        try (Browser browser = Browser.start()) {
            for (var options : List.of(
                    Browser.phone(320).setColorScheme(ColorScheme.DARK), Browser.desktop(), Browser.phone(390))) {
                try (BrowserContext profile = browser.profile(options, complaints)) {
                    Page page = profile.newPage();
                    page.navigate(gateway.url() + "/console/login");
                    page.fill("input[name=email]", "owner@shop.example");
                    page.fill("input[name=password]", "correct horse battery");
                    page.click("main button");
                    page.navigate(app());
                    page.screenshot(new Page.ScreenshotOptions()
                            .setPath(java.nio.file.Path.of(
                                    "target", "screenshots", "console-shopify-" + page.viewportSize().width + ".png"))
                            .setFullPage(true));
                    assertThat(page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                            .isEqualTo(true);
                    assertThat(Browser.accessibilityComplaints(page)).isEmpty();
                    page.focus("input[name='setting.shop']");
                    page.keyboard().press("Enter");
                    page.waitForURL("**said=saved*");
                    assertThat(page.content()).contains("files.zip");
                }
            }
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    @Order(9)
    void the_connection_is_ended_in_the_console() throws Exception {
        assertThat(post(app(), Map.of("form", code, "do", "disconnect")).body()).doesNotContain("files.zip");
        assertThat(gateway.database().number("SELECT COUNT(*) FROM shop_connection"))
                .isZero();
        assertThat(get(gateway.url() + "/shopify/" + store).statusCode()).isEqualTo(404);
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return BROWSER.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> post(String url, Map<String, String> form)
            throws IOException, InterruptedException {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return BROWSER.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("no " + pattern + " in the page");
        }
        return matcher.group(1);
    }
}
