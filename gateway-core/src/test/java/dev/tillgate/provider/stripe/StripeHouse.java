package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.stripe.simulator.StripeSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The simulator in memory, with a provider that speaks to it without a wire. */
final class StripeHouse implements AutoCloseable {
    static final String URL = "http://stripe.test";
    static final Money AMOUNT = Money.ofMinor(1230, "EUR");

    final FaultPlan.Script faults = new FaultPlan.Script();
    final List<InboundRequest> notices = new CopyOnWriteArrayList<>();
    final List<Exchange.Ask> asks = new CopyOnWriteArrayList<>();
    final StripeSimulator simulator;
    final StripeProvider provider;
    final InstantSource clock;

    StripeHouse() {
        this(null, InstantSource.system());
    }

    StripeHouse(@Nullable Path folder, InstantSource clock) {
        this.clock = clock;
        this.simulator = new StripeSimulator(new Simulator.Setup(URL, folder, "house", faults, this::take, clock));
        this.provider = new StripeProvider(simulator.account("shop"), this::send, clock);
    }

    private Exchange.Answer take(Exchange.Ask ask) {
        notices.add(new InboundRequest(
                ask.method(), URI.create(ask.url()).getPath(), null, ask.headers(), ask.body(), clock.instant()));
        return new Exchange.Answer(200, Map.of(), new byte[0]);
    }

    Exchange.Answer send(Exchange.Ask ask) throws IOException {
        asks.add(ask);
        Reply reply = simulator.handle(request(ask, clock.instant()));
        if (reply.delivery() != Reply.Delivery.WHOLE) {
            throw new IOException("the connection ended before the answer did");
        }
        return answer(reply);
    }

    static InboundRequest request(Exchange.Ask ask, Instant now) {
        String rest = ask.url().substring(URL.length());
        int query = rest.indexOf('?');
        return new InboundRequest(
                ask.method(),
                query < 0 ? rest : rest.substring(0, query),
                query < 0 ? null : rest.substring(query + 1),
                ask.headers(),
                ask.body(),
                now);
    }

    static Exchange.Answer answer(Reply reply) {
        Map<String, List<String>> headers = new TreeMap<>();
        reply.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new Exchange.Answer(reply.status(), headers, reply.body());
    }

    ChargeRequest charge(AttemptId attempt, @Nullable String instrument, CaptureMode mode) {
        return charge(attempt, "card", AMOUNT, instrument, mode);
    }

    ChargeRequest charge(
            AttemptId attempt, String method, Money amount, @Nullable String instrument, CaptureMode mode) {
        return new ChargeRequest(
                attempt,
                amount,
                method,
                instrument,
                mode,
                "1001",
                "Two things",
                "http://shop.test/return",
                "http://gateway.test/notify/" + attempt,
                Locale.ENGLISH,
                clock.instant().plusSeconds(3600),
                null);
    }

    Outcome query(AttemptId attempt, @Nullable String ref) throws IOException {
        return provider.query(new ChargeQuery(charge(attempt, null, CaptureMode.AUTOMATIC), ref));
    }

    OperationRequest operation(OperationKind kind, AttemptId attempt, @Nullable String ref, Money amount) {
        return new OperationRequest(OperationId.next(), kind, attempt, ref, null, amount, AMOUNT);
    }

    /** The payer presses a button on the page that waits for them. */
    Reply press(AttemptId attempt, Choice choice) {
        String page = simulator.payerPage("shop", attempt.value());
        if (page == null) {
            throw new IllegalStateException("no page waits for the payer");
        }
        return simulator.handle(new InboundRequest(
                "POST",
                page.substring(URL.length()),
                null,
                Map.of(),
                ("choice=" + choice).getBytes(StandardCharsets.UTF_8),
                clock.instant()));
    }

    List<ObjectNode> objects(String kind) {
        return simulator.objects("shop", kind);
    }

    @Override
    public void close() {
        simulator.close();
    }
}
