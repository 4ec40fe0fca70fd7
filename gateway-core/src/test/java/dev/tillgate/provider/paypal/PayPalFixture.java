package dev.tillgate.provider.paypal;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.ProviderFixture;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.paypal.simulator.PayPalSimulator;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.SimulatorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** PayPal's simulator behind real HTTP, for the contract suite and for the tests of this package. */
final class PayPalFixture implements ProviderFixture {
    final FaultPlan.Script faults = new FaultPlan.Script();
    final PayPalSimulator simulator;
    private final List<InboundRequest> notifications = new CopyOnWriteArrayList<>();
    private final SimulatorServer server;

    PayPalFixture() {
        this(InstantSource.system());
    }

    PayPalFixture(InstantSource clock) {
        try {
            server = SimulatorServer.bind(0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        simulator = new PayPalSimulator(new Simulator.Setup(server.url(), null, "contract", faults, this::take, clock));
        server.serve(simulator::handle);
    }

    private Answer take(Ask ask) {
        notifications.add(new InboundRequest(
                ask.method(), URI.create(ask.url()).getPath(), null, ask.headers(), ask.body(), Instant.now()));
        return new Answer(204, Map.of(), new byte[0]);
    }

    @Override
    public ProviderType type() {
        return PayPal.TYPE;
    }

    @Override
    public Settings settings(int merchant) {
        return simulator.account("merchant" + merchant);
    }

    @Override
    public List<String> secrets(int merchant) {
        return List.of(settings(merchant).get(PayPal.CLIENT_SECRET));
    }

    @Override
    public List<Money> amounts() {
        return List.of(Money.ofMinor(1230, "EUR"), Money.ofMinor(1500, "JPY"), Money.ofMinor(150_000, "HUF"));
    }

    @Override
    public ChargeRequest charge(AttemptId attempt, Money amount, CaptureMode mode) {
        return request(attempt, amount, mode);
    }

    static ChargeRequest request(AttemptId attempt, Money amount, CaptureMode mode) {
        return new ChargeRequest(
                attempt,
                amount,
                "paypal",
                null,
                mode,
                "1001",
                "Two things",
                "http://shop.test/return?a=1",
                "http://gateway.test/notify/" + attempt,
                Locale.ENGLISH,
                Instant.now().plusSeconds(3600),
                null);
    }

    @Override
    public @Nullable ChargeRequest declined(AttemptId attempt, Money amount) {
        return null;
    }

    @Override
    public ChargeRequest waiting(AttemptId attempt, Money amount) {
        return request(attempt, amount, CaptureMode.AUTOMATIC);
    }

    @Override
    public void payerPays(int merchant, AttemptId attempt) {
        payerChooses(merchant, attempt, "PAY");
    }

    /** The payer presses this button on PayPal's page; does nothing when there is no page. */
    int payerChooses(int merchant, AttemptId attempt, String choice) {
        String page = simulator.payerPage("merchant" + merchant, attempt.value());
        if (page == null) {
            return 0;
        }
        URI uri = URI.create(page);
        byte[] form = ("choice=" + choice).getBytes(StandardCharsets.US_ASCII);
        return simulator
                .handle(new InboundRequest("POST", uri.getPath(), uri.getQuery(), Map.of(), form, Instant.now()))
                .status();
    }

    @Override
    public Truth truth(int merchant, AttemptId attempt) {
        List<PayPalSimulator.Truth> orders = simulator.truths("merchant" + merchant, attempt.value());
        Money none = Money.ofMinor(0, "EUR");
        if (orders.isEmpty()) {
            return new Truth(0, none, none, none);
        }
        PayPalSimulator.Truth order = orders.get(0);
        return new Truth(orders.size(), order.reserved(), order.captured(), order.refunded());
    }

    String orderId(int merchant, AttemptId attempt) {
        return simulator.truths("merchant" + merchant, attempt.value()).get(0).orderId();
    }

    @Override
    public InboundRequest notification(int merchant, AttemptId attempt) {
        return notification(attempt, "event_type");
    }

    /** The newest notification about the attempt that holds this text; waits for it. */
    InboundRequest notification(AttemptId attempt, String text) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> notifications.stream()
                                .filter(request -> body(request).contains(attempt.value()))
                                .filter(request -> body(request).contains(text))
                                .reduce((first, second) -> second)
                                .orElse(null),
                        Objects::nonNull);
    }

    @Override
    public InboundRequest refundedInDashboard(int merchant, AttemptId attempt, Money amount) {
        String capture = Objects.requireNonNull(simulator.newest("merchant" + merchant, attempt.value(), false));
        simulator.refundInDashboard(capture, amount);
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> notifications.stream()
                                .filter(request -> request.path().endsWith(attempt.value()))
                                .filter(request -> body(request).contains("PAYMENT.CAPTURE.REFUNDED"))
                                .findFirst()
                                .orElse(null),
                        Objects::nonNull);
    }

    private static String body(InboundRequest request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    @Override
    public boolean signsAnswers() {
        return false;
    }

    /**
     * They do, but a repeat may come days later with the first one's time for all we know, so age alone rejects none:
     * the query decides. What is rejected by time is in {@link PayPalNotificationTest}.
     */
    @Override
    public boolean datesNotifications() {
        return false;
    }

    @Override
    public Answer signedAgain(int merchant, Ask ask, Answer answer) {
        return answer;
    }

    @Override
    public boolean concernsMoney(Ask ask) {
        return ask.url().contains("/v2/");
    }

    @Override
    public void close() {
        server.close();
        simulator.close();
    }
}
