package dev.tillgate.provider.wechatpay;

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
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator.Setup;
import dev.tillgate.provider.simulator.SimulatorServer;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Event;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Ways;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** The simulated WeChat Pay behind real HTTP, for the contract suite, in one key mode. */
final class WechatPayFixture implements ProviderFixture {
    private final List<InboundRequest> notifications = new CopyOnWriteArrayList<>();
    private final Map<Integer, Settings> accounts = new ConcurrentHashMap<>();
    private final String keyMode;
    private final SimulatorServer server;
    private final WechatPaySimulator simulator;

    WechatPayFixture(String keyMode) {
        this.keyMode = keyMode;
        try {
            server = SimulatorServer.bind(0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        simulator = new WechatPaySimulator(
                new Setup(server.url(), null, "contract", FaultPlan.none(), this::take, InstantSource.system()),
                Ways.USUAL.withKeyBits(1024).withRefunds(Duration.ZERO));
        server.serve(simulator::handle);
    }

    private Answer take(Ask ask) {
        notifications.add(new InboundRequest(
                ask.method(), URI.create(ask.url()).getPath(), null, ask.headers(), ask.body(), Instant.now()));
        return new Answer(200, Map.of(), new byte[0]);
    }

    @Override
    public ProviderType type() {
        return WechatPay.TYPE;
    }

    @Override
    public Settings settings(int merchant) {
        return accounts.computeIfAbsent(merchant, number -> simulator.keyMode("merchant" + number, keyMode));
    }

    @Override
    public List<String> secrets(int merchant) {
        Settings settings = settings(merchant);
        String key = settings.get(WechatPay.PRIVATE_KEY);
        return List.of(key, key.lines().skip(2).findFirst().orElse(key), settings.get(WechatPay.API_V3_KEY));
    }

    @Override
    public List<Money> amounts() {
        return List.of(Money.ofMinor(1230, "CNY"), Money.ofMinor(3, "CNY"), Money.ofMinor(2_147_483_647, "CNY"));
    }

    @Override
    public ChargeRequest charge(AttemptId attempt, Money amount, CaptureMode mode) {
        return WechatPayFixture.request(attempt, amount, WechatPay.NATIVE, null);
    }

    /** WeChat's declines come after the payer acted, and leave the order open. */
    @Override
    public @Nullable ChargeRequest declined(AttemptId attempt, Money amount) {
        return null;
    }

    @Override
    public ChargeRequest waiting(AttemptId attempt, Money amount) {
        return charge(attempt, amount, CaptureMode.AUTOMATIC);
    }

    static ChargeRequest request(AttemptId attempt, Money amount, String method, @Nullable String instrument) {
        return new ChargeRequest(
                attempt,
                amount,
                method,
                instrument,
                CaptureMode.AUTOMATIC,
                "1001",
                "Two things 两件",
                "http://shop.test/return",
                "http://gateway.test/notify/" + attempt,
                Locale.ENGLISH,
                WechatPayRequests.madeAt(attempt).plusSeconds(3600),
                "203.0.113.7");
    }

    @Override
    public void payerPays(int merchant, AttemptId attempt) {
        settings(merchant);
        simulator.happens("merchant" + merchant, attempt.value(), Event.PAYS);
    }

    @Override
    public Truth truth(int merchant, AttemptId attempt) {
        settings(merchant);
        WechatPaySimulator.Truth truth = simulator.truth("merchant" + merchant, attempt.value());
        Money none = Money.ofMinor(0, "CNY");
        return truth == null
                ? new Truth(0, none, none, none)
                : new Truth(1, none, Money.ofMinor(truth.collected(), "CNY"), Money.ofMinor(truth.refunded(), "CNY"));
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
        return true;
    }

    @Override
    public Answer signedAgain(int merchant, Ask ask, Answer answer) {
        settings(merchant);
        InboundRequest to = new InboundRequest("GET", "/", null, ask.headers(), new byte[0], Instant.now());
        String body = new String(answer.body(), StandardCharsets.UTF_8);
        Reply signed = simulator.answer("merchant" + merchant, to, answer.status(), body);
        Map<String, List<String>> headers = new HashMap<>(answer.headers());
        signed.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new Answer(answer.status(), headers, answer.body());
    }

    @Override
    public boolean concernsMoney(Ask ask) {
        return !ask.url().endsWith("/v3/certificates");
    }

    @Override
    public void close() {
        server.close();
        simulator.close();
    }
}
