package dev.tillgate.provider.paypal;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.paypal.simulator.PayPalSimulator;
import dev.tillgate.provider.simulator.Reply;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reaches the simulator without a network, remembers what was asked, and answers something else on demand. */
final class InMemoryWire implements Exchange {
    final List<Ask> asks = new ArrayList<>();
    private final PayPalSimulator simulator;
    private final InstantSource clock;
    private Function<Ask, @Nullable Answer> instead = ask -> null;

    InMemoryWire(PayPalSimulator simulator, InstantSource clock) {
        this.simulator = simulator;
        this.clock = clock;
    }

    /** What is answered instead of asking the simulator; null asks it. */
    void instead(Function<Ask, @Nullable Answer> given) {
        instead = given;
    }

    void honest() {
        instead = ask -> null;
    }

    @Override
    public Answer send(Ask ask) throws IOException {
        asks.add(ask);
        Answer given = instead.apply(ask);
        return given == null ? real(ask) : given;
    }

    Answer real(Ask ask) throws IOException {
        URI uri = URI.create(ask.url());
        Reply reply = simulator.handle(new InboundRequest(
                ask.method(), uri.getPath(), uri.getRawQuery(), ask.headers(), ask.body(), clock.instant()));
        if (reply.delivery() == Reply.Delivery.DROPPED) {
            throw new SocketTimeoutException("no answer in time");
        }
        Map<String, List<String>> headers = new HashMap<>();
        reply.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        return new Answer(reply.status(), headers, reply.body());
    }

    Ask last() {
        return asks.get(asks.size() - 1);
    }
}
