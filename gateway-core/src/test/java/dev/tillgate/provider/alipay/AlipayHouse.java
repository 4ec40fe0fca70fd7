package dev.tillgate.provider.alipay;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.alipay.simulator.AlipaySimulator;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A merchant and the simulated Alipay in one process, with a clock to move and trouble to order. */
final class AlipayHouse implements AutoCloseable, InstantSource, Exchange {
    /** Too short for the real Alipay, and fast. */
    static final int SHORT_KEYS = 1024;

    static final Money AMOUNT = Money.ofMinor(1230, "CNY");

    final FaultPlan.Script faults = new FaultPlan.Script();
    final List<Ask> asks = new CopyOnWriteArrayList<>();
    final List<Answer> answers = new CopyOnWriteArrayList<>();
    final List<InboundRequest> notices = new CopyOnWriteArrayList<>();
    final AlipaySimulator simulator;
    final AlipayProvider provider;
    String acknowledgement = "success";
    private Instant now = Instant.parse("2026-11-25T08:00:00Z");
    private @Nullable String ref;

    AlipayHouse() {
        this(null, false, false);
    }

    AlipayHouse(@Nullable Path folder, boolean certificates, boolean encrypted) {
        this(folder, certificates, encrypted, SHORT_KEYS);
    }

    AlipayHouse(@Nullable Path folder, boolean certificates, boolean encrypted, int keyBits) {
        simulator = new AlipaySimulator(
                new Simulator.Setup("http://sim.test", folder, "secret", faults, this::take, this), keyBits);
        provider = new AlipayProvider(simulator.account("shop", certificates, encrypted), this, this);
    }

    private Answer take(Ask ask) {
        notices.add(new InboundRequest(
                ask.method(), URI.create(ask.url()).getPath(), null, ask.headers(), ask.body(), now));
        return new Answer(200, Map.of(), acknowledgement.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Answer send(Ask ask) throws IOException {
        asks.add(ask);
        Reply reply = simulator.handle(inbound(ask.method(), ask.url(), ask.headers(), ask.body()));
        if (reply.delivery() != Reply.Delivery.WHOLE) {
            throw new SocketTimeoutException("lost");
        }
        Map<String, List<String>> headers = new HashMap<>();
        reply.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        Answer answer = new Answer(reply.status(), headers, reply.body());
        answers.add(answer);
        return answer;
    }

    InboundRequest inbound(String method, String url, Map<String, String> headers, byte[] body) {
        URI uri = URI.create(url);
        return new InboundRequest(method, uri.getPath(), uri.getRawQuery(), headers, body, now);
    }

    /** A browser gets a page. */
    Reply get(String url) {
        return simulator.handle(inbound("GET", url, Map.of(), new byte[0]));
    }

    /** A browser presses a button. */
    Reply press(String url, String choice) {
        byte[] body = ("choice=" + choice).getBytes(StandardCharsets.UTF_8);
        return simulator.handle(inbound("POST", url, Map.of(), body));
    }

    ChargeRequest request(AttemptId attempt, String method) {
        return request(attempt, method, AMOUNT);
    }

    /** Ends an hour from the beginning, however late it is. */
    ChargeRequest request(AttemptId attempt, String method, Money amount) {
        return new ChargeRequest(
                attempt,
                amount,
                method,
                null,
                CaptureMode.AUTOMATIC,
                "1001",
                "Two things",
                "http://shop.test/return?order=1001",
                "http://gateway.test/notify",
                Locale.ENGLISH,
                Instant.parse("2026-11-25T09:00:00Z"),
                null);
    }

    @FunctionalInterface
    interface Call {
        Outcome run() throws IOException;
    }

    /** As the core sees it. */
    Outcome outcome(Call call) {
        try {
            Outcome outcome = call.run();
            if (outcome instanceof Outcome.PayerMust must) {
                ref = must.ref();
            }
            if (outcome instanceof Outcome.Done done && done.effect() == Outcome.Effect.CAPTURED) {
                ref = done.ref();
            }
            return outcome;
        } catch (IOException | RuntimeException lost) {
            return new Outcome.Unknown(lost.getClass().getSimpleName());
        }
    }

    Outcome start(AttemptId attempt, String method) {
        return outcome(() -> provider.start(request(attempt, method)));
    }

    Outcome query(AttemptId attempt, String method) {
        return outcome(() -> provider.query(new ChargeQuery(request(attempt, method), ref)));
    }

    /** Without what the start answered. */
    Outcome queryForgetful(AttemptId attempt, String method) {
        return outcome(() -> provider.query(new ChargeQuery(request(attempt, method), null)));
    }

    OperationRequest operation(OperationKind kind, AttemptId attempt, long fen) {
        return new OperationRequest(OperationId.next(), kind, attempt, ref, null, Money.ofMinor(fen, "CNY"), AMOUNT);
    }

    static OperationRequest asked(OperationRequest request, String operationRef) {
        return new OperationRequest(
                request.operation(),
                request.kind(),
                request.attempt(),
                request.chargeRef(),
                operationRef,
                request.amount(),
                request.charged());
    }

    /** A QR code that was paid, and that we know to be paid. */
    AttemptId paid() {
        AttemptId attempt = AttemptId.next();
        start(attempt, Alipay.QR);
        simulator.pays("shop", attempt.value());
        query(attempt, Alipay.QR);
        return attempt;
    }

    @Nullable
    String ref() {
        return ref;
    }

    /** The methods that were called, in order. */
    List<String> methods() {
        return asks.stream()
                .map(ask -> ask.url().replaceFirst(".*[?&]method=([^&]*).*", "$1"))
                .toList();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
