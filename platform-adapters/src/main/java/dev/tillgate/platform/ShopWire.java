package dev.tillgate.platform;

import dev.tillgate.flow.Transactions;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.http.HttpLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.time.Duration;

/** The way to shops: never within a transaction, measured, and bounded in time and size. */
public final class ShopWire implements Exchange {
    /** A shop on a small server may take seconds for an order with all its lines. */
    public static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofSeconds(3), Duration.ofSeconds(15), 2 << 20, false);

    private final Exchange exchange;
    private final Transactions transactions;
    private final MeterRegistry meters;

    /** @param exchange one that checks addresses, as the one for callbacks does */
    public ShopWire(Exchange exchange, Transactions transactions, MeterRegistry meters) {
        this.exchange = exchange;
        this.transactions = transactions;
        this.meters = meters;
    }

    @Override
    public Answer send(Ask ask) throws IOException {
        if (transactions.isActive()) {
            throw new IllegalStateException("a shop is called while a transaction is open");
        }
        Timer.Sample begin = Timer.start(meters);
        String result = "no answer";
        try {
            Answer answer = exchange.send(ask);
            result = answer.status() / 100 + "xx";
            return answer;
        } finally {
            begin.stop(meters.timer("tillgate.shop.calls", "result", result));
        }
    }
}
