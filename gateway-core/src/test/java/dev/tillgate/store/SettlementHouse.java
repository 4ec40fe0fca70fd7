package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.MovableClock;
import dev.tillgate.catalog.Providers;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OrderId;
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
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.Simulator.Setup;
import dev.tillgate.provider.stripe.simulator.StripeSimulator;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Ways;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A provider's simulator, and the gateway's way to it. */
final class SettlementHouse implements Exchange, AutoCloseable {
    static final String BASE = "http://provider.test";
    private static final String ACCOUNT = "practice";

    private final SettlementScene scene;
    private final MovableClock clock;
    private final ProviderType type;
    private final Simulator simulator;
    private final Provider provider;
    /** What the payer chooses on the provider's page. */
    String pays = "PAY";

    SettlementHouse(SettlementScene scene, String id) {
        this.scene = scene;
        this.clock = scene.clock;
        type = Providers.ALL.stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
        Setup setup = new Setup(BASE, null, "root", FaultPlan.none(), null, clock);
        simulator = id.equals("wechatpay")
                ? new WechatPaySimulator(setup, Ways.USUAL.withRefunds(Duration.ZERO))
                : Objects.requireNonNull(type.rules().simulator()).open(setup);
        provider = type.opener().open(simulator.account(ACCOUNT), this, clock);
        scene.accountIsAt(id);
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
            String attempt = scene.database.text(
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
        OrderFile file = scene.file(attempt);
        Money amount = new Money(cents, attempt.amount().currency());
        Operation refund = scene.life.operations().refund(file, attempt.payment(), amount, null, clock.instant());
        scene.save(file);
        assertThat(((Provider.Refunds) provider).refund(request(attempt, refund)))
                .isInstanceOf(Outcome.Done.class);
        return refund;
    }

    /** We ask, and are told what became of the refund. */
    Outcome hears(Attempt attempt, Operation refund) throws IOException {
        Outcome outcome = ((Provider.QueriesOperations) provider).queryOperation(request(attempt, refund));
        OrderFile file = scene.file(attempt);
        scene.life.operations().answered(file, refund.id(), outcome, Source.QUERY, clock.instant());
        scene.save(file);
        return outcome;
    }

    void learns(Attempt attempt, Operation refund) throws IOException {
        assertThat(hears(attempt, refund)).isInstanceOf(Outcome.Declined.class);
    }

    void comesBack(Attempt attempt, Operation refund) throws IOException {
        bounces();
        learns(attempt, refund);
    }

    Attempt reserves(String method, Money amount) throws IOException {
        return charged(method, amount, CaptureMode.MANUAL);
    }

    private Attempt charged(String method, Money amount, CaptureMode mode) throws IOException {
        Attempt attempt = scene.started(
                "order-" + OrderId.next(),
                amount,
                mode,
                new StoreProfile.Offer(method, scene.samples.account, type.id()),
                clock.instant());
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
        scene.answered(attempt, begun, Source.REPLY, clock.instant());
        String page =
                Objects.requireNonNull(simulator.payerPage(ACCOUNT, attempt.id().value()));
        Map<String, String> form = Map.of("Content-Type", "application/x-www-form-urlencoded");
        send(Ask.post(page, form, ("choice=" + pays).getBytes(StandardCharsets.UTF_8)));
        ChargeQuery query = new ChargeQuery(request, ref(attempt));
        Outcome outcome = provider.query(query);
        Outcome last = outcome instanceof Outcome.Approved && provider instanceof Provider.Completes completes
                ? completes.complete(query)
                : outcome;
        scene.answered(attempt, last, Source.REPLY, clock.instant());
        return attempt;
    }

    void captures(Attempt attempt, long cents) throws IOException {
        OrderFile file = scene.file(attempt);
        Operation capture = scene.life
                .operations()
                .capture(
                        file,
                        attempt.payment(),
                        new Money(cents, attempt.amount().currency()),
                        clock.instant());
        Outcome outcome = ((Provider.Captures) provider).capture(request(attempt, capture));
        scene.life.operations().answered(file, capture.id(), outcome, Source.REPLY, clock.instant());
        scene.save(file);
    }

    Operation refunds(Attempt attempt, long cents) throws IOException {
        OrderFile file = scene.file(attempt);
        Operation refund = scene.life
                .operations()
                .refund(
                        file,
                        attempt.payment(),
                        new Money(cents, attempt.amount().currency()),
                        null,
                        clock.instant());
        Outcome outcome = ((Provider.Refunds) provider).refund(request(attempt, refund));
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        scene.life.operations().answered(file, refund.id(), outcome, Source.REPLY, clock.instant());
        scene.save(file);
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

    @Nullable
    String ref(Attempt attempt) {
        return scene.database.text("SELECT provider_ref FROM attempt WHERE id = '" + attempt.id() + "'");
    }

    /** The file that the provider would give now. */
    String text() {
        return new String(simulator.settlement(ACCOUNT).content(), StandardCharsets.UTF_8);
    }

    String secretKey() {
        return simulator.account(ACCOUNT).get("secret_key");
    }

    SettlementImport imported() throws IOException {
        return imported(simulator.settlement(ACCOUNT).content());
    }

    SettlementImport imported(byte[] file) throws IOException {
        return scene.imported(type.id(), new ByteArrayInputStream(file));
    }

    @Override
    public void close() {
        simulator.close();
    }
}
