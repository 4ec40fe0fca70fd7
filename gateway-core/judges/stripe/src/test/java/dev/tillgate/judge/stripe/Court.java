package dev.tillgate.judge.stripe;

import com.stripe.Stripe;
import com.stripe.StripeClient;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.PayerPage.Choice;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.SimulatorServer;
import dev.tillgate.provider.stripe.simulator.StripeSimulator;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Where both are heard: the simulator on a loopback port, Stripe's own client and ours. */
final class Court implements AutoCloseable {
    static final String ACCOUNT = "judged";

    final FaultPlan.Script faults = new FaultPlan.Script();
    final List<InboundRequest> requests = new CopyOnWriteArrayList<>();
    /** In the order they came; whoever takes one waits for it. */
    final BlockingQueue<InboundRequest> notices = new LinkedBlockingQueue<>();

    final StripeSimulator simulator;
    final StripeClient theirs;
    final Provider ours;
    private final SimulatorServer server;
    private final HttpExchange http = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true));

    Court() throws IOException {
        Stripe.enableTelemetry = false;
        server = SimulatorServer.bind(0);
        simulator = new StripeSimulator(new Simulator.Setup(
                server.url(),
                null,
                "court",
                faults,
                ask -> {
                    notices.add(new InboundRequest(
                            ask.method(), "/notify", null, ask.headers(), ask.body(), Instant.now()));
                    return new Answer(200, Map.of(), new byte[0]);
                },
                InstantSource.system()));
        server.serve(this::heard);
        simulator.listen(ACCOUNT, "http://gateway.test/notify");
        theirs = client(settings().get(dev.tillgate.provider.stripe.Stripe.SECRET_KEY));
        ours = dev.tillgate.provider.stripe.Stripe.TYPE.opener().open(settings(), http, InstantSource.system());
    }

    private Reply heard(InboundRequest request) {
        requests.add(request);
        return simulator.handle(request);
    }

    Settings settings() {
        return simulator.account(ACCOUNT);
    }

    StripeClient client(String key) {
        return StripeClient.builder()
                .setApiKey(key)
                .setApiBase(server.url())
                .setFilesBase(server.url())
                .setMaxNetworkRetries(0)
                .build();
    }

    ChargeRequest charge(AttemptId attempt, @Nullable String instrument, CaptureMode mode) {
        return new ChargeRequest(
                attempt,
                Money.ofMinor(1230, "EUR"),
                "card",
                instrument,
                mode,
                "1001",
                "Two things & more [new]",
                "http://shop.test/return?a=b&c=ü",
                "http://gateway.test/notify",
                Locale.GERMAN,
                Instant.now().plusSeconds(3600),
                null);
    }

    void press(String page, Choice choice) {
        simulator.handle(new InboundRequest(
                "POST",
                URI.create(page).getPath(),
                null,
                Map.of(),
                ("choice=" + choice).getBytes(StandardCharsets.UTF_8),
                Instant.now()));
    }

    InboundRequest last() {
        return requests.get(requests.size() - 1);
    }

    @Override
    public void close() {
        server.close();
        simulator.close();
        http.close();
    }
}
