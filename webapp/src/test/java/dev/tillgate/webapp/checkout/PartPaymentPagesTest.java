package dev.tillgate.webapp.checkout;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.AmountTerms;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Payer;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentPolicy;
import dev.tillgate.payment.PaymentPolicy.Late;
import dev.tillgate.payment.PaymentPolicy.Over;
import dev.tillgate.payment.PaymentPolicy.Tolerance;
import dev.tillgate.payment.PaymentPolicy.Under;
import dev.tillgate.provider.Outcome;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the buyer reads when a transfer brought too little, too much, or came too late; the price is €1,234.50. */
class PartPaymentPagesTest {
    private static final Money PART = Money.ofMinor(100_000, "EUR");

    private static CheckoutStand stand;
    private static Stage stage;

    @BeforeAll
    static void open() throws Exception {
        stand = new CheckoutStand();
        stage = stand.stage;
        stage.answer("bank_transfer", attempt -> Stage.transfer());
        stage.answer("qr", attempt -> Stage.scan());
    }

    @AfterAll
    static void close() throws Exception {
        stand.close();
    }

    @Test
    void the_same_link_says_what_was_received_and_asks_for_the_rest() {
        PaymentId payment = stage.order(Stage.BUYER);
        stage.start(stage.merchant(), payment, "bank_transfer", Payer.UNKNOWN);
        arrives(payment, PART, Under.TOP_UP, Over.REFUND);

        String page = page(payment, "en");
        assertThat(page)
                .contains("Received €1,000.00. €234.50 is missing.")
                .contains("Choose how to pay the remaining €234.50")
                .contains("<strong class=\"amount number\">€234.50</strong>")
                .contains("Of €1,234.50 in all, €1,000.00 was received.")
                .contains("data-state=\"choose\"")
                .doesNotContain("Nothing was charged");
        assertThat(page(payment, "zh-CN")).contains("已收到 €1,000.00，还差 €234.50。");

        stage.start(stage.merchant(), payment, "qr", Payer.UNKNOWN);
        assertThat(page(payment, "en"))
                .contains("data-state=\"scan\"")
                .contains("scan this code and confirm €234.50")
                .contains("Received €1,000.00.");

        stage.say(payment, new Outcome.Done(Outcome.Effect.CAPTURED, "ch_2", Money.ofMinor(23_450, "EUR")));
        assertThat(page(payment, "en"))
                .contains("Paid. Thank you!")
                .doesNotContain("is missing")
                .contains("<strong class=\"amount number\">€1,234.50</strong>");
    }

    @Test
    void a_decline_of_the_rest_is_explained_beside_what_was_received() {
        PaymentId payment = stage.order(Stage.BUYER);
        stage.start(stage.merchant(), payment, "bank_transfer", Payer.UNKNOWN);
        arrives(payment, PART, Under.TOP_UP, Over.REFUND);
        stage.begin(payment, "card", Instant.now());
        stage.say(payment, new Outcome.Declined(DeclineReason.INSUFFICIENT_FUNDS, "51"));

        assertThat(page(payment, "en"))
                .contains("There is not enough money in the account.")
                .contains("Received €1,000.00. €234.50 is missing.");
    }

    @Test
    void what_was_too_little_goes_back_and_the_whole_is_asked_for() {
        PaymentId payment = stage.order(Stage.BUYER);
        stage.start(stage.merchant(), payment, "bank_transfer", Payer.UNKNOWN);
        arrives(payment, PART, Under.REFUND, Over.REFUND);

        assertThat(page(payment, "en"))
                .contains("Your transfer did not bring the whole amount")
                .contains("€1,000.00 of what you sent is on its way back to you.")
                .contains("<strong class=\"amount number\">€1,234.50</strong>")
                .contains("data-waiting=\"true\"");
    }

    @Test
    void an_excess_is_told_of_whether_it_goes_back_or_stays() {
        PaymentId back = stage.order(Stage.BUYER);
        stage.start(stage.merchant(), back, "bank_transfer", Payer.UNKNOWN);
        arrives(back, Money.ofMinor(130_000, "EUR"), Under.TOP_UP, Over.REFUND);
        assertThat(page(back, "en"))
                .contains("Paid. Thank you!")
                .contains("€65.50 of what you sent is on its way back to you.");

        PaymentId kept = stage.order(Stage.BUYER);
        stage.start(stage.merchant(), kept, "bank_transfer", Payer.UNKNOWN);
        arrives(kept, Money.ofMinor(130_000, "EUR"), Under.TOP_UP, Over.KEEP);
        assertThat(page(kept, "en")).contains("You paid €65.50 more than the order. Tea &amp; Leaf has been told");
    }

    @Test
    void a_part_of_a_payment_that_ended_is_never_called_not_charged() {
        PaymentId payment = stage.order(Stage.BUYER);
        stage.start(stage.merchant(), payment, "bank_transfer", Payer.UNKNOWN);
        arrives(payment, PART, Under.TOP_UP, Over.REFUND);
        stage.change(payment, file -> stage.life().cancel(file, payment, Instant.now()));

        assertThat(page(payment, "en"))
                .contains("Your money goes back")
                .contains("€1,000.00 of what you sent is on its way back to you.")
                .doesNotContain("Nothing was charged");
    }

    private static void arrives(PaymentId payment, Money came, Under under, Over over) {
        PaymentPolicy policy = new PaymentPolicy(Late.ACCEPT, under, over, Tolerance.NONE);
        stage.change(payment, (OrderFile file) -> {
            file.judgeBy(attempt -> new AmountTerms(true, policy));
            Attempt attempt = file.attemptsOf(payment).getLast();
            Outcome done = new Outcome.Done(Outcome.Effect.CAPTURED, "ch_1", came);
            stage.life().answered(file, attempt.id(), done, Source.NOTIFICATION, Instant.now());
        });
    }

    private static String page(PaymentId payment, String language) {
        return given().header("Accept-Language", language)
                .get(stand.link(payment))
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }
}
