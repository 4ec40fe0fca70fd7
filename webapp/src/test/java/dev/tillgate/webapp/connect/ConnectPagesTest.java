package dev.tillgate.webapp.connect;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.page.Browser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages of connecting in a real browser: from the shop, over the log-in, to the shop; on a phone, in the dark. */
class ConnectPagesTest {
    private static final Path PICTURES = Path.of("target", "connect");
    private static final List<String> COMPLAINTS = new ArrayList<>();
    private static GatewayUnderTest gateway;
    private static Browser browser;
    private static FakePlugin plugin;

    @BeforeAll
    static void start() throws Exception {
        browser = Browser.start();
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true"));
        Merchant.owning(gateway);
        plugin = new FakePlugin();
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
            plugin.close();
            browser.close();
        }
    }

    @Test
    void from_the_shop_to_the_console_and_back() {
        try (BrowserContext window = browser.profile(Browser.desktop(), COMPLAINTS)) {
            Page page = window.newPage();
            page.navigate(plugin.connectUrl(gateway.url()));
            look(page, "login");
            page.fill("input[name=email]", Merchant.EMAIL);
            page.fill("input[name=password]", Merchant.PASSWORD);
            page.click("button.primary");
            look(page, "question");
            assertThat(page.innerText("h1")).contains("127.0.0.1");
            page.click("text=简体中文");
            look(page, "question-zh");
            page.click("text=English");
            page.click("button[value=approve]");
            page.waitForURL(url -> url.startsWith(plugin.back()));
            assertThat(page.url()).contains("&code=tg_co_", "&state=" + plugin.state());
            page.navigate(gateway.url() + "/console/stores");
            look(page, "stores");
            page.click(".tiles a");
            page.click("a[href$='/keys']");
            look(page, "keys");
        }
    }

    @Test
    void on_a_small_phone_in_the_dark() {
        try (BrowserContext window = browser.profile(Browser.phone(320).setColorScheme(ColorScheme.DARK), COMPLAINTS)) {
            Page page = window.newPage();
            page.navigate(plugin.connectUrl(gateway.url()) + "&lang=zh-CN");
            page.fill("input[name=email]", Merchant.EMAIL);
            page.fill("input[name=password]", Merchant.PASSWORD);
            page.press("input[name=password]", "Enter");
            look(page, "phone");
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
            page.navigate(gateway.url() + "/console/stores");
            look(page, "phone-stores");
            assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        }
    }

    private static void look(Page page, String name) {
        page.waitForLoadState();
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(PICTURES.resolve(name + ".png"))
                .setFullPage(true));
        assertThat(Browser.accessibilityComplaints(page)).as(name).isEmpty();
        assertThat(COMPLAINTS).as(name).isEmpty();
    }
}
