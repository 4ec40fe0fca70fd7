package dev.tillgate.webapp.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.catalog.Providers;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.alipay.simulator.AlipaySimulator;
import dev.tillgate.provider.paypal.simulator.PayPalSimulator;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.Simulator;
import dev.tillgate.provider.simulator.SimulatorServer;
import dev.tillgate.provider.stripe.simulator.StripeSimulator;
import dev.tillgate.provider.wechatpay.simulator.WechatPaySimulator;
import dev.tillgate.webapp.crash.ThreeBooks.Held;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** Every provider that has a simulator, outside of the gateway and over real HTTP, with books that outlive it. */
final class OtherParties implements AutoCloseable {
    private static final String ACCOUNT = "chaos";

    private final Map<String, Party> parties = new LinkedHashMap<>();

    private record Party(Simulator simulator, Line line, SimulatorServer server) {}

    /** @param post how their notifications leave */
    OtherParties(Path folder, FaultPlan faults, Exchange post) throws IOException {
        for (ProviderType type : Providers.ALL) {
            Simulator.Opener opener = type.rules().simulator();
            if (opener != null) {
                SimulatorServer server = SimulatorServer.bind(0);
                Line line = Line.to(server.port());
                Simulator simulator = opener.open(new Simulator.Setup(
                        line.url(), folder.resolve(type.id()), "chaos", faults, post, InstantSource.system()));
                server.serve(simulator::handle);
                parties.put(type.id(), new Party(simulator, line, server));
            }
        }
    }

    /** What a merchant types in for an account at each of them. */
    void accounts(BiConsumer<String, Settings> each) {
        parties.forEach((type, party) -> each.accept(type, party.simulator.account(ACCOUNT)));
    }

    /** The line to one of them. */
    Line line(String provider) {
        return party(provider).line;
    }

    /** Money that was on its way arrives although the attempt was closed, where the provider knows such a thing. */
    void paysLate(String provider, String attempt) {
        switch (party(provider).simulator) {
            case AlipaySimulator alipay -> alipay.paysLate(ACCOUNT, attempt);
            case WechatPaySimulator wechat -> wechat.happens(ACCOUNT, attempt, WechatPaySimulator.Event.PAYS_LATE);
            default -> {}
        }
    }

    /** A refund that was called complete comes back, where the provider knows such a thing. */
    void refundComesBack(String provider, String attempt) {
        if (party(provider).simulator instanceof PayPalSimulator paypal) {
            String refund = paypal.newest(ACCOUNT, attempt, true);
            if (refund != null) {
                paypal.failRefund(refund);
            }
        }
    }

    /** What the provider holds of an attempt. */
    Held held(String provider, String attempt) {
        return switch (party(provider).simulator) {
            case StripeSimulator stripe ->
                stripe.objects(ACCOUNT, "intent").stream()
                        .filter(intent -> intent.path("metadata").toString().contains(attempt))
                        .map(OtherParties::held)
                        .reduce(Held.NOTHING, Held::and);
            case PayPalSimulator paypal ->
                paypal.truths(ACCOUNT, attempt).stream()
                        .map(truth -> Held.of(truth.captured()
                                .minus(truth.refunded())
                                .plus(truth.reserved())
                                .minorUnits()))
                        .reduce(Held.NOTHING, Held::and);
            case AlipaySimulator alipay -> {
                AlipaySimulator.Truth truth = alipay.truth(ACCOUNT, attempt);
                yield truth == null
                        ? Held.NOTHING
                        : Held.of(truth.paid().minus(truth.refunded()).minorUnits());
            }
            case WechatPaySimulator wechat -> {
                WechatPaySimulator.Truth truth = wechat.truth(ACCOUNT, attempt);
                yield truth == null ? Held.NOTHING : Held.of(truth.collected() - truth.refunded());
            }
            default -> throw new IllegalStateException("nobody reads the book of " + provider);
        };
    }

    /** Reserved money counts as held: at the end nothing may be left of it that the gateway does not know. */
    private static Held held(ObjectNode intent) {
        JsonNode charge = intent.path("_charge");
        long left =
                switch (intent.path("status").asText()) {
                    case "succeeded" ->
                        charge.path("amount").asLong()
                                - charge.path("amount_refunded").asLong();
                    case "requires_capture" -> intent.path("amount").asLong();
                    default -> 0;
                };
        return Held.of(left);
    }

    private Party party(String provider) {
        Party party = parties.get(provider);
        if (party == null) {
            throw new IllegalArgumentException("no such party: " + provider);
        }
        return party;
    }

    @Override
    public void close() {
        parties.values().forEach(party -> {
            party.line.close();
            party.server.close();
            party.simulator.close();
        });
    }
}
