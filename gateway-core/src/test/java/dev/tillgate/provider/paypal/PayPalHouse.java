package dev.tillgate.provider.paypal;

import dev.tillgate.MovableClock;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.paypal.simulator.PayPalSimulator;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A merchant with a PayPal account at a simulator in memory, a clock to turn, and payers who press buttons. */
final class PayPalHouse implements AutoCloseable {
    static final String URL = "http://paypal.test";
    static final Money AMOUNT = Money.ofMinor(1230, "EUR");

    final MovableClock clock = new MovableClock(Instant.now().toString());
    final FaultPlan.Script faults = new FaultPlan.Script();
    final List<Ask> notices = new CopyOnWriteArrayList<>();
    final PayPalSimulator simulator;
    final InMemoryWire wire;
    final PayPalProvider provider;
    private final @Nullable Path own;

    PayPalHouse() {
        this(null);
    }

    PayPalHouse(@Nullable Path folder) {
        own = folder == null ? SeededBook.folder() : null;
        Path book = folder == null ? own : folder;
        simulator = new PayPalSimulator(new Simulator.Setup(URL, book, "house", faults, this::take, clock));
        wire = new InMemoryWire(simulator, clock);
        provider = new PayPalProvider(simulator.account("shop"), wire, clock);
    }

    private Answer take(Ask ask) {
        notices.add(ask);
        return new Answer(200, Map.of(), new byte[0]);
    }

    interface Call {
        Outcome run() throws IOException;
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

    /** A started attempt, and the order it became. */
    record Started(ChargeQuery query, CaptureMode mode) {
        AttemptId attempt() {
            return query.attempt();
        }

        String order() {
            return String.valueOf(query.providerRef());
        }
    }

    Started start(CaptureMode mode) {
        return start(AMOUNT, mode);
    }

    Started start(Money amount, CaptureMode mode) {
        AttemptId attempt = AttemptId.next();
        var request = PayPalFixture.request(attempt, amount, mode);
        Outcome outcome = outcome(() -> provider.start(request));
        String ref = ((Outcome.PayerMust) outcome).ref();
        return new Started(new ChargeQuery(request, ref), mode);
    }

    /** Started, agreed to and completed. */
    Started paid(CaptureMode mode) {
        Started started = start(mode);
        choose(started, "PAY");
        complete(started);
        return started;
    }

    Outcome query(Started started) {
        return outcome(() -> provider.query(started.query()));
    }

    Outcome complete(Started started) {
        return outcome(() -> provider.complete(started.query()));
    }

    /** The payer presses a button; where the page sends the payer, or an empty text. */
    String choose(Started started, String choice) {
        URI page = URI.create(simulator.payerPage("shop", started.attempt().value()));
        byte[] form = ("choice=" + choice).getBytes(StandardCharsets.US_ASCII);
        return simulator
                .handle(new InboundRequest("POST", page.getPath(), page.getQuery(), Map.of(), form, clock.instant()))
                .headers()
                .getOrDefault("location", "");
    }

    OperationRequest operation(OperationKind kind, Started started, Money amount) {
        return new OperationRequest(
                OperationId.next(),
                kind,
                started.attempt(),
                started.order(),
                null,
                amount,
                started.query().amount());
    }

    Outcome send(OperationRequest request) {
        return outcome(() -> switch (request.kind()) {
            case CAPTURE -> provider.capture(request);
            case REFUND -> provider.refund(request);
            case VOID -> provider.cancel(request);
        });
    }

    PayPalSimulator.Truth truth(Started started) {
        List<PayPalSimulator.Truth> truths =
                simulator.truths("shop", started.attempt().value());
        return truths.get(truths.size() - 1);
    }

    static Answer json(int status, String body) {
        return new Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        simulator.close();
        if (own != null) {
            SeededBook.delete(own);
        }
    }
}
