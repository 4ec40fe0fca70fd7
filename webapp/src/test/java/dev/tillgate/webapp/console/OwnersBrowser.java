package dev.tillgate.webapp.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tillgate.merchant.Scope;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import dev.tillgate.webapp.page.Browser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A gateway with its sample data, and its owner with a real browser. With {@code -Dpictures=DIR} pages are kept as pictures. */
final class OwnersBrowser implements AutoCloseable {
    private static final String EMAIL = "o@shop.example";
    private static final String PASSWORD = "correct horse battery";

    final GatewayUnderTest gateway;
    private final Browser browser;
    private final List<String> complaints = new ArrayList<>();

    OwnersBrowser() {
        browser = Browser.start();
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true"));
        String setup = gateway.banner().stream()
                .flatMap(line -> Stream.of(line.split(" ")))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow();
        try (BrowserContext owner = browser.profile(Browser.desktop(), complaints)) {
            Page page = owner.newPage();
            page.navigate(setup);
            enter(page);
        }
    }

    /** One more store of the owner's, with a client. */
    Shop newShop() {
        MerchantId merchant = new MerchantId(gateway.database().text("SELECT merchant_id FROM console_user"));
        return gateway.newShop(merchant, null, EnumSet.allOf(Scope.class));
    }

    /** Does something in a desktop window, logged in. */
    void does(Consumer<Page> what) {
        in(Browser.desktop(), what);
    }

    private void in(com.microsoft.playwright.Browser.NewContextOptions window, Consumer<Page> what) {
        try (BrowserContext owner = browser.profile(window, complaints)) {
            Page page = owner.newPage();
            page.navigate(gateway.url() + "/console/login");
            enter(page);
            what.accept(page);
        }
    }

    private static void enter(Page page) {
        page.fill("[name=email]", EMAIL);
        page.fill("[name=password]", PASSWORD);
        page.click("form button.primary");
    }

    /** Desktop and a small phone, light and dark, English and Chinese: nothing is cut off, and everybody can read it. */
    void looksAtAll(Map<String, String> pages) {
        var windows = Map.of(
                "desktop", Browser.desktop(),
                "dark", Browser.desktop().setColorScheme(ColorScheme.DARK),
                "phone", Browser.phone(320),
                "phone-zh-dark",
                        Browser.phone(320).setColorScheme(ColorScheme.DARK).setLocale("zh-CN"));
        windows.forEach((window, options) -> in(
                options,
                page -> pages.forEach((name, path) -> {
                    page.navigate(gateway.url() + path);
                    picture(page, name + "-" + window);
                    assertThat((Boolean) page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"))
                            .as(name + " " + window)
                            .isTrue();
                    assertThat(Browser.accessibilityComplaints(page))
                            .as(name + " " + window)
                            .isEmpty();
                })));
        assertThat(complaints).isEmpty();
    }

    private static void picture(Page page, String name) {
        String folder = System.getProperty("pictures");
        if (folder != null) {
            page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(Path.of(folder, name + ".png")));
        }
    }

    @Override
    public void close() {
        gateway.close();
        browser.close();
    }
}
