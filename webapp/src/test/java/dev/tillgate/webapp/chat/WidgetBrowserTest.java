package dev.tillgate.webapp.chat;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.page.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The chat on the demo shop's pages in a real browser: a conversation pays while its card is looked at. */
class WidgetBrowserTest {
    private static GatewayUnderTest gateway;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        gateway = GatewayUnderTest.start(Map.of("TILLGATE_SAMPLE", "true", "TILLGATE_CALLBACK_ALLOW_PRIVATE", "false"));
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void a_chinese_conversation_on_a_phone_ends_in_a_paid_order_while_its_card_changes() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext buyer = browser.profile(Browser.phone(360), complaints)) {
            Page shop = order(buyer);
            shop.navigate(shop.url() + "?lang=zh-CN");
            open(shop, "你");
            write(shop, "我要付款");
            assertThat(shop.locator(".choices button").first()).hasText("好的，付款");
            picture(shop, "chat-confirm-zh");
            shop.locator(".choices button").first().click();
            Locator card = shop.locator(".panel .card");
            assertThat(card).hasAttribute("data-status", "pay");
            assertThat(card).containsText("€31.30");
            picture(shop, "chat-card-zh");

            payBesides(buyer, card.locator(".go").getAttribute("href"), "4242 4242 4242 4242");
            assertThat(card).hasAttribute("data-status", "paid");
            assertThat(shop.locator("#state")).hasAttribute("data-state", "paid");
            assertThat(shop.locator(".log")).containsText("打分");
            write(shop, "5 很好");
            assertThat(shop.locator(".log")).containsText("感谢您的反馈");
            picture(shop, "chat-paid-zh");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void an_english_one_goes_on_after_a_decline_and_a_new_page_knows_what_was_said() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext buyer = browser.profile(Browser.desktop(), complaints)) {
            Page shop = order(buyer);
            open(shop, "Hello");
            write(shop, "How can I pay?");
            assertThat(shop.locator(".log")).containsText("These ways to pay are offered");
            write(shop, "pay my order");
            shop.locator(".choices button").first().click();
            Locator card = shop.locator(".panel .card");
            assertThat(card).hasAttribute("data-status", "pay");
            assertThat(Browser.accessibilityComplaints(shop)).isEmpty();
            shop.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            assertThat(Browser.accessibilityComplaints(shop)).as("in the dark").isEmpty();
            picture(shop, "chat-card-dark");

            String link = card.locator(".go").getAttribute("href");
            payBesides(buyer, link, "4000 0000 0000 9995");
            assertThat(shop.locator(".log")).containsText("did not work");
            assertThat(shop.locator(".log")).containsText("I would suggest");
            picture(shop, "chat-declined-dark");

            shop.reload();
            assertThat(shop.locator(".log")).containsText("did not work");
            write(shop, "use the wallet instead");
            assertThat(shop.locator(".panel .card").last()).hasAttribute("data-status", "pay");
            approveInWallet(buyer, link);
            assertThat(shop.locator(".panel .card").last()).hasAttribute("data-status", "paid");
            write(shop, "did my payment arrive?");
            assertThat(shop.locator(".log")).containsText("Please do not pay again");
            shop.keyboard().press("Escape");
            assertThat(shop.locator(".panel")).isHidden();
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void who_asks_for_a_person_is_answered_from_the_console() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext buyer = browser.profile(Browser.desktop(), complaints);
                BrowserContext owner = browser.profile(Browser.desktop(), complaints)) {
            Page shop = order(buyer);
            open(shop, "Hello");
            write(shop, "I want to talk to a human");
            assertThat(shop.locator(".log")).containsText("colleague");

            Page console = owner.newPage();
            logIn(console);
            console.navigate(gateway.url() + "/console/stores");
            console.locator(".tiles a").first().click();
            console.locator("a[href$='/chat']").click();
            look(console, "chats");
            console.locator("main li a").first().click();
            assertThat(console.locator(".timeline")).containsText("I want to talk to a human");
            look(console, "conversation");
            console.locator("textarea").fill("Good morning, this is Lin.");
            console.locator("button[value=say]").click();
            assertThat(shop.locator(".said.person")).containsText("this is Lin");
            write(shop, "hello?");
            assertThat(shop.locator(".said").last()).containsText("hello?");
            console.locator("button[value=resend]").click();
            assertThat(shop.locator(".panel .card")).hasAttribute("data-status", "pay");
            console.locator("button[value=propose_refund]").click();
            assertThat(console.locator("main")).containsText("Asks for a refund");
            console.locator("button[value=cancel]").click();
            assertThat(shop.locator(".panel .card").last()).hasAttribute("data-status", "canceled");
            look(console, "conversation-deeds");
            console.locator("button[value=give_back]").click();
            write(shop, "how can I pay?");
            assertThat(shop.locator(".log")).containsText("These ways to pay are offered");
        }
        assertThat(complaints).isEmpty();
    }

    private static void logIn(Page console) {
        String setup = Stream.of(String.join(" ", gateway.banner()).split(" "))
                .filter(word -> word.contains("/console/setup/"))
                .findFirst()
                .orElseThrow();
        console.navigate(setup);
        console.locator("input[name=email]").fill("owner@shop.example");
        console.locator("input[name=password]").fill("correct horse battery");
        console.locator("form button.primary").click();
        console.waitForURL("**/console/payments**");
    }

    private static void look(Page page, String name) {
        picture(page, name);
        assertThat(Browser.accessibilityComplaints(page)).as(name).isEmpty();
        page.setViewportSize(320, 700);
        picture(page, name + "-320");
        Object overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
        assertThat(((Number) overflow).intValue()).as(name + " fits 320 pixels").isNotPositive();
        page.setViewportSize(1200, 850);
    }

    @Test
    void the_script_is_small() throws IOException {
        try (InputStream script = Browser.class.getResourceAsStream("assets/chat-widget.js")) {
            assertThat(script).isNotNull();
            assertThat(script.readAllBytes()).hasSizeLessThanOrEqualTo(25_000);
        }
    }

    private static Page order(BrowserContext buyer) {
        Page shop = buyer.newPage();
        shop.navigate(gateway.url() + "/demo");
        shop.locator("form[action$='/demo/cart'] button").first().click();
        shop.navigate(gateway.url() + "/demo");
        shop.locator("form[action$='/demo/cart'] button").nth(1).click();
        shop.locator(".order-form button").click();
        shop.waitForURL("**/pay/**");
        shop.navigate(gateway.url() + "/demo/orders/"
                + gateway.database().text("SELECT number FROM demo_order ORDER BY created_at DESC LIMIT 1"));
        return shop;
    }

    private static void open(Page shop, String greeting) {
        shop.locator(".toggle").click();
        assertThat(shop.locator(".log")).containsText(greeting);
        assertThat(shop.locator(".choices button")).hasCount(3);
    }

    private static void write(Page shop, String text) {
        shop.locator(".panel textarea").fill(text);
        shop.keyboard().press("Enter");
        assertThat(shop.locator(".said.buyer").last()).containsText(text);
    }

    /** In another tab, as the link opens. */
    private static void payBesides(BrowserContext buyer, String link, String card) {
        try (Page page = buyer.newPage()) {
            page.navigate(link);
            page.locator(
                            "form[action$='/start'] button[value=card], form[action$='/start']:has(input[value=card]) button")
                    .first()
                    .click();
            page.waitForURL("**/sandbox/**");
            page.locator("#number").fill(card);
            page.locator("#expiry").fill("12/34");
            page.locator("#cvc").fill("123");
            page.locator("button[value=pay]").click();
            page.waitForURL("**/pay/**");
        }
    }

    private static void approveInWallet(BrowserContext buyer, String link) {
        try (Page page = buyer.newPage()) {
            page.navigate(link);
            page.locator(
                            "form[action$='/start'] button[value=wallet], form[action$='/start']:has(input[value=wallet]) button")
                    .first()
                    .click();
            page.waitForURL("**/sandbox/**");
            page.locator("button[value=approve]").click();
            page.waitForURL("**/pay/**");
        }
    }

    private static void picture(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "pictures", name + ".png")));
    }
}
