package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Queries;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.sandbox.SandboxProvider;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.SimulatorServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A bank behind real HTTP, one merchant's provider, and a place that takes notifications over real HTTP. */
final class BankHouse implements AutoCloseable {
    static final Money AMOUNT = Money.ofMinor(1230, "EUR");
    static final String ACCOUNT = "shop";

    final List<InboundRequest> notifications = new CopyOnWriteArrayList<>();
    final SimulatorServer server;
    final SimulatorServer shop;
    final HttpExchange wire;
    final SandboxProvider provider;
    final Payer payer;
    private final HttpExchange sender;
    SandboxBank bank;
    volatile int shopAnswers = 204;

    BankHouse(UnaryOperator<BankOptions> options) throws IOException {
        server = SimulatorServer.bind(0);
        shop = SimulatorServer.bind(0).serve(this::take);
        sender = new HttpExchange(HttpLimits.forCallbacks().withPlainHttp(true));
        bank = new SandboxBank(
                options.apply(BankOptions.inMemory(server.url(), "root")), sender, InstantSource.system());
        server.serve(request -> bank.handle(request));
        wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true).withAnswer(Duration.ofSeconds(8)));
        provider = new SandboxProvider(bank.account(ACCOUNT), wire);
        payer = new Payer(bank);
    }

    static BankHouse open() {
        return with(FaultPlan.none());
    }

    static BankHouse with(FaultPlan faults) {
        try {
            return new BankHouse(options -> options.withFaults(faults));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Reply take(InboundRequest request) {
        notifications.add(request);
        return Reply.json(shopAnswers, "{}", Map.of());
    }

    /** The bank's process dies and comes back: a new one opens the same book. */
    void restart(UnaryOperator<BankOptions> options) {
        bank = new SandboxBank(
                options.apply(BankOptions.inMemory(server.url(), "root")), sender, InstantSource.system());
    }

    ChargeRequest request(AttemptId attempt, String method, @Nullable String instrument, CaptureMode mode) {
        return new ChargeRequest(
                attempt,
                AMOUNT,
                method,
                instrument,
                mode,
                "A-1001",
                "Two things",
                "http://shop.test/back?order=1",
                shop.url() + "/notify",
                Locale.ENGLISH,
                Instant.now().plusSeconds(3600),
                null);
    }

    Outcome start(AttemptId attempt, @Nullable String instrument) {
        return start(request(attempt, "card", instrument, CaptureMode.AUTOMATIC));
    }

    Outcome start(ChargeRequest request) {
        return outcome(() -> provider.start(request));
    }

    Outcome query(AttemptId attempt) {
        return outcome(() -> provider.query(Queries.about(attempt, AMOUNT)));
    }

    OperationRequest operation(OperationKind kind, AttemptId attempt, Money amount) {
        return new OperationRequest(OperationId.next(), kind, attempt, null, null, amount, AMOUNT);
    }

    /** The charge in the bank's own book. */
    BankCharge charge(AttemptId attempt) {
        return bank.books(ACCOUNT).charges().stream()
                .filter(charge -> charge.terms().reference().equals(attempt.value()))
                .findFirst()
                .orElseThrow();
    }

    /** As the core sees it. */
    static Outcome outcome(Call call) {
        try {
            return call.run();
        } catch (NotSentException notSent) {
            return new Outcome.NotSent("not sent");
        } catch (IOException lost) {
            return new Outcome.Unknown("lost");
        }
    }

    /** A call of a provider. */
    @FunctionalInterface
    interface Call {
        Outcome run() throws IOException;
    }

    @Override
    public void close() {
        wire.close();
        server.close();
        shop.close();
        bank.close();
        sender.close();
    }
}
