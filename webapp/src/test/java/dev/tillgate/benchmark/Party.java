package dev.tillgate.benchmark;

import dev.tillgate.catalog.Providers;
import dev.tillgate.money.Money;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.sandbox.bank.BankOptions;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Reply;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.SimulatorServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A provider outside of the gateway, over HTTP, and how it is paid with.
 *
 * @param instrument what is paid with in the same call, or empty where the payer pays on a page
 */
record Party(
        String provider,
        String method,
        String currency,
        String instrument,
        Settings settings,
        Function<InboundRequest, Reply> answers,
        SimulatorServer server,
        AutoCloseable simulator)
        implements AutoCloseable {
    private static final Map<String, String> METHODS = new TreeMap<>(Map.of(
            "stripe", "klarna",
            "paypal", "paypal",
            "alipay", "alipay",
            "wechatpay", "wechat_pay"));

    /** How the notifications of each leave. */
    interface Senders {
        /** Null when none are sent. */
        @Nullable
        Exchange of(String provider);
    }

    /** All five. */
    static List<Party> all(FaultPlan faults, Senders senders) throws IOException {
        List<Party> all = new ArrayList<>();
        all.add(sandbox(faults, senders.of("sandbox")));
        for (ProviderType type : Providers.ALL) {
            Simulator.Opener opener = type.rules().simulator();
            if (opener != null) {
                all.add(simulated(type, opener, faults, senders.of(type.id())));
            }
        }
        return all;
    }

    private static Party sandbox(FaultPlan faults, @Nullable Exchange sender) throws IOException {
        SimulatorServer server = SimulatorServer.bind(0);
        SandboxBank bank = new SandboxBank(
                BankOptions.inMemory(server.url(), "benchmark")
                        .withMostCharges(1_000_000)
                        .withFaults(faults),
                sender,
                Clock.systemUTC());
        server.serve(bank::handle);
        return new Party("sandbox", "card", "EUR", "tok_visa", bank.newAccount(), bank::handle, server, bank);
    }

    private static Party simulated(
            ProviderType type, Simulator.Opener opener, FaultPlan faults, @Nullable Exchange sender)
            throws IOException {
        SimulatorServer server = SimulatorServer.bind(0);
        Simulator simulator =
                opener.open(new Simulator.Setup(server.url(), null, "benchmark", faults, sender, Clock.systemUTC()));
        server.serve(simulator::handle);
        String method = METHODS.getOrDefault(type.id(), "");
        String currency = type.serves(method, Money.ofMinor(4830, "EUR")) ? "EUR" : "CNY";
        Settings settings = simulator.account("benchmark");
        return new Party(type.id(), method, currency, "", settings, simulator::handle, server, simulator);
    }

    /** The payer pays on this page. */
    void pay(String page) {
        URI url = URI.create(page);
        answers.apply(new InboundRequest(
                "POST",
                url.getPath(),
                url.getRawQuery(),
                Map.of("Content-Type", "application/x-www-form-urlencoded"),
                "choice=PAY".getBytes(StandardCharsets.UTF_8),
                Instant.now()));
    }

    @Override
    public void close() throws Exception {
        server.close();
        simulator.close();
    }
}
