package dev.tillgate.webapp.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.page.Browser;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A merchant sees what was repaired in the shop, what was not and why, and tries it again. */
class ShopConsoleTest {
    private static final HttpClient OWNER =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private static final String PASSWORD = "correct horse battery";
    private static GatewayUnderTest gateway;
    private static MerchantId merchant;
    private static StoreId store;
    private static String code;

    /** A store with a shop, thirty orders that do not agree, and some notes; no work is done on them here. */
    @BeforeAll
    static void setUp() throws Exception {
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true", "TILLGATE_WORKERS", "false"));
        String setup = gateway.banner().stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow();
        String form = found("name=\"form\" value=\"([\\w-]+)\"", get(setup).body());
        post(setup, Map.of("email", "owner@shop.example", "password", PASSWORD, "form", form));
        String stores = get(console("/stores")).body();
        code = found("name=\"form\" value=\"([\\w-]+)\"", stores);
        store = new StoreId(found("/console/stores/(sto_[0-9a-z]+)", stores));
        merchant = new MerchantId(gateway.database().text("SELECT merchant_id FROM console_user"));
        gateway.connectShop(merchant, store, "custom", Map.of());
        gateway.database()
                .execute("UPDATE shop_connection SET problems = 'shop.guard.later', tended_at = '2026-11-25 08:00:00'");
        for (int i = 1; i <= 30; i++) {
            trouble("104" + i, i % 3 == 0 ? "LATE" : i % 7 == 0 ? "GIVEN_UP" : "REFUSED", "shop.note.deleted");
        }
        trouble("<b>8</b>", "LATE", "shop.guard.later");
        gateway.guards()
                .note(List.of(
                        note(ShopNote.Kind.REPAIRED, "1041", "shop.repaired.told_again"),
                        note(ShopNote.Kind.ATTENTION, "1042", "shop.note.refunded_by_hand")));
    }

    @AfterAll
    static void tearDown() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void orders_that_do_not_agree_are_listed_with_the_reason_page_by_page_and_tried_again() throws Exception {
        assertThat(get(console("/stores/" + store)).body())
                .contains("id=\"shop\"")
                .contains("/stores/" + store + "/shop\"");
        String first = get(shop("")).body();
        assertThat(first)
                .contains("Needs you")
                .contains("This order was deleted in the shop")
                .contains("&lt;b>8&lt;/b>")
                .doesNotContain("<b>8")
                .doesNotContain("<script")
                .doesNotContain("style=\"");
        String next =
                get(shop("?after=" + found("\\?after=(ord_[0-9a-z]+)", first))).body();
        assertThat(rows(first)).isEqualTo(25);
        assertThat(rows(next)).isEqualTo(6);
        String order = found("data-order=\"(ord_[0-9a-z]+)\"", next);

        HttpResponse<String> again = post(shop("/again"), Map.of("order", order, "form", code));
        assertThat(again.headers().firstValue("location").orElseThrow()).contains("said=looking");
        assertThat(gateway.database().number("SELECT COUNT(*) FROM shop_guard WHERE version = 2"))
                .isLessThanOrEqualTo(1);
        post(shop("/again"), Map.of("form", code));
        assertThat(gateway.database().number("SELECT COUNT(*) FROM shop_guard WHERE version = 2"))
                .isGreaterThanOrEqualTo(30);
    }

    @Test
    void what_was_repaired_and_what_a_person_should_see_is_listed_by_kind_in_both_languages() throws Exception {
        assertThat(get(shop("/notes")).body())
                .contains("was told again, and says so now")
                .contains("No money has moved");
        assertThat(get(shop("/notes?kind=REPAIRED")).body())
                .contains("was told again")
                .doesNotContain("No money has moved");
        assertThat(get(shop("/notes?kind=ATTENTION&lang=zh-CN")).body()).contains("款项并未退回");
        assertThat(get(shop("/notes?lang=en")).body()).contains("Repaired");
    }

