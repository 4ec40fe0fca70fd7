package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.SimulatorServer;
import dev.tillgate.provider.stripe.simulator.StripeSimulator;
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

/** The simulator behind real HTTP, for the contract suite: with instruments, or with the hosted page. */
final class StripeFixture implements ProviderFixture {
    private final boolean hosted;
    private final List<InboundRequest> notifications = new CopyOnWriteArrayList<>();
    private final SimulatorServer server;
    private final StripeSimulator simulator;

    /** @param hosted whether charges are made on the hosted page rather than with an instrument */
    StripeFixture(boolean hosted) {
        this.hosted = hosted;
        try {
            server = SimulatorServer.bind(0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        simulator = new StripeSimulator(new Simulator.Setup(
                server.url(), null, "contract", FaultPlan.none(), this::take, InstantSource.system()));
        server.serve(simulator::handle);
    }

    private Answer take(Ask ask) {
        notifications.add(new InboundRequest(
                ask.method(), URI.create(ask.url()).getPath(), null, ask.headers(), ask.body(), Instant.now()));
        return new Answer(200, Map.of(), new byte[0]);
    }

    @Override
    public ProviderType type() {
        return Stripe.TYPE;
    }

    @Override
    public Settings settings(int merchant) {
        return simulator.account("merchant" + merchant);
    }

    @Override
    public List<String> secrets(int merchant) {
        Settings settings = settings(merchant);
        return List.of(settings.get(Stripe.SECRET_KEY), settings.get(Stripe.WEBHOOK_SECRET));
    }

    @Override
    public List<Money> amounts() {
        return List.of(
                Money.ofMinor(1230, "EUR"),
                Money.ofMinor(1500, "JPY"),
                Money.ofMinor(12_330, "KWD"),
                Money.ofMinor(1500, "ISK"),
                Money.ofMinor(150_000, "MGA"));
    }

    @Override
    public ChargeRequest charge(AttemptId attempt, Money amount, CaptureMode mode) {
        return request(attempt, amount, mode, hosted ? null : "pm_card_visa");
    }

    @Override
    public ChargeRequest declined(AttemptId attempt, Money amount) {
        return request(attempt, amount, CaptureMode.AUTOMATIC, "pm_card_chargeDeclinedInsufficientFunds");
    }

    @Override
    public ChargeRequest waiting(AttemptId attempt, Money amount) {
        return request(attempt, amount, CaptureMode.AUTOMATIC, hosted ? null : "pm_card_threeDSecure2Required");
    }

    private static ChargeRequest request(
            AttemptId attempt, Money amount, CaptureMode mode, @Nullable String instrument) {
        return new ChargeRequest(
                attempt,
                amount,
                "card",
                instrument,
                mode,
                "1001",
                "Two things",
                "http://shop.test/return",
                "http://gateway.test/notify/" + attempt,
                Locale.ENGLISH,
                Instant.now().plusSeconds(3600),
                null);
    }

    @Override
    public void payerPays(int merchant, AttemptId attempt) {
        String page = simulator.payerPage("merchant" + merchant, attempt.value());
        if (page != null) {
            simulator.handle(new InboundRequest(
                    "POST",
                    URI.create(page).getPath(),
                    null,
                    Map.of(),
                    "choice=PAY".getBytes(StandardCharsets.UTF_8),
                    Instant.now()));
        }
    }

    @Override
    public Truth truth(int merchant, AttemptId attempt) {
        List<ObjectNode> intents = simulator.objects("merchant" + merchant, "intent").stream()
                .filter(intent -> intent.path("metadata")
                        .path("tillgate_attempt")
                        .asText()
                        .equals(attempt.value()))
                .toList();
        Money none = Money.ofMinor(0, "EUR");
        if (intents.isEmpty()) {
            return new Truth(0, none, none, none);
        }
        ObjectNode intent = intents.get(0);
        long refunded = simulator.objects("merchant" + merchant, "refund").stream()
                .filter(refund -> refund.path("payment_intent")
                        .asText()
                        .equals(intent.path("id").asText()))
                .mapToLong(refund -> refund.path("amount").asLong())
                .sum();
        return new Truth(
                intents.size(),
                money(intent, intent.path("amount_capturable").asLong()),
                money(intent, intent.path("amount_received").asLong()),
                money(intent, refunded));
    }

    private static Money money(ObjectNode intent, long units) {
        return Objects.requireNonNull(
                StripeAmounts.fromWire(units, intent.path("currency").asText()));
    }

    @Override
    public InboundRequest notification(int merchant, AttemptId attempt) {
        return notification(attempt, "payment_intent.succeeded");
    }

    private InboundRequest notification(AttemptId attempt, String type) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> notifications.stream()
                                .filter(request -> request.path().endsWith(attempt.value()))
                                .filter(request -> new String(request.body(), StandardCharsets.UTF_8)
                                        .contains("\"type\":\"" + type + "\""))
                                .reduce((first, second) -> second)
                                .orElse(null),
                        Objects::nonNull);
    }

    @Override
    public InboundRequest refundedInDashboard(int merchant, AttemptId attempt, Money amount) {
        ObjectNode intent = simulator.objects("merchant" + merchant, "intent").stream()
                .filter(one -> one.path("metadata").toString().contains(attempt.value()))
                .findFirst()
                .orElseThrow();
        String form = "payment_intent=" + intent.path("id").asText() + "&amount=" + StripeAmounts.toWire(amount);
        simulator.handle(new InboundRequest(
                "POST",
                "/v1/refunds",
                null,
                Map.of(
                        "Authorization",
                        "Bearer " + settings(merchant).get(Stripe.SECRET_KEY),
                        "Content-Type",
                        "application/x-www-form-urlencoded",
                        "Stripe-Version",
                        Stripe.API_VERSION),
                form.getBytes(StandardCharsets.UTF_8),
                Instant.now()));
        return notification(attempt, "refund.created");
    }

    @Override
    public boolean signsAnswers() {
        return false;
    }

    @Override
    public boolean datesNotifications() {
        return true;
    }

    @Override
    public Answer signedAgain(int merchant, Ask ask, Answer answer) {
        return answer;
    }

    @Override
    public void close() {
        server.close();
        simulator.close();
    }
}
