package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.MovableClock;
import dev.tillgate.catalog.Providers;
import dev.tillgate.catalog.SettlementFormats;
import dev.tillgate.flow.Dispatcher;
import dev.tillgate.flow.FlowParts;
import dev.tillgate.flow.ForeignRefunds;
import dev.tillgate.flow.OrderDesk;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.settlement.ImportSettlement;
import dev.tillgate.flow.settlement.PayoutStatement;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementImport.Status;
import dev.tillgate.flow.settlement.SettlementImport.Upload;
import dev.tillgate.flow.settlement.SettlementReader.Payout;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.alipay.simulator.AlipaySimulator;
import dev.tillgate.provider.paypal.simulator.PayPalSimulator;
import dev.tillgate.provider.settlement.SettlementFiles;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.Simulator.Setup;
import dev.tillgate.provider.stripe.simulator.StripeSimulator;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Ways;
import dev.tillgate.vault.Vault;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
    private static final String ACCOUNT = "practice";
    private static final String BASE = "http://provider.test";

    private final PaymentLife life = new PaymentLife(Pace.USUAL);
    /** Stands still; begins now, as ids do. */
    private MovableClock clock = new MovableClock("2026-11-05T04:15:30Z");

    private StoreFixture fixture;
    private StoredSettlement book;
    private StoredSettlementReader reader;
    private ImportSettlement imports;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        reader = new StoredSettlementReader(fixture.sessions);
    }

    @BeforeEach
    void empty() {
        clock = new MovableClock(Instant.now().toString());
        book = new StoredSettlement(fixture.sessions, new Vault(new byte[32]), clock);
        imports = new ImportSettlement(
                book, SettlementFormats.ALL, (events, due) -> {}, new ForeignRefunds(parts())::inFile, clock);
        fixture.empty();
        for (String table : List.of("import", "part", "row", "open", "bad", "payout")) {
            fixture.database.execute("DELETE FROM settlement_" + table);
        }
    }

    @AfterAll
    void close() {
        fixture.close();
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
        try (House house = new House(provider)) {
            Attempt first = house.buys(method, Money.ofMinor(4_000, currency));
            Attempt second = house.buys(method, Money.ofMinor(1_500, currency));
            house.refunds(first, 300);
            house.refunds(first, 300);
            house.refunds(second, 100);
            clock.move(Duration.ofDays(2));

            SettlementImport done = house.imported();

            assertThat(done.status()).isEqualTo(Status.DONE);
            assertThat(done.counts().bad()).isZero();
            assertThat(done.counts().open()).isZero();
            assertThat(done.counts().matched()).isGreaterThanOrEqualTo(6);
            assertThat(
                            fixture.database.number(
                                    "SELECT COUNT(*) FROM settlement_row WHERE operation_id IS NOT NULL AND finding = 'MATCHED'"))
                    .as("each refund is the one it is")
                    .isEqualTo(3);
            assertThat(posted("FEE")).isEqualTo(fees);
            assertThat(posted("FEE_REVERSED")).isEqualTo(feesBack);
            assertThat(posted("PAYOUT")).isEqualTo(4_000 + 1_500 - 700 - fees + feesBack);
            assertAddsUp(currency);
            assertThat(held(provider)).as("paid out to the last cent").isZero();
            assertThat(new LedgerCheck(fixture.sessions).run(10)).isEmpty();
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
        try (House house = new House(provider)) {
            house.settlesIn(settlesIn);
            Attempt kept = house.buys(method, Money.ofMinor(4_000, currency));
            house.refunds(kept, 300);
            house.pays = "DISPUTE";
            house.buys(method, Money.ofMinor(2_000, currency));
            house.buys(method, Money.ofMinor(1_000, currency));
            house.decides();
            Attempt bouncing = house.buysWhatBounces(method, Money.ofMinor(5_000, currency));
            house.comesBack(bouncing, house.refunds(bouncing, 700));
            clock.move(Duration.ofDays(2));

            SettlementImport done = house.imported();

            assertThat(done.status()).isEqualTo(Status.DONE);
            assertThat(done.counts().bad()).isZero();
            assertThat(fixture.database.text("SELECT GROUP_CONCAT(word, ' ', finding) FROM settlement_row"
                            + " WHERE finding NOT IN ('MATCHED', 'NOT_NEEDED')"))
                    .isNull();
            assertThat(fixture.database.number(
                            "SELECT COUNT(*) FROM settlement_row WHERE operation_id IS NOT NULL AND kind = 'REFUND'"))
                    .as("given back, gone out, come back")
                    .isEqualTo(3);
            assertThat(fixture.database.number("SELECT COUNT(DISTINCT attempt_id) FROM settlement_row"
                            + " WHERE kind = 'DISPUTE' AND attempt_id IS NOT NULL"))
                    .as("each dispute is about its payment")
                    .isEqualTo(2);
            assertAddsUp(settlesIn);
            assertThat(fixture.database.text("SELECT GROUP_CONCAT(x.currency, x.held) FROM (SELECT currency,"
                            + " SUM(IF(debit = 'held:" + provider + "', amount, 0) - IF(credit = 'held:" + provider
                            + "', amount, 0)) AS held FROM ledger_entry GROUP BY currency) x WHERE x.held <> 0"))
                    .as("paid out to the last cent in every currency")
                    .isNull();
            boolean exchanged = !currency.equals(settlesIn);
            assertThat(posted("EXCHANGED_FROM") > 0).isEqualTo(exchanged);
            assertThat(new LedgerCheck(fixture.sessions).run(10)).isEmpty();
            assertThat(house.imported().counts().repeated())
                    .isEqualTo(done.counts().read());
        }
    }

    @ParameterizedTest
    @CsvSource({"stripe, card", "paypal, paypal"})
    void a_refund_that_comes_back_is_explained_as_soon_as_it_is_known(String provider, String method)
            throws IOException {
        try (House house = new House(provider)) {
            Attempt bouncing = house.buysWhatBounces(method, Money.ofMinor(5_000, "EUR"));
            Operation refund = house.refunds(bouncing, 700);
            house.bounces();
            clock.move(Duration.ofDays(2));

            SettlementImport early = house.imported();
            assertThat(early.counts().open())
                    .as("it is back there, and gone here")
                    .isEqualTo(1);

            house.learns(bouncing, refund);
            assertThat(imports.lookAgain(fixture.samples.merchant, fixture.samples.account))
                    .isEqualTo(1);
            assertThat(fixture.database.number("SELECT COUNT(*) FROM settlement_open"))
                    .isZero();
            assertThat(held(provider)).isZero();
            assertThat(new LedgerCheck(fixture.sessions).run(10)).isEmpty();
        }
    }

    /** Their account bills do not name a refund; the trade bill does, and with it the other is explained too. */
    @ParameterizedTest
    @CsvSource({"alipay, alipay", "wechatpay, wechat_pay"})
    void a_refund_made_on_the_providers_own_pages_is_booked_from_the_file_that_names_it(String provider, String method)
            throws IOException {
        try (House house = new House(provider)) {
            Attempt attempt = house.buys(method, Money.ofMinor(4_000, "CNY"));
            house.refunds(attempt, 300);
            String number = house.givesBackElsewhere(attempt, 500);
            clock.move(Duration.ofDays(2));

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
            assertThat(fixture.database.number("SELECT refunded FROM payment WHERE id = '" + attempt.payment() + "'"))
                    .isEqualTo(800);
            assertThat(fixture.database.number("SELECT COUNT(*) FROM settlement_open"))
                    .isZero();
            assertThat(held(provider)).isZero();
            assertThat(new LedgerCheck(fixture.sessions).run(10)).isEmpty();
        }
    }

    /** It may be ours, whose answer is still missing. */
    @Test
    void while_a_refund_of_ours_is_in_doubt_none_is_booked_as_somebody_elses() throws IOException {
        try (House house = new House("stripe")) {
            Attempt attempt = house.buys("card", Money.ofMinor(4_000, "EUR"));
            Operation refund = house.refundsUnheard(attempt, 300);
            String bare = text(house).replaceAll("(att|opn)_[0-9a-z]{26}", "");

            assertThat(house.imported(bare.getBytes(StandardCharsets.UTF_8))
                            .counts()
                            .open())
                    .isEqualTo(1);
            assertThat(atProvider()).isZero();

            house.hears(attempt, refund);
            assertThat(imports.lookAgain(fixture.samples.merchant, fixture.samples.account))
                    .isEqualTo(1);
            assertThat(atProvider()).isZero();
            assertThat(fixture.database.number("SELECT refunded FROM payment WHERE id = '" + attempt.payment() + "'"))
                    .isEqualTo(300);
        }
    }

    private long atProvider() {
        return fixture.database.number(
                "SELECT COUNT(*) FROM operation WHERE kind = 'REFUND' AND cause = 'AT_PROVIDER'");
    }

    private String openReference() {
        return Objects.requireNonNull(
                fixture.database.text("SELECT SUBSTRING_INDEX(provider_refs, '\n', 1) FROM settlement_open"));
    }

    private FlowParts parts() {
        return new FlowParts(
                new OrderDesk(fixture.transactions, (events, due) -> {}),
                life,
                new Dispatcher(fixture.transactions, new SimpleMeterRegistry()),
                new Agreeable().directory(fixture.samples),
                new StoredPaymentReader(fixture.sessions),
                new Till.NoLinks(),
                clock);
    }

    @Test
    void a_refund_that_failed_before_it_was_known_to_succeed_cancels_itself() throws IOException {
        try (House house = new House("stripe")) {
            Attempt bouncing = house.buysWhatBounces("card", Money.ofMinor(5_000, "EUR"));
            Operation refund = house.refunds(bouncing, 700);
            // As if the answer had been lost, and the first news were that it has failed.
            fixture.database.execute("DELETE FROM ledger_entry WHERE operation_id = '" + refund.id() + "'");
            fixture.database.execute("UPDATE operation SET status = 'FAILED' WHERE id = '" + refund.id() + "'");
            fixture.database.execute("UPDATE payment SET refunded = 0 WHERE id = '" + bouncing.payment() + "'");
            house.bounces();
            clock.move(Duration.ofDays(2));

            assertThat(house.imported().counts().open()).isZero();
            assertThat(held("stripe")).isZero();
            assertThat(new LedgerCheck(fixture.sessions).run(10)).isEmpty();
        }
    }

    @Test
    void what_stripe_lets_go_of_a_reservation_is_no_difference() throws IOException {
        try (House house = new House("stripe")) {
            Attempt attempt = house.reserves("card", Money.ofMinor(4_000, "EUR"));
            house.captures(attempt, 2_500);
            clock.move(Duration.ofDays(2));

            SettlementImport done = house.imported();

            assertThat(done.counts().open()).isZero();
            assertThat(done.counts().matched()).as("whole, let go, paid out").isEqualTo(3);
            assertThat(posted("PAYOUT")).isEqualTo(2_500 - 72);
            assertAddsUp("EUR");
            assertThat(held("stripe")).isZero();
            assertThat(new LedgerCheck(fixture.sessions).run(10)).isEmpty();
        }
    }

    @Test
    void stripes_report_is_run_and_fetched_over_its_api() throws IOException {
        try (House house = new House("stripe")) {
            Attempt attempt = house.buys("card", Money.ofMinor(4_000, "EUR"));
            clock.move(Duration.ofDays(2));
            Map<String, String> key = Map.of(
                    "Authorization",
                    "Bearer " + house.simulator.account(ACCOUNT).get("secret_key"));

            byte[] asked = "report_type=payout_reconciliation.itemized.5".getBytes(StandardCharsets.UTF_8);
            String run = new String(
                    house.send(Ask.post(BASE + "/v1/reporting/report_runs", key, asked))
                            .body(),
                    StandardCharsets.UTF_8);
            String url = run.replaceFirst("(?s).*\"url\":\"([^\"]+)\".*", "$1");
            String file = new String(house.send(Ask.get(url, key)).body(), StandardCharsets.UTF_8);

            assertThat(run).contains("\"status\":\"succeeded\"");
            assertThat(file).isEqualTo(text(house)).contains(attempt.id().value());
            assertThat(house.send(Ask.get(url, Map.of())).status()).isEqualTo(401);
        }
    }

    @Test
    void stripes_report_without_our_metadata_is_matched_by_stripes_own_ids() throws IOException {
        try (House house = new House("stripe")) {
            Attempt attempt = house.buys("card", Money.ofMinor(4_000, "EUR"));
            house.refunds(attempt, 300);
            String bare = text(house).replaceAll("(att|opn)_[0-9a-z]{26}", "");

            SettlementImport done = house.imported(bare.getBytes(StandardCharsets.UTF_8));

            assertThat(bare).doesNotContain(attempt.id().value()).contains("pi_");
            assertThat(done.counts()).isEqualTo(new SettlementImport.Counts(2, 2, 0, 0, 0));
        }
    }

    private static String text(House house) {
        return new String(house.simulator.settlement(ACCOUNT).content(), StandardCharsets.UTF_8);
    }

    private void assertAddsUp(String currency) {
        List<Payout> payouts = reader.payouts(fixture.samples.merchant, null, 10);
        assertThat(payouts).hasSize(1);
        PayoutStatement statement = reader.statement(
                        fixture.samples.merchant,
                        fixture.samples.account,
                        payouts.getFirst().ref(),
                        currency)
                .orElseThrow();
        assertThat(statement.difference().isZero()).isTrue();
        assertThat(statement.carriedOut().isZero()).isTrue();
    }

    private long posted(String code) {
        return fixture.database.number("SELECT COALESCE(SUM(amount), 0) FROM ledger_entry WHERE code = '" + code + "'");
    }

    private long held(String provider) {
        return fixture.database.number("SELECT COALESCE(SUM(IF(debit = 'held:" + provider
                + "', amount, 0) - IF(credit = 'held:" + provider + "', amount, 0)), 0) FROM ledger_entry");
    }

    /** A provider's simulator, and the gateway's way to it. */
    private final class House implements Exchange, AutoCloseable {
        private final ProviderType type;
        private final Simulator simulator;
        private final Provider provider;
        private String pays = "PAY";

        House(String id) {
            type = Providers.ALL.stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow();
            Setup setup = new Setup(BASE, null, "root", FaultPlan.none(), null, clock);
            simulator = id.equals("wechatpay")
                    ? new WechatPaySimulator(setup, Ways.USUAL.withRefunds(Duration.ZERO))
                    : Objects.requireNonNull(type.rules().simulator()).open(setup);
            provider = type.opener().open(simulator.account(ACCOUNT), this, clock);
            fixture.database.execute("REPLACE INTO provider_account VALUES ('" + fixture.samples.merchant + "', '"
                    + fixture.samples.account + "', '" + id + "', 'x', 'x', 1, NOW(3), NOW(3))");
        }

        @Override
        public Answer send(Ask ask) {
            URI uri = URI.create(ask.url());
            Reply reply = simulator.handle(new InboundRequest(
                    ask.method(), uri.getPath(), uri.getRawQuery(), ask.headers(), ask.body(), clock.instant()));
            Map<String, List<String>> headers = new HashMap<>();
            reply.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
            return new Answer(reply.status(), headers, reply.body());
        }

        Attempt buys(String method, Money amount) throws IOException {
            return charged(method, amount, CaptureMode.AUTOMATIC);
        }

        /** The account keeps this currency only. */
        void settlesIn(String currency) {
            if (simulator instanceof StripeSimulator stripe) {
                stripe.settleIn(ACCOUNT, currency);
            } else {
                ((PayPalSimulator) simulator).settleIn(ACCOUNT, currency);
            }
        }

        /** The first dispute is lost, the second one won. */
        void decides() {
            if (simulator instanceof StripeSimulator stripe) {
                List<ObjectNode> disputes = stripe.objects(ACCOUNT, "dispute");
                stripe.moveDispute(ACCOUNT, disputes.get(0).path("id").asText(), "lost");
                stripe.moveDispute(ACCOUNT, disputes.get(1).path("id").asText(), "won");
            } else {
                PayPalSimulator paypal = (PayPalSimulator) simulator;
                List<ObjectNode> disputes = paypal.disputes(ACCOUNT);
                paypal.decide(ACCOUNT, disputes.get(0).path("dispute_id").asText(), "RESOLVED_BUYER_FAVOUR");
                paypal.decide(ACCOUNT, disputes.get(1).path("dispute_id").asText(), "RESOLVED_SELLER_FAVOUR");
            }
        }

        Attempt buysWhatBounces(String method, Money amount) throws IOException {
            pays = simulator instanceof StripeSimulator ? "REFUND_FAILS" : "PAY";
            return buys(method, amount);
        }

        /** The newest refund comes back at the provider; we know nothing of it. */
        void bounces() {
            clock.move(Duration.ofSeconds(10));
            if (simulator instanceof StripeSimulator stripe) {
                await().until(() -> stripe.objects(ACCOUNT, "refund")
                        .getLast()
                        .path("status")
                        .asText()
                        .equals("failed"));
            } else {
                PayPalSimulator paypal = (PayPalSimulator) simulator;
                String attempt = fixture.database.text(
                        "SELECT attempt_id FROM operation WHERE kind = 'REFUND' ORDER BY id DESC LIMIT 1");
                assertThat(paypal.failRefund(Objects.requireNonNull(paypal.newest(ACCOUNT, attempt, true))))
                        .isTrue();
            }
        }

        /** On the provider's own pages; answers the number that the provider gives it. */
        String givesBackElsewhere(Attempt attempt, long fen) {
            String id = attempt.id().value();
            return simulator instanceof WechatPaySimulator wechat
                    ? wechat.refundsInPlatform(ACCOUNT, id, fen)
                    : ((AlipaySimulator) simulator).refundsInPortal(ACCOUNT, id, Money.ofMinor(fen, "CNY"));
        }

        /** It is done, and we are not answered. */
        Operation refundsUnheard(Attempt attempt, long cents) throws IOException {
            OrderFile file = fixture.transactions.inOne(books -> books.lock(attempt.merchant(), attempt.order()));
            Money amount = new Money(cents, attempt.amount().currency());
            Operation refund = life.operations().refund(file, attempt.payment(), amount, null, clock.instant());
            fixture.inOne(books -> books.save(file));
            assertThat(((Provider.Refunds) provider).refund(request(attempt, refund)))
                    .isInstanceOf(Outcome.Done.class);
            return refund;
        }

        void hears(Attempt attempt, Operation refund) throws IOException {
            Outcome outcome = ((Provider.QueriesOperations) provider).queryOperation(request(attempt, refund));
            OrderFile file = fixture.transactions.inOne(books -> books.lock(attempt.merchant(), attempt.order()));
            life.operations().answered(file, refund.id(), outcome, Source.QUERY, clock.instant());
            fixture.inOne(books -> books.save(file));
        }

        void learns(Attempt attempt, Operation refund) throws IOException {
            Outcome outcome = ((Provider.QueriesOperations) provider).queryOperation(request(attempt, refund));
            assertThat(outcome).isInstanceOf(Outcome.Declined.class);
            OrderFile file = fixture.transactions.inOne(books -> books.lock(attempt.merchant(), attempt.order()));
            life.operations().answered(file, refund.id(), outcome, Source.QUERY, clock.instant());
            fixture.inOne(books -> books.save(file));
        }

        void comesBack(Attempt attempt, Operation refund) throws IOException {
            bounces();
            learns(attempt, refund);
        }

        Attempt reserves(String method, Money amount) throws IOException {
            return charged(method, amount, CaptureMode.MANUAL);
        }

        private Attempt charged(String method, Money amount, CaptureMode mode) throws IOException {
            Attempt attempt = started(method, amount, mode);
            ChargeRequest request = new ChargeRequest(
                    attempt.id(),
                    amount,
                    method,
                    null,
                    mode,
                    "1001",
                    "Two things",
                    "http://shop.test/return",
                    "http://gateway.test/notify/" + attempt.id(),
                    Locale.ENGLISH,
                    clock.instant().plusSeconds(3600),
                    null);
            Outcome begun = provider.start(request);
            assertThat(begun).isInstanceOf(Outcome.PayerMust.class);
            told(attempt, begun);
            String page = Objects.requireNonNull(
                    simulator.payerPage(ACCOUNT, attempt.id().value()));
            Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
            send(Ask.post(page, form, ("choice=" + pays).getBytes(StandardCharsets.UTF_8)));
            ChargeQuery query = new ChargeQuery(request, ref(attempt));
            Outcome outcome = provider.query(query);
            told(
                    attempt,
                    outcome instanceof Outcome.Approved && provider instanceof Provider.Completes completes
                            ? completes.complete(query)
                            : outcome);
            return attempt;
        }

        void captures(Attempt attempt, long cents) throws IOException {
            OrderFile file = fixture.transactions.inOne(books -> books.lock(attempt.merchant(), attempt.order()));
            Operation capture = life.operations()
                    .capture(
                            file,
                            attempt.payment(),
                            new Money(cents, attempt.amount().currency()),
                            clock.instant());
            Outcome outcome = ((Provider.Captures) provider).capture(request(attempt, capture));
            life.operations().answered(file, capture.id(), outcome, Source.REPLY, clock.instant());
            fixture.inOne(books -> books.save(file));
        }

        Operation refunds(Attempt attempt, long cents) throws IOException {
            OrderFile file = fixture.transactions.inOne(books -> books.lock(attempt.merchant(), attempt.order()));
            Operation refund = life.operations()
                    .refund(
                            file,
                            attempt.payment(),
                            new Money(cents, attempt.amount().currency()),
                            null,
                            clock.instant());
            Outcome outcome = ((Provider.Refunds) provider).refund(request(attempt, refund));
            assertThat(outcome).isInstanceOf(Outcome.Done.class);
            life.operations().answered(file, refund.id(), outcome, Source.REPLY, clock.instant());
            fixture.inOne(books -> books.save(file));
            return refund;
        }

        private OperationRequest request(Attempt attempt, Operation operation) {
            return new OperationRequest(
                    operation.id(),
                    operation.kind(),
                    attempt.id(),
                    ref(attempt),
                    null,
                    operation.amount(),
                    attempt.amount());
        }

        private @Nullable String ref(Attempt attempt) {
            return fixture.database.text("SELECT provider_ref FROM attempt WHERE id = '" + attempt.id() + "'");
        }

        private void told(Attempt attempt, Outcome outcome) {
            OrderFile file = fixture.transactions.inOne(books -> books.lock(attempt.merchant(), attempt.order()));
            life.answered(file, attempt.id(), outcome, Source.REPLY, clock.instant());
            fixture.inOne(books -> books.save(file));
        }

        private Attempt started(String method, Money amount, CaptureMode mode) {
            OrderFile file = OrderFile.opened(new Order(
                    fixture.samples.merchant,
                    OrderId.next(),
                    fixture.samples.store,
                    "order-" + OrderId.next(),
                    1,
                    amount,
                    "Mugs",
                    List.of(),
                    Buyer.UNKNOWN,
                    null,
                    0,
                    0,
                    clock.instant()));
            PaymentId id =
                    life.open(file, mode, Duration.ofHours(1), clock.instant()).id();
            Attempt attempt = life.start(
                    file, id, new StoreProfile.Offer(method, fixture.samples.account, type.id()), clock.instant());
            fixture.inOne(books -> books.save(file));
            return attempt;
        }

        SettlementImport imported() throws IOException {
            return imported(simulator.settlement(ACCOUNT).content());
        }

        SettlementImport imported(byte[] file) throws IOException {
            Upload upload = new Upload(fixture.samples.merchant, fixture.samples.account, type.id(), "file");
            SettlementImport taken = imports.take(upload, new ByteArrayInputStream(file));
            imports.run(taken.merchant(), taken.id());
            return book.find(taken.merchant(), taken.id()).orElseThrow();
        }

        @Override
        public void close() {
            simulator.close();
        }
    }
}
