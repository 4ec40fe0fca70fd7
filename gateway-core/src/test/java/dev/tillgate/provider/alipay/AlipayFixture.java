package dev.tillgate.provider.alipay;

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
import dev.tillgate.provider.alipay.simulator.AlipaySimulator;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Reply;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The simulated Alipay behind real HTTP, for the contract suite. */
final class AlipayFixture implements ProviderFixture {
    private final List<InboundRequest> notifications = new CopyOnWriteArrayList<>();
    /** Payers who scan the code at once and think about it. */
    private final Set<String> scanned = ConcurrentHashMap.newKeySet();

    private final Map<Integer, AlipayWitness.Keys> keys = new ConcurrentHashMap<>();
    private final boolean certificates;
    private final boolean encrypted;
    private final SimulatorServer server;
    private final AlipaySimulator simulator;

    /** @param certificates whether accounts have certificates; @param encrypted whether content is encrypted */
    AlipayFixture(boolean certificates, boolean encrypted) {
        this.certificates = certificates;
        this.encrypted = encrypted;
        try {
            server = SimulatorServer.bind(0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        simulator = new AlipaySimulator(
                new Simulator.Setup(
                        server.url(), null, "contract", FaultPlan.none(), this::take, InstantSource.system()),
                AlipayHouse.SHORT_KEYS);
        server.serve(this::handle);
    }

    private Reply handle(InboundRequest request) {
        Reply reply = simulator.handle(request);
        for (String number : scanned) {
            simulator.opens("merchant1", number);
        }
        return reply;
    }

    private Answer take(Ask ask) {
        notifications.add(new InboundRequest(
                ask.method(), URI.create(ask.url()).getPath(), null, ask.headers(), ask.body(), Instant.now()));
        return new Answer(200, Map.of(), "success".getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public ProviderType type() {
        return Alipay.TYPE;
    }

    @Override
    public Settings settings(int merchant) {
        return simulator.account("merchant" + merchant, certificates, encrypted);
    }

    @Override
    public List<String> secrets(int merchant) {
        Settings settings = settings(merchant);
        String key = settings.get(Alipay.PRIVATE_KEY);
        return encrypted ? List.of(key, settings.get(Alipay.CONTENT_KEY)) : List.of(key);
    }

    @Override
    public List<Money> amounts() {
        return List.of(Money.ofMinor(1230, "CNY"), Money.ofMinor(3, "CNY"), Money.ofMinor(10_000_000_000L - 1, "CNY"));
    }

    @Override
    public ChargeRequest charge(AttemptId attempt, Money amount, CaptureMode mode) {
        return request(attempt, amount, Alipay.QR);
    }

    static ChargeRequest request(AttemptId attempt, Money amount, String method) {
        return new ChargeRequest(
                attempt,
                amount,
                method,
                null,
                CaptureMode.AUTOMATIC,
                "1001",
                "Two things",
                "http://shop.test/return",
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
        scanned.add(attempt.value());
        return request(attempt, amount, Alipay.QR);
    }

    @Override
    public void payerPays(int merchant, AttemptId attempt) {
        simulator.pays("merchant" + merchant, attempt.value());
    }

    @Override
    public Truth truth(int merchant, AttemptId attempt) {
        Money none = Money.ofMinor(0, "CNY");
        AlipaySimulator.Truth truth = simulator.truth("merchant" + merchant, attempt.value());
        return truth == null ? new Truth(0, none, none, none) : new Truth(1, none, truth.paid(), truth.refunded());
    }

    @Override
    public InboundRequest notification(int merchant, AttemptId attempt) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> notifications.stream()
                                .filter(request -> request.path().endsWith(attempt.value()))
                                .reduce((first, second) -> second)
                                .orElse(null),
                        Objects::nonNull);
    }

    @Override
    public boolean signsAnswers() {
        return true;
    }

    @Override
    public boolean datesNotifications() {
        return false;
    }

    /** The signature is in the body. */
    @Override
    public Answer unsigned(Answer answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        return with(answer, body.replaceFirst(",\"sign\":\"[^\"]*\"", ""));
    }

    @Override
    public Answer touched(Answer answer) {
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        return with(answer, encrypted ? body.replaceFirst(":\"", ":\" ") : body.replaceFirst(",", ", "));
    }

    @Override
    public Answer signedAgain(int merchant, Ask ask, Answer answer) {
        return with(answer, AlipayWitness.signedAgain(keys(merchant), ask, answer));
    }

    private AlipayWitness.Keys keys(int merchant) {
        return keys.computeIfAbsent(
                merchant, number -> AlipayWitness.Keys.of(simulator.signingKey("merchant" + number)));
    }

    /** The only credential in a request is its signature. */
    @Override
    public Ask spoiled(Ask ask) {
        String url = ask.url().replaceFirst("([?&]sign=)", "$1AAAA");
        return new Ask(ask.method(), url, ask.headers(), ask.body());
    }

    private static Answer with(Answer answer, String body) {
        return new Answer(answer.status(), answer.headers(), body.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.close();
        simulator.close();
    }
}
