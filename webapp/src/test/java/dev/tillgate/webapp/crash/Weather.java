package dev.tillgate.webapp.crash;

import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.NoticeFault;
import java.time.Duration;
import java.util.Random;

/** Trouble by chance, with slow answers among it, that ends at the end as it ends in life. */
final class Weather implements FaultPlan {
    private static final int SLOW_PERCENT = 10;
    private static final int SLOWEST_MS = 3_000;

    private final Random slow;
    private volatile FaultPlan now;

    /** @param faults as {@link FaultPlan.Chance#parse} reads them */
    Weather(long seed, String faults) {
        slow = new Random(seed);
        now = FaultPlan.Chance.parse(seed, faults);
    }

    @Override
    public Fault onCall(InboundRequest request) {
        Fault fault = now.onCall(request);
        boolean held = now instanceof Chance && drawn(100) < SLOW_PERCENT;
        return held ? new Fault(fault.kind(), Duration.ofMillis(drawn(SLOWEST_MS))) : fault;
    }

    private synchronized int drawn(int bound) {
        return slow.nextInt(bound);
    }

    @Override
    public NoticeFault onNotice() {
        return now.onNotice();
    }

    void clear() {
        now = FaultPlan.none();
    }
}
