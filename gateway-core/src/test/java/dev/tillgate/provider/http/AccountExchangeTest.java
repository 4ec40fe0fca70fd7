package dev.tillgate.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.NotSentException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AccountExchangeTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Transcript.Memory transcript = new Transcript.Memory(100);

    @Test
    void theTranscriptShowsWhatHappenedAndNoSecret() throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer sk_live_SECRET");
        headers.put("X-Api-Key", "SECRET");
        headers.put("Idempotency-Key", "att_1");
        headers.put("SECRET-in-a-name-that-is-much-longer-than-any-header-name", "x");
        Ask ask = Ask.post(
                "https://user:SECRET@bank.test/v1/charges?key=SECRET&page=SECRET#SECRET",
                headers,
                "{\"card\":{\"number\":\"SECRET\",\"4242 SECRET\":1},\"amount\":1230}"
                        .getBytes(StandardCharsets.UTF_8));
        Exchange wire = asked -> new Answer(
                201,
                Map.of("request-id", List.of("req_7"), "set-cookie", List.of("SECRET")),
                "grant=SECRET&expires=1".getBytes(StandardCharsets.UTF_8));
        exchanges(wire).forAccount("sandbox", "acc_1").send(ask);
        Transcript.Entry entry = transcript.entries().get(0);
        assertThat(entry.toString()).doesNotContain("SECRET");
        assertThat(entry.url()).isEqualTo("https://bank.test/v1/charges?key=…&page=…");
        assertThat(entry.result()).isEqualTo("201");
        assertThat(entry.request()).contains("Authorization: …", "Idempotency-Key: att_1", "[card, number, …, amount]");
        assertThat(entry.answer()).contains("request-id: req_7", "[grant, expires]");
    }

    @Test
    void callsAreCountedByOutcome() {
        AtomicInteger calls = new AtomicInteger();
        Exchange wire = asked -> switch (calls.getAndIncrement()) {
            case 0 -> new Answer(200, Map.of(), new byte[0]);
            case 1 -> new Answer(503, Map.of(), new byte[0]);
            case 2 -> throw new NotSentException("refused");
            default -> throw new IOException("reset");
        };
        Exchange exchange = exchanges(wire).forAccount("sandbox", "acc_1");
        for (int i = 0; i < 4; i++) {
            send(exchange);
        }
        for (String outcome : List.of("2xx", "5xx", "not_sent", "no_answer")) {
            assertThat(meters.get("tillgate.provider.exchange")
                            .tags("provider", "sandbox", "outcome", outcome)
                            .timer()
                            .count())
                    .as(outcome)
                    .isEqualTo(1);
        }
        assertThat(transcript.entries())
                .extracting(Transcript.Entry::result)
                .containsExactly("200", "503", "not_sent", "no_answer");
    }

    @Test
    void aProviderThatIsDownIsLeftAloneForAWhile() {
        AtomicBoolean down = new AtomicBoolean(true);
        AtomicInteger arrived = new AtomicInteger();
        Exchange wire = asked -> {
            arrived.incrementAndGet();
            if (down.get()) {
                throw new IOException("reset");
            }
            return new Answer(402, Map.of(), new byte[0]);
        };
        Exchanges exchanges = exchanges(wire);
        Exchange exchange = exchanges.forAccount("sandbox", "acc_1");
        for (int i = 0; i < 20; i++) {
            send(exchange);
        }
        assertThat(arrived).hasValue(20);
        assertThatThrownBy(() -> exchange.send(Ask.get("https://bank.test/", Map.of())))
                .isInstanceOf(NotSentException.class);
        assertThat(arrived).hasValue(20);
        send(exchanges.forAccount("sandbox", "acc_2"));
        assertThat(arrived).as("another account is not held up").hasValue(21);
        assertThat(exchanges.isOpen("sandbox", "acc_1")).isTrue();
        assertThat(exchanges.isOpen("sandbox", "acc_2")).isFalse();
        down.set(false);
        // Nobody calls it while it is said to be open, so being asked has to be enough to notice that its pause is
        // over.
        Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        exchanges.isOpen("sandbox", "acc_1"))
                .isFalse());
        for (int i = 0; i < 10; i++) {
            assertThat(exchanges.isOpen("sandbox", "acc_1"))
                    .as("asking takes no call's place")
                    .isFalse();
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> assertThat(
                        exchange.send(Ask.get("https://bank.test/", Map.of())).status())
                .isEqualTo(402));
    }

    @Test
    void declinesAndOurOwnMistakesDoNotOpenTheCircuit() throws Exception {
        Exchange exchange =
                exchanges(asked -> new Answer(402, Map.of(), new byte[0])).forAccount("sandbox", "acc_1");
        for (int i = 0; i < 50; i++) {
            assertThat(exchange.send(Ask.get("https://bank.test/", Map.of())).status())
                    .isEqualTo(402);
        }
    }

    private Exchanges exchanges(Exchange wire) {
        return new Exchanges(wire, meters, transcript, Duration.ofMillis(300));
    }

    private static void send(Exchange exchange) {
        try {
            exchange.send(Ask.get("https://bank.test/v1", Map.of()));
        } catch (IOException expected) {
            // Its kind is what the test looks at afterwards.
        }
    }
}
