package dev.tillgate.provider.wechatpay;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator.Setup;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator.Ways;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A simulated WeChat Pay without HTTP between, a clock that can be set, and one merchant there. */
final class Practice implements Exchange, InstantSource, AutoCloseable {
    static final String ACCOUNT = "shop";
    static final Money AMOUNT = Money.ofMinor(1230, "CNY");

    final FaultPlan.Script faults = new FaultPlan.Script();
    final List<Ask> asked = new ArrayList<>();
    final List<InboundRequest> notices = new CopyOnWriteArrayList<>();
    final WechatPaySimulator simulator;
    volatile int noticeStatus = 200;

    @Nullable
    UnaryOperator<Answer> swap;

    @Nullable
    String refusingHost;

    private volatile Duration skew = Duration.ZERO;

    Practice(int keyBits, Duration refunds) {
        this(null, keyBits, refunds);
    }

    Practice(@Nullable Path folder, int keyBits, Duration refunds) {
        simulator = new WechatPaySimulator(
                new Setup("http://127.0.0.1:1", folder, "practice", faults, this::take, this),
                Ways.USUAL
                        .withKeyBits(keyBits)
                        .withRefunds(refunds)
                        .withRepeats(List.of(Duration.ofMillis(20), Duration.ofMillis(20))));
    }

    static Practice open() {
        return new Practice(1024, Duration.ofHours(1));
    }

    private Answer take(Ask ask) {
        notices.add(new InboundRequest(
                "POST", URI.create(ask.url()).getPath(), null, ask.headers(), ask.body(), instant()));
        return new Answer(noticeStatus, Map.of(), new byte[0]);
    }

    Settings settings() {
        return simulator.account(ACCOUNT);
    }

    WechatPayProvider provider() {
        return provider(settings());
    }

    WechatPayProvider provider(Settings settings) {
        return new WechatPayProvider(settings, this, this);
    }

    /** The same settings with one changed. */
    static Settings with(Settings settings, String name, String value) {
        Map<String, String> values = new HashMap<>(settings.values());
        values.put(name, value);
        return new Settings(values);
    }

    void later(Duration by) {
        skew = skew.plus(by);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(skew);
    }

    @Override
    public Answer send(Ask ask) throws IOException {
        asked.add(ask);
        if (refusingHost != null && ask.url().startsWith(refusingHost)) {
            throw new NotSentException("connection refused");
        }
        URI uri = URI.create(ask.url());
        Reply reply = simulator.handle(new InboundRequest(
                ask.method(), uri.getPath(), uri.getRawQuery(), ask.headers(), ask.body(), instant()));
        if (reply.delivery() == Reply.Delivery.DROPPED) {
            throw new SocketTimeoutException("no answer in time");
        }
        if (reply.delivery() == Reply.Delivery.TRUNCATED) {
            throw new EOFException("the answer ends too early");
        }
        Answer answer = answer(reply);
        return swap == null ? answer : swap.apply(answer);
    }

    static Answer answer(Reply reply) {
        Map<String, List<String>> headers = new HashMap<>();
        reply.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new Answer(reply.status(), headers, reply.body());
    }

    /** What WeChat would say with this status and body, signed. */
    Answer signed(int status, String body) {
        String serial = settings().getOr(WechatPay.PUBLIC_KEY_ID, "");
        InboundRequest to =
                new InboundRequest("GET", "/", null, Map.of("Wechatpay-Serial", serial), new byte[0], instant());
        return answer(simulator.answer(ACCOUNT, to, status, body));
    }

    static ChargeRequest charge(AttemptId attempt, String method, @Nullable String instrument) {
        return WechatPayFixture.request(attempt, AMOUNT, method, instrument);
    }

    static ChargeRequest code(AttemptId attempt) {
        return charge(attempt, WechatPay.NATIVE, null);
    }

    static ChargeQuery about(AttemptId attempt, @Nullable String ref) {
        return new ChargeQuery(code(attempt), ref);
    }

    static OperationRequest operation(OperationKind kind, AttemptId attempt, long fen) {
        Money amount = Money.ofMinor(fen, "CNY");
        return new OperationRequest(OperationId.next(), kind, attempt, null, null, amount, AMOUNT);
    }

    /** A new order that nobody has paid. */
    AttemptId order() throws IOException {
        AttemptId attempt = AttemptId.next();
        Outcome outcome = provider().start(code(attempt));
        if (!(outcome instanceof Outcome.PayerMust)) {
            throw new AssertionError("not started: " + outcome);
        }
        return attempt;
    }

    /** A new order that was paid. */
    AttemptId paid() throws IOException {
        AttemptId attempt = order();
        happens(attempt, WechatPaySimulator.Event.PAYS);
        return attempt;
    }

    void happens(AttemptId attempt, WechatPaySimulator.Event event) {
        simulator.happens(ACCOUNT, attempt.value(), event);
    }

    /** A request of the core's, without the payer's address, as it asks about lost ones. */
    static ChargeRequest withoutAddress(ChargeRequest request) {
        return new ChargeRequest(
                request.attempt(),
                request.amount(),
                request.method(),
                null,
                CaptureMode.AUTOMATIC,
                request.orderReference(),
                request.description(),
                request.returnUrl(),
                request.notifyUrl(),
                request.locale(),
                request.expiresAt(),
                null);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
