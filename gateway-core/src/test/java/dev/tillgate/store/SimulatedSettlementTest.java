package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.settlement.PayoutStatement;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementImport.Status;
import dev.tillgate.flow.settlement.SettlementReader.Payout;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Operation;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.settlement.SettlementFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bought, given back and charged for at a simulated provider; then its own settlement file is imported, and all agrees. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulatedSettlementTest {
    private SettlementScene scene;

    @BeforeAll
    void open() {
        scene = new SettlementScene(Instant.now());
    }

    /** The clock stands still; it begins now, as ids do. */
    @BeforeEach
    void empty() {
        scene.beginsWithForeignRefunds(Instant.now());
        scene.empty();
    }

    @AfterAll
    void close() {
        scene.close();
    }

    @ParameterizedTest
    @CsvSource({
        "stripe, card, EUR, 159, 0",
        "paypal, paypal, EUR, 191, 0",
        "alipay, alipay, CNY, 33, 0",
        "wechatpay, wechat_pay, CNY, 33, 2"
    })
    void what_was_bought_and_given_back_agrees_with_the_providers_own_file(
            String provider, String method, String currency, long fees, long feesBack) throws IOException {
        try (SettlementHouse house = new SettlementHouse(scene, provider)) {
            Attempt first = house.buys(method, Money.ofMinor(4_000, currency));
            Attempt second = house.buys(method, Money.ofMinor(1_500, currency));
            house.refunds(first, 300);
            house.refunds(first, 300);
            house.refunds(second, 100);
            scene.clock.move(Duration.ofDays(2));

            SettlementImport done = house.imported();

            assertThat(done.status()).isEqualTo(Status.DONE);
            assertThat(done.counts().bad()).isZero();
            assertThat(done.counts().open()).isZero();
            assertThat(done.counts().matched()).isGreaterThanOrEqualTo(6);
            assertThat(
                            scene.database.number(
                                    "SELECT COUNT(*) FROM settlement_row WHERE operation_id IS NOT NULL AND finding = 'MATCHED'"))
                    .as("each refund is the one it is")
                    .isEqualTo(3);
            assertThat(scene.posted("FEE")).isEqualTo(fees);
            assertThat(scene.posted("FEE_REVERSED")).isEqualTo(feesBack);
            assertThat(scene.posted("PAYOUT")).isEqualTo(4_000 + 1_500 - 700 - fees + feesBack);
            assertAddsUp(currency);
            assertThat(scene.balance("held:" + provider))
                    .as("paid out to the last cent")
                    .isZero();
            assertThat(scene.check.run(10)).isEmpty();
            assertThat(house.imported().counts().repeated())
                    .isEqualTo(done.counts().read());
        }
    }

    /** Disputes won and lost, a refund that comes back, money that is exchanged: it all comes to zero. */
    @ParameterizedTest
    @CsvSource({
        "stripe, card, EUR, EUR",
        "stripe, card, USD, EUR",
        "paypal, paypal, EUR, EUR",
        "paypal, paypal, USD, EUR"
    })
    void what_was_disputed_bounced_and_exchanged_agrees_with_the_providers_own_file(
            String provider, String method, String currency, String settlesIn) throws IOException {
        try (SettlementHouse house = new SettlementHouse(scene, provider)) {
            house.settlesIn(settlesIn);
            Attempt kept = house.buys(method, Money.ofMinor(4_000, currency));
            house.refunds(kept, 300);
            house.pays = "DISPUTE";
            house.buys(method, Money.ofMinor(2_000, currency));
            house.buys(method, Money.ofMinor(1_000, currency));
            house.decides();
            Attempt bouncing = house.buysWhatBounces(method, Money.ofMinor(5_000, currency));
            house.comesBack(bouncing, house.refunds(bouncing, 700));
            scene.clock.move(Duration.ofDays(2));

            SettlementImport done = house.imported();

            assertThat(done.status()).isEqualTo(Status.DONE);
            assertThat(done.counts().bad()).isZero();
            assertThat(scene.database.text("SELECT GROUP_CONCAT(word, ' ', finding) FROM settlement_row"
                            + " WHERE finding NOT IN ('MATCHED', 'NOT_NEEDED')"))
                    .isNull();
            assertThat(scene.database.number(
                            "SELECT COUNT(*) FROM settlement_row WHERE operation_id IS NOT NULL AND kind = 'REFUND'"))
                    .as("given back, gone out, come back")
                    .isEqualTo(3);
            assertThat(scene.database.number("SELECT COUNT(DISTINCT attempt_id) FROM settlement_row"
                            + " WHERE kind = 'DISPUTE' AND attempt_id IS NOT NULL"))
                    .as("each dispute is about its payment")
                    .isEqualTo(2);
            assertAddsUp(settlesIn);
            assertThat(scene.database.text("SELECT GROUP_CONCAT(x.currency, x.held) FROM (SELECT currency,"
                            + " SUM(IF(debit = 'held:" + provider + "', amount, 0) - IF(credit = 'held:" + provider
                            + "', amount, 0)) AS held FROM ledger_entry GROUP BY currency) x WHERE x.held <> 0"))
                    .as("paid out to the last cent in every currency")
                    .isNull();
            boolean exchanged = !currency.equals(settlesIn);
            assertThat(scene.posted("EXCHANGED_FROM") > 0).isEqualTo(exchanged);
            assertThat(scene.check.run(10)).isEmpty();
            assertThat(house.imported().counts().repeated())
                    .isEqualTo(done.counts().read());
        }
    }

    @ParameterizedTest
    @CsvSource({"stripe, card", "paypal, paypal"})
    void a_refund_that_comes_back_is_explained_as_soon_as_it_is_known(String provider, String method)
            throws IOException {
        try (SettlementHouse house = new SettlementHouse(scene, provider)) {
            Attempt bouncing = house.buysWhatBounces(method, Money.ofMinor(5_000, "EUR"));
            Operation refund = house.refunds(bouncing, 700);
            house.bounces();
            scene.clock.move(Duration.ofDays(2));

            SettlementImport early = house.imported();
            assertThat(early.counts().open())
                    .as("it is back there, and gone here")
                    .isEqualTo(1);

            house.learns(bouncing, refund);
            assertThat(scene.lookAgain()).isEqualTo(1);
            assertThat(scene.database.number("SELECT COUNT(*) FROM settlement_open"))
                    .isZero();
            assertThat(scene.balance("held:" + provider)).isZero();
            assertThat(scene.check.run(10)).isEmpty();
        }
    }

    /** Their account bills do not name a refund; the trade bill does, and with it the other is explained too. */
    @ParameterizedTest
    @CsvSource({"alipay, alipay", "wechatpay, wechat_pay"})
    void a_refund_made_on_the_providers_own_pages_is_booked_from_the_file_that_names_it(String provider, String method)
            throws IOException {
        try (SettlementHouse house = new SettlementHouse(scene, provider)) {
            Attempt attempt = house.buys(method, Money.ofMinor(4_000, "CNY"));
            house.refunds(attempt, 300);
            String number = house.givesBackElsewhere(attempt, 500);
            scene.clock.move(Duration.ofDays(2));

            assertThat(house.imported().counts().open())
                    .as("moved, and nobody says for what")
                    .isEqualTo(1);
            assertThat(atProvider()).isZero();

            String trade = Objects.requireNonNull(house.ref(attempt));
            String id = attempt.id().value();
            byte[] named = provider.equals("alipay")
                    ? SettlementFiles.alipayTrades(
                                    List.of(SettlementFiles.alipayTradeRow(trade, id, "退款", "-5.00", number)))
                            .getBytes(SettlementFiles.GBK)
                    : SettlementFiles.wechatTrades(List.of(SettlementFiles.wechatTradeRow(
                                    trade, id, "REFUND", openReference(), number, "SUCCESS", "0.00", "5.00")))
                            .getBytes(SettlementFiles.GBK);
            house.imported(named);
            house.imported(named);

            assertThat(atProvider()).isEqualTo(1);
            assertThat(scene.database.number("SELECT refunded FROM payment WHERE id = '" + attempt.payment() + "'"))
                    .isEqualTo(800);
            assertThat(scene.database.number("SELECT COUNT(*) FROM settlement_open"))
                    .isZero();
            assertThat(scene.balance("held:" + provider)).isZero();
            assertThat(scene.check.run(10)).isEmpty();
        }
    }

    /** It may be ours, whose answer is still missing. */
    @Test
    void while_a_refund_of_ours_is_in_doubt_none_is_booked_as_somebody_elses() throws IOException {
        try (SettlementHouse house = new SettlementHouse(scene, "stripe")) {
            Attempt attempt = house.buys("card", Money.ofMinor(4_000, "EUR"));
            Operation refund = house.refundsUnheard(attempt, 300);
            String bare = house.text().replaceAll("(att|opn)_[0-9a-z]{26}", "");

            assertThat(house.imported(bare.getBytes(StandardCharsets.UTF_8))
                            .counts()
                            .open())
                    .isEqualTo(1);
            assertThat(atProvider()).isZero();

            house.hears(attempt, refund);
            assertThat(scene.lookAgain()).isEqualTo(1);
            assertThat(atProvider()).isZero();
            assertThat(scene.database.number("SELECT refunded FROM payment WHERE id = '" + attempt.payment() + "'"))
                    .isEqualTo(300);
        }
    }

    @Test
    void a_refund_that_failed_before_it_was_known_to_succeed_cancels_itself() throws IOException {
        try (SettlementHouse house = new SettlementHouse(scene, "stripe")) {
            Attempt bouncing = house.buysWhatBounces("card", Money.ofMinor(5_000, "EUR"));
            Operation refund = house.refunds(bouncing, 700);
            // As if the answer had been lost, and the first news were that it has failed.
            scene.database.execute("DELETE FROM ledger_entry WHERE operation_id = '" + refund.id() + "'");
            scene.database.execute("UPDATE operation SET status = 'FAILED' WHERE id = '" + refund.id() + "'");
            scene.database.execute("UPDATE payment SET refunded = 0 WHERE id = '" + bouncing.payment() + "'");
            house.bounces();
            scene.clock.move(Duration.ofDays(2));

            assertThat(house.imported().counts().open()).isZero();
            assertThat(scene.balance("held:stripe")).isZero();
            assertThat(scene.check.run(10)).isEmpty();
        }
    }

    @Test
    void what_stripe_lets_go_of_a_reservation_is_no_difference() throws IOException {
        try (SettlementHouse house = new SettlementHouse(scene, "stripe")) {
            Attempt attempt = house.reserves("card", Money.ofMinor(4_000, "EUR"));
            house.captures(attempt, 2_500);
            scene.clock.move(Duration.ofDays(2));

            SettlementImport done = house.imported();

            assertThat(done.counts().open()).isZero();
            assertThat(done.counts().matched()).as("whole, let go, paid out").isEqualTo(3);
            assertThat(scene.posted("PAYOUT")).isEqualTo(2_500 - 72);
            assertAddsUp("EUR");
            assertThat(scene.balance("held:stripe")).isZero();
            assertThat(scene.check.run(10)).isEmpty();
        }
    }

    @Test
    void stripes_report_is_run_and_fetched_over_its_api() throws IOException {
        try (SettlementHouse house = new SettlementHouse(scene, "stripe")) {
            Attempt attempt = house.buys("card", Money.ofMinor(4_000, "EUR"));
            scene.clock.move(Duration.ofDays(2));
            Map<String, String> key = Map.of("Authorization", "Bearer " + house.secretKey());

            byte[] asked = "report_type=payout_reconciliation.itemized.5".getBytes(StandardCharsets.UTF_8);
            String run = new String(
                    house.send(Ask.post(SettlementHouse.BASE + "/v1/reporting/report_runs", key, asked))
                            .body(),
                    StandardCharsets.UTF_8);
            String url = run.replaceFirst("(?s).*\"url\":\"([^\"]+)\".*", "$1");
            String file = new String(house.send(Ask.get(url, key)).body(), StandardCharsets.UTF_8);

            assertThat(run).contains("\"status\":\"succeeded\"");
            assertThat(file).isEqualTo(house.text()).contains(attempt.id().value());
            assertThat(house.send(Ask.get(url, Map.of())).status()).isEqualTo(401);
        }
    }

    @Test
    void stripes_report_without_our_metadata_is_matched_by_stripes_own_ids() throws IOException {
        try (SettlementHouse house = new SettlementHouse(scene, "stripe")) {
            Attempt attempt = house.buys("card", Money.ofMinor(4_000, "EUR"));
            house.refunds(attempt, 300);
            String bare = house.text().replaceAll("(att|opn)_[0-9a-z]{26}", "");

            SettlementImport done = house.imported(bare.getBytes(StandardCharsets.UTF_8));

            assertThat(bare).doesNotContain(attempt.id().value()).contains("pi_");
            assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(2, 2, 0, 0, 0));
        }
    }

    private void assertAddsUp(String currency) {
        List<Payout> payouts = scene.reader.payouts(scene.samples.merchant, null, 10);
        assertThat(payouts).hasSize(1);
        PayoutStatement statement = scene.statement(payouts.getFirst().ref(), currency);
        assertThat(statement.difference().isZero()).isTrue();
        assertThat(statement.carriedOut().isZero()).isTrue();
    }

    private long atProvider() {
        return scene.database.number("SELECT COUNT(*) FROM operation WHERE kind = 'REFUND' AND cause = 'AT_PROVIDER'");
    }

    private String openReference() {
        return Objects.requireNonNull(
                scene.database.text("SELECT SUBSTRING_INDEX(provider_refs, '\n', 1) FROM settlement_open"));
    }
}
