package dev.tillgate.provider.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.sandbox.bank.BankOptions;
import dev.tillgate.provider.sandbox.bank.SandboxBank;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.FaultPlan;
import dev.tillgate.provider.simulator.NoticeFault;
import dev.tillgate.provider.simulator.SimulatorServer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Five hundred calls to a provider that takes 400 ms are under way at once, one by one they would take 200 s. */
class ManyCallsTest {
    private static final FaultPlan SLOW = new FaultPlan() {
        @Override
        public Fault onCall(InboundRequest request) {
            return Fault.delay(Duration.ofMillis(400));
        }

        @Override
        public NoticeFault onNotice() {
            return NoticeFault.NORMAL;
        }
    };

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void slowCallsDoNotWaitForEachOther(boolean pooled) throws Exception {
        HttpLimits limits = HttpLimits.forProviders().withPlainHttp(true);
        try (SimulatorServer server = SimulatorServer.bind(0);
                SandboxBank bank = new SandboxBank(
                        BankOptions.inMemory(server.url(), "root").withFaults(SLOW), null, InstantSource.system());
                HttpExchange http = new HttpExchange(limits);
                PinnedExchange pinned = new PinnedExchange(limits, AddressRule.any());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            server.serve(bank::handle);
            String key = bank.account("shop").get("secret_key");
            Exchange wire = pooled ? http : pinned;
            Ask ask = Ask.get(server.url() + "/v1/books", Map.of("Authorization", "Bearer " + key));
            long start = System.nanoTime();
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                calls.add(threads.submit(() -> wire.send(ask).status()));
            }
            for (Future<Integer> call : calls) {
                assertThat(call.get()).isEqualTo(200);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        }
    }
}