    @Test
    void there_is_nothing_for_strangers_and_for_stores_without_a_shop() throws Exception {
        var other = gateway.newShop();
        assertThat(get(console("/stores/" + other.store() + "/shop")).statusCode())
                .isEqualTo(404);
        var mine = gateway.newShop(merchant, null, List.of(dev.tillgate.merchant.Scope.values()));
        assertThat(get(console("/stores/" + mine.store() + "/shop")).statusCode())
                .isEqualTo(404);
        assertThat(get(console("/stores/" + mine.store())).body()).doesNotContain("id=\"shop\"");
        assertThat(post(console("/stores/" + other.store() + "/shop/again"), Map.of("form", code))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_message_for_no_shop_or_of_more_than_a_mebibyte_is_not_taken() throws Exception {
        assertThat(message("/hooks/shops/" + StoreId.next(), 10)).isEqualTo(404);
        assertThat(message("/hooks/shops/elsewhere", 10)).isEqualTo(404);
        assertThat(message("/hooks/shops/" + StoreId.next(), (1 << 20) + 1)).isEqualTo(413);
        assertThat(gateway.database().number("SELECT COUNT(*) FROM shop_message"))
                .isZero();
    }

    @Test
    void the_pages_fit_a_small_dark_phone_and_read_well_to_a_screen_reader() throws Exception {
        List<String> complaints = new ArrayList<>();
        try (Browser browser = Browser.start()) {
            try (BrowserContext phone =
                    browser.profile(Browser.phone(320).setColorScheme(ColorScheme.DARK), complaints)) {
                Page page = logIn(phone);
                page.navigate(console("/stores/" + store));
                look(page, "store-shop-phone");
                page.navigate(shop("?lang=zh-CN"));
                look(page, "shop-phone");
                page.navigate(shop("/notes"));
                look(page, "shop-notes-phone");
            }
            try (BrowserContext desk = browser.profile(Browser.desktop(), complaints)) {
                Page page = logIn(desk);
                page.navigate(console("/stores/" + store));
                look(page, "store-shop");
                page.navigate(shop(""));
                look(page, "shop");
                page.navigate(shop("/notes"));
                look(page, "shop-notes");
            }
        }
        assertThat(complaints).isEmpty();
    }

    private static Page logIn(BrowserContext profile) {
        Page page = profile.newPage();
        page.navigate(console("/login"));
        page.fill("input[name=email]", "owner@shop.example");
        page.fill("input[name=password]", PASSWORD);
        page.click("main button");
        return page;
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

    private static void trouble(String reference, String status, String reason) {
        gateway.database()
                .execute("INSERT INTO shop_guard (merchant_id, order_id, store_id, reference, version, status, reason,"
                        + " details, tries, told_again, since, due_at) VALUES ('" + merchant + "', '" + OrderId.next()
                        + "', '" + store + "', '" + reference + "', 1, '" + status + "', '" + reason
                        + "', '{\"why\":\"HTTP 503\"}', 4, FALSE, '2026-11-25 08:00:00', '2026-11-26 08:00:00')");
    }

    private static ShopNote note(ShopNote.Kind kind, String reference, String what) {
        return new ShopNote(
                merchant, ShopNote.next(), store, OrderId.next(), reference, kind, what, Map.of(), Instant.now());
    }

    private static long rows(String page) {
        return Pattern.compile("data-order=").matcher(page).results().count();
    }

    private static int message(String path, int bytes) throws Exception {
        return OWNER.send(
                        HttpRequest.newBuilder(URI.create(gateway.url() + path))
                                .POST(BodyPublishers.ofByteArray(new byte[bytes]))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
    }

    private static String shop(String path) {
        return console("/stores/" + store + "/shop" + path);
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
        return OWNER.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(fields.entrySet().stream()
                                .map(field -> field.getKey() + "="
                                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                                .collect(Collectors.joining("&"))))
                        .build(),
                BodyHandlers.ofString());
    }
}
