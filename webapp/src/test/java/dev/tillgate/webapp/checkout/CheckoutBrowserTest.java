package dev.tillgate.webapp.checkout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.Outcome;
import dev.tillgate.webapp.page.Browser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What buyers do, in a real browser; the provider's answers are given by the test. */
class CheckoutBrowserTest {
    private static Browser browser;
    private static CheckoutStand stand;
    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.start();
        stand = new CheckoutStand();
        stage = stand.stage;
        stage.answer("card", attempt -> Stage.must(new NextAction.Redirect(stand.address() + "/pay/elsewhere", null)));
        stage.answer("wallet", attempt -> new Outcome.Declined(DeclineReason.LIMIT_EXCEEDED, "61"));
        stage.answer("qr", attempt -> Stage.scan());
        stage.answer("bank_transfer", attempt -> Stage.transfer());
    }

    @AfterAll
    static void close() throws Exception {
        if (stand != null) {
            stand.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void aScannedCodeTurnsThePageToPaidByItself() {
        buyer(Browser.phone(390), (page, payment) -> {
            page.navigate(stand.link(payment));
            press(page, "qr");
            assertThat(heading(page)).hasText("Scan to pay");
            assertThat(page.locator(".qr svg path")).hasCount(2);
            assertThat(page.locator("time[data-until]")).hasText(java.util.regex.Pattern.compile("4:[0-5]\\d"));
            stage.say(payment, collected());
            assertThat(heading(page)).hasText("Paid. Thank you!");
            assertThat(page.locator("#said")).hasText("Paid. Thank you!");
            assertThat(heading(page)).isFocused();
            assertThat(page).hasTitle("Paid. Thank you! · Tea & Leaf");
        });
    }

    @Test
    void afterADeclineThePageSaysWhyAndOffersTheNextBest() {
        buyer(Browser.desktop(), (page, payment) -> {
            page.navigate(stand.link(payment));
            press(page, "wallet");
            assertThat(page.locator(".notice.bad")).containsText("Nothing was charged");
            assertThat(page.locator(".notice.bad")).containsText("above a limit");
            assertThat(page.locator(".method").first()).containsText("Recommended");
            assertThat(page.locator(".method").first()).not().containsText("wallet");
            assertThat(page.locator(".method").last()).containsText("Try again: Wallet");
            press(page, "qr");
            stage.say(payment, collected());
            assertThat(heading(page)).hasText("Paid. Thank you!");
        });
    }

    @Test
    void aMethodOnAnotherPageLeadsThereAndBackToTheTruth() {
        buyer(
                Browser.desktop(),
                (page, payment) -> {
                    page.navigate(stand.link(payment));
                    press(page, "card");
                    page.waitForURL("**/pay/elsewhere");
                    stage.whenLookedAt(asked -> stage.say(asked, collected()));
                    page.navigate(stand.link(payment) + "/return");
                    assertThat(heading(page)).hasText("Paid. Thank you!");
                    stage.whenLookedAt(asked -> {});
                    assertThat(page.locator(".actions .primary")).hasAttribute("href", "https://shop.example/thanks");
                },
                false);
    }

    @Test
    void inDoubtNobodyIsAskedToPayAgainAndTheAnswerComesToTheSamePlace() {
        buyer(Browser.phone(360), (page, payment) -> {
            stage.begin(payment, "card", java.time.Instant.now());
            stage.say(payment, new Outcome.Unknown("no answer"));
            page.navigate(stand.link(payment));
            assertThat(heading(page)).hasText("Do not pay again, we are checking");
            assertThat(page.locator(".method")).hasCount(0);
            stage.say(payment, new Outcome.Declined(DeclineReason.PROCESSING_ERROR, "91"));
            assertThat(heading(page)).hasText("How would you like to pay?");
            assertThat(page.locator("#said")).containsText("Nothing was charged");
            assertThat(page.locator(".method")).hasCount(4);
        });
    }

    @Test
    void twoTabsShareOneCodeAndBothSeeThatItIsPaid() {
        buyer(Browser.desktop(), (page, payment) -> {
            try (Page second = page.context().newPage()) {
                page.navigate(stand.link(payment));
                second.navigate(stand.link(payment));
                press(page, "qr");
                assertThat(heading(page)).hasText("Scan to pay");
                assertThat(heading(second)).hasText("Scan to pay");
                stage.say(payment, collected());
                assertThat(heading(page)).hasText("Paid. Thank you!");
                assertThat(heading(second)).hasText("Paid. Thank you!");
                assertThat(attempts(payment)).hasSize(1);
            }
        });
    }

    @Test
    void aFormLeftOpenInAnotherTabCannotPayAPaidOrder() {
        stage.answer("bank_transfer", attempt -> Stage.transfer());
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = browser.profile(Browser.desktop().setJavaScriptEnabled(false), complaints);
                Page stale = context.newPage()) {
            PaymentId payment = stage.order(Stage.BUYER);
            stale.navigate(stand.link(payment));
            stage.begin(payment, "card", java.time.Instant.now());
            stage.say(payment, collected());
            press(stale, "bank_transfer");
            assertThat(heading(stale)).hasText("Paid. Thank you!");
            assertThat(stale.locator(".notice.ok")).containsText("This order is already paid");
            assertThat(attempts(payment)).hasSize(1);
        }
    }

    @Test
    void withoutAScriptEverythingStillWorks() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = browser.profile(Browser.phone(360).setJavaScriptEnabled(false), complaints);
                Page page = context.newPage()) {
            PaymentId payment = stage.order(Stage.BUYER);
            page.navigate(stand.link(payment));
            press(page, "bank_transfer");
            assertThat(heading(page)).hasText("Transfer the money from your bank");
            assertThat(page.locator(".copy").first()).isHidden();
            page.locator(".other summary").click();
            press(page, "qr");
            assertThat(heading(page)).hasText("Scan to pay");
            assertThat(page.locator(".countdown")).containsText("5 min");
            stage.say(payment, collected());
            page.getByText("Check again").click();
            assertThat(heading(page)).hasText("Paid. Thank you!");
            page.getByText("Receipt").click();
            assertThat(heading(page)).hasText("Receipt");
        }
        assertThat(complaints).isEmpty();
    }

    @Test
    void theLanguageCanBeSwitchedAndStaysSwitched() {
        buyer(Browser.desktop(), (page, payment) -> {
            page.navigate(stand.link(payment));
            page.locator(".languages a[lang=zh-CN]").click();
            assertThat(heading(page)).hasText("请选择付款方式");
            press(page, "qr");
            assertThat(heading(page)).hasText("扫码付款");
            stage.say(payment, collected());
            assertThat(heading(page)).hasText("付款成功，谢谢！");
            assertThat(page.locator("html")).hasAttribute("lang", "zh-CN");
        });
    }

    @Test
    void theWholeWayIsDoneWithTheKeyboard() {
        buyer(Browser.desktop(), (page, payment) -> {
            page.navigate(stand.link(payment));
            page.keyboard().press("Tab");
            assertThat(page.locator(".skip")).isFocused();
            page.locator(".method[value=qr]").focus();
            page.keyboard().press("Enter");
            assertThat(heading(page)).hasText("Scan to pay");
        });
    }

    @Test
    void withoutAStreamThePageAsksFromTimeToTime() {
        buyer(Browser.desktop(), (page, payment) -> {
            page.route(
                    "**/events**",
                    route -> route.fulfill(new com.microsoft.playwright.Route.FulfillOptions().setStatus(204)));
            page.navigate(stand.link(payment));
            press(page, "qr");
            assertThat(heading(page)).hasText("Scan to pay");
            stage.say(payment, collected());
            assertThat(heading(page)).hasText("Paid. Thank you!");
        });
    }

    @Test
    void aCopiedValueIsTheWholeValue() {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = browser.profile(
                        Browser.desktop().setPermissions(List.of("clipboard-read", "clipboard-write")), complaints);
                Page page = context.newPage()) {
            PaymentId payment = stage.order(Stage.BUYER);
            page.navigate(stand.link(payment));
            press(page, "bank_transfer");
            page.getByLabel("Copy IBAN").click();
            assertThat(page.locator("#said")).hasText("Copied");
            assertThat(page.evaluate("() => navigator.clipboard.readText()")).isEqualTo("XX00 SAND BOX0 0000 0000 00");
        }
        assertThat(complaints).isEmpty();
    }

    private static void buyer(
            com.microsoft.playwright.Browser.NewContextOptions window, BiConsumer<Page, PaymentId> story) {
        buyer(window, story, true);
    }

    private static void buyer(
            com.microsoft.playwright.Browser.NewContextOptions window,
            BiConsumer<Page, PaymentId> story,
            boolean strict) {
        List<String> complaints = new ArrayList<>();
        try (BrowserContext context = browser.profile(window, complaints);
                Page page = context.newPage()) {
            story.accept(page, stage.order(Stage.BUYER));
        }
        if (strict) {
            assertThat(complaints).isEmpty();
        }
    }

    private static void press(Page page, String method) {
        page.locator(".method[value=" + method + "]").click();
    }

    private static Locator heading(Page page) {
        return page.locator("h1");
    }

    private static List<Attempt> attempts(PaymentId payment) {
        return stage.view(stage.merchant(), payment).orElseThrow().attempts();
    }

    private static Outcome collected() {
        return new Outcome.Done(Outcome.Effect.CAPTURED, "ch_1", Stage.PRICE);
    }
}
