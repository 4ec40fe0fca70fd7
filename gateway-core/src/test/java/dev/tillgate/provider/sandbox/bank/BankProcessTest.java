package dev.tillgate.provider.sandbox.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Queries;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import dev.tillgate.provider.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bank as a process of its own: killed without warning it forgets nothing that it has answered. */
class BankProcessTest {
    private static final Money AMOUNT = Money.ofMinor(999, "EUR");

    @TempDir
    Path folder;

    @Test
    void aKilledBankComesBackWithItsBook() throws Exception {
        List<AttemptId> answered = new ArrayList<>();
        int port = 0;
        for (int life = 0; life < 2; life++) {
            Process process = start(port);
            try (HttpExchange wire = new HttpExchange(HttpLimits.forProviders().withPlainHttp(true))) {
                String url = readyAt(process);
                port = URI.create(url).getPort();
                Provider provider = Sandbox.TYPE.opener().open(settings(url), wire, InstantSource.system());
                for (AttemptId attempt : answered) {
                    assertThat(provider.query(Queries.about(attempt, AMOUNT))).isInstanceOf(Done.class);
                }
                for (int i = 0; i < 20; i++) {
                    AttemptId attempt = AttemptId.next();
                    assertThat(provider.start(request(attempt))).isInstanceOf(Done.class);
                    answered.add(attempt);
                }
            } finally {
                process.destroyForcibly();
                assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private Process start(int port) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        classes,
                        SandboxBankServer.class.getName(),
                        "port=" + port,
                        "folder=" + folder,
                        "secret=s",
                        "faults=",
                        "seed=3")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String readyAt(Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("READY ")) {
                return line.substring(6);
            }
        }
        throw new IOException("the bank did not start");
    }

    /** An account is derived from the bank's secret, so another bank with the same one knows the same keys. */
    private static Settings settings(String url) {
        try (SandboxBank bank = new SandboxBank(BankOptions.inMemory(url, "s"), null, InstantSource.system())) {
            return bank.account("shop");
        }
    }

    private static ChargeRequest request(AttemptId attempt) {
        return new ChargeRequest(
                attempt,
                AMOUNT,
                "card",
                "tok_visa",
                CaptureMode.AUTOMATIC,
                "1",
                "",
                "http://shop.test/",
                "http://127.0.0.1:1/",
                Locale.ENGLISH,
                Instant.now().plusSeconds(600),
                null);
    }
}
