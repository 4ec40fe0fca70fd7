package dev.tillgate.provider.sandbox.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.simulator.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The payer's pages, without a browser. */
class BankPagesTest {
    private static BankHouse house;

    @BeforeAll
    static void open() {
        house = BankHouse.open();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static BankCharge started(String method, String order, Locale locale) {
        AttemptId attempt = AttemptId.next();
        house.start(new ChargeRequest(
                attempt,
                BankHouse.AMOUNT,
                method,
                null,
                CaptureMode.AUTOMATIC,
                order,
                "",
                "http://shop.test/back?a=1&b=2",
                house.shop.url() + "/notify",
                locale,
                Instant.now().plusSeconds(600),
                null));
        return house.charge(attempt);
    }

    private static BankCharge now(BankCharge charge) {
        return house.charge(new AttemptId(charge.terms().reference()));
    }

    private static String text(Reply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }

    @Test
    void everyTestCardDoesWhatTheListSays() {
        for (Map.Entry<String, Scenario> card : TestCards.all().entrySet()) {
            BankCharge charge = started("card", "A-1", Locale.ENGLISH);
            Reply reply = house.payer.typesCard(charge, TestCards.grouped(card.getKey()));
            assertThat(reply.status()).as(card.getKey()).isEqualTo(303);
            Scenario scenario = card.getValue();
            BankCharge.Status expected =
                    switch (scenario.ending()) {
                        case APPROVE -> BankCharge.Status.CAPTURED;
                        case DECLINE -> BankCharge.Status.DECLINED;
                        case CHALLENGE -> BankCharge.Status.AWAITING_PAYER;
                        default -> BankCharge.Status.PENDING;
                    };
            assertThat(now(charge).status()).as(card.getKey()).isEqualTo(expected);
            if (expected == BankCharge.Status.DECLINED) {
                assertThat(now(charge).state().declineCode()).isEqualTo(scenario.declineCode());
            }
        }
    }

    @Test
    void aRealCardNumberIsRefusedAndKeptNowhere() {
        BankCharge charge = started("card", "A-1", Locale.ENGLISH);
        Reply reply = house.payer.typesCard(charge, "4539 1488 0343 6467");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(text(reply)).contains("test cards only").doesNotContain("4539");
        assertThat(now(charge).status()).isEqualTo(BankCharge.Status.AWAITING_PAYER);
    }

    @Test
    void aPastDateAndABadCodeAreSaid() {
        BankCharge charge = started("card", "A-1", Locale.ENGLISH);
        String path = "/pay/" + house.bank.pageUrl(charge).replaceAll(".*/pay/", "");
        String number = "action=pay&number=4242424242424242";
        assertThat(text(house.payer.send("POST", path, number + "&expiry=01%2F20&cvc=123")))
                .contains("in the future");
        assertThat(text(house.payer.send("POST", path, number + "&expiry=13%2F34&cvc=123")))
                .contains("in the future");
        assertThat(text(house.payer.send("POST", path, number + "&expiry=12%2F34&cvc=12")))
                .contains("three or four digits");
        assertThat(now(charge).status()).isEqualTo(BankCharge.Status.AWAITING_PAYER);
    }

    @Test
    void pressingTwiceOrTooLateChangesNothing() {
        BankCharge charge = started("wallet", "A-1", Locale.ENGLISH);
        house.payer.presses(charge, "approve");
        house.payer.presses(charge, "cancel");
        house.payer.presses(charge, "approve");
        assertThat(now(charge).status()).isEqualTo(BankCharge.Status.CAPTURED);
        assertThat(now(charge).captured()).isEqualTo(BankHouse.AMOUNT);
    }

    @Test
    void aTransferBringsWhatWasSent() {
        BankCharge exact = started("bank_transfer", "A-1", Locale.ENGLISH);
        BankCharge less = started("bank_transfer", "A-2", Locale.ENGLISH);
        BankCharge more = started("bank_transfer", "A-3", Locale.ENGLISH);
        house.payer.presses(exact, "exact");
        house.payer.presses(less, "less");
        house.payer.presses(more, "more");
        assertThat(now(exact).captured()).isEqualTo(BankHouse.AMOUNT);
        assertThat(now(less).captured()).isEqualTo(Money.ofMinor(1107, "EUR"));
        assertThat(now(more).captured()).isEqualTo(Money.ofMinor(1353, "EUR"));
    }

    @Test
    void buttonsOfAnotherMethodDoNothing() {
        BankCharge card = started("card", "A-1", Locale.ENGLISH);
        for (String action : new String[] {"approve", "exact", "less", "more", "confirm", "", "nonsense"}) {
            house.payer.presses(card, action);
        }
        assertThat(now(card).status()).isEqualTo(BankCharge.Status.AWAITING_PAYER);
    }

    @Test
    void whatTheShopSaysIsShownAndNeverRun() {
        BankCharge charge = started("wallet", "<script>alert('x')</script>\"&", Locale.ENGLISH);
        Reply page = house.payer.opens(charge);
        assertThat(text(page))
                .doesNotContain("<script")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&quot;&amp;")
                .contains("Sandbox — no real money")
                .contains("12.30 EUR");
        assertThat(page.headers().get("content-security-policy"))
                .startsWith("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers())
                .containsEntry("referrer-policy", "no-referrer")
                .containsEntry("cache-control", "no-store");
    }

    @Test
    void theResultTakesThePayerBack() {
        BankCharge charge = started("wallet", "A-1", Locale.ENGLISH);
        house.payer.presses(charge, "approve");
        assertThat(text(house.payer.opens(charge)))
                .contains("Payment approved")
                .contains("content=\"2;url=http://shop.test/back?a=1&amp;b=2\"");
        BankCharge scanned = started("qr", "A-1", Locale.ENGLISH);
        house.payer.presses(scanned, "approve");
        assertThat(text(house.payer.opens(scanned))).contains("close this page").doesNotContain("http-equiv");
    }

    @Test
    void everyPageIsInTheBuyersLanguage() {
        for (String method : new String[] {"card", "wallet", "qr", "bank_transfer"}) {
            String page = text(house.payer.opens(started(method, "A-1", Locale.SIMPLIFIED_CHINESE)));
            assertThat(page).contains("lang=\"zh\"").contains("不涉及真实资金").doesNotContain("{{");
        }
    }

    @Test
    void anAddressThatIsNotSealedLeadsNowhere() {
        BankCharge charge = started("wallet", "A-1", Locale.ENGLISH);
        for (String path :
                new String[] {"/pay/" + charge.id(), "/pay/" + charge.id() + ".0000", "/pay/", "/", "/other"}) {
            assertThat(house.payer.send("GET", path, "").status()).as(path).isEqualTo(404);
            assertThat(house.payer.send("POST", path, "action=approve").status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(now(charge).status()).isEqualTo(BankCharge.Status.AWAITING_PAYER);
    }
}
