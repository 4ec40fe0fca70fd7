package dev.tillgate.webapp.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.webapp.page.Browser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every state of the checkout as a buyer's browser shows it. Pictures are left in {@code target/screenshots}. */
class CheckoutGalleryTest {
    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final Pattern LOADED = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"");
    private static final int MOST_BYTES = 60_000;

    private static Browser browser;
    private static CheckoutStand stand;
    private static Gallery gallery;
    private static Map<String, PaymentId> payments;

    @BeforeAll
    static void hangThePictures() throws Exception {
        browser = Browser.start();
        stand = new CheckoutStand();
        gallery = new Gallery(stand.stage);
        payments = gallery.payments();
    }

    @AfterAll
    static void takeThemDown() throws Exception {
        if (stand != null) {
            stand.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void everyStateShowsItselfOnADesktop() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = browser.profile(Browser.desktop(), complaints);
                Page page = context.newPage()) {
            payments.forEach((name, payment) -> {
                page.navigate(stand.link(payment));
                assertThat(page.locator("main").getAttribute("data-state"))
                        .as(name)
                        .isEqualTo(name.split("\\.")[0]);
                assertThat(page.locator("h1").count()).as(name).isEqualTo(1);
                assertThat(page.locator(".slip .amount").textContent()).isEqualTo("€1,234.50");
                assertThat(Browser.accessibilityComplaints(page)).as(name).isEmpty();
                picture(page, name + "-desktop");
            });
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void everyStateFitsTheSmallestPhoneWithoutScrollingSideways() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = browser.profile(Browser.phone(320), complaints);
                Page page = context.newPage()) {
            payments.forEach((name, payment) -> {
                for (String language : List.of("en", "zh-CN")) {
                    page.navigate(stand.link(payment) + "?lang=" + language);
                    Object wide = page.evaluate("() => document.documentElement.scrollWidth");
                    assertThat(wide).as(name + " in " + language).isEqualTo(320);
                    picture(page, name + "-320-" + language);
                }
            });
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void everyStateIsReadableInTheDarkAndInChinese() {
        List<String> complaints = new ArrayList<>();
        com.microsoft.playwright.Browser.NewContextOptions dark =
                Browser.phone(390).setColorScheme(ColorScheme.DARK).setLocale("zh-CN");
        try (BrowserContext context = browser.profile(dark, complaints);
                Page page = context.newPage()) {
            payments.forEach((name, payment) -> {
                page.navigate(stand.link(payment));
                assertThat(page.locator("html").getAttribute("lang")).isEqualTo("zh-CN");
                assertThat(page.locator("h1").textContent()).as(name).matches(".*\\p{IsHan}.*");
                assertThat(Browser.accessibilityComplaints(page)).as(name).isEmpty();
                picture(page, name + "-dark-zh");
            });
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aPageWeighsLittleWithEverythingItLoads() {
        try (BrowserContext context = browser.profile(Browser.desktop(), new ArrayList<>())) {
            payments.forEach((name, payment) -> {
                String html = text(context, stand.link(payment));
                Set<String> loaded = new TreeSet<>();
                LOADED.matcher(html).results().forEach(found -> loaded.add(found.group(1)));
                int bytes = html.getBytes(StandardCharsets.UTF_8).length
                        + loaded.stream()
                                .mapToInt(path ->
                                        text(context, stand.address() + path).length())
                                .sum();
                assertThat(loaded).as(name).hasSize(4);
                assertThat(bytes).as(name).isLessThan(MOST_BYTES);
            });
        }
    }

    private static String text(BrowserContext context, String address) {
        return context.request().get(address).text();
    }

    @Test
    void aReceiptCanBePrinted() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = browser.profile(Browser.desktop(), complaints);
                Page page = context.newPage()) {
            for (String name : List.of("paid", "partly_refunded", "refunded", "reserved")) {
                page.navigate(stand.link(gallery.payment(name)) + "/receipt");
                assertThat(page.locator("h1").textContent()).isEqualTo("Receipt");
                assertThat(page.locator("tfoot").textContent()).contains("€1,234.50");
                assertThat(Browser.accessibilityComplaints(page)).as(name).isEmpty();
                picture(page, "receipt-" + name);
            }
            page.emulateMedia(new Page.EmulateMediaOptions().setMedia(com.microsoft.playwright.options.Media.PRINT));
            assertThat(page.locator(".print").isVisible()).isFalse();
            picture(page, "receipt-print");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void aWrongLinkIsAnsweredCalmly() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = browser.profile(Browser.phone(390), complaints);
                Page page = context.newPage()) {
            page.navigate(stand.address() + "/pay/nothing");
            assertThat(page.locator("h1").textContent()).isEqualTo("This link does not lead to a payment");
            assertThat(Browser.accessibilityComplaints(page)).isEmpty();
            picture(page, "missing");
        }
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
    }
}
