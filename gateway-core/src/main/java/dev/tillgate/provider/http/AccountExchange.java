package dev.tillgate.provider.http;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.NotSentException;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * One account's way out: the shared wire, watched. Counts and times every call, writes the transcript, and stops
 * calling for a while when the other side is down, so that buyers are offered something else at once.
 */
final class AccountExchange implements Exchange {
    private final String provider;
    private final String account;
    private final Exchange wire;
    private final MeterRegistry meters;
    private final Transcript transcript;
    private final Pulse pulse;

    AccountExchange(
            String provider, String account, Exchange wire, MeterRegistry meters, Transcript transcript, Pulse pulse) {
        this.provider = provider;
        this.account = account;
        this.wire = wire;
        this.meters = meters;
        this.transcript = transcript;
        this.pulse = pulse;
    }

    @Override
    public Answer send(Ask ask) throws IOException {
        Instant at = Instant.now();
        long start = System.nanoTime();
        if (!pulse.breaker().tryAcquirePermission()) {
            note(ask, at, start, "circuit_open", "");
            throw new NotSentException("the provider's side is down: not calling it for the moment");
        }
        try {
            Answer answer = wire.send(ask);
            settle(answer.status() < 500, start);
            note(
                    ask,
                    at,
                    start,
                    Integer.toString(answer.status()),
                    "[" + Scrubber.headers(answer.headers()) + "] " + Scrubber.body(answer.body()));
            return answer;
        } catch (NotSentException notSent) {
            settle(false, start);
            note(ask, at, start, "not_sent", "");
            throw notSent;
        } catch (IOException | RuntimeException lost) {
            settle(false, start);
            note(ask, at, start, "no_answer", "");
            throw lost;
        }
    }

    private void settle(boolean good, long start) {
        pulse.note(good, System.nanoTime() - start);
    }

    private void note(Ask ask, Instant at, long start, String result, String answer) {
        long took = System.nanoTime() - start;
        meters.timer("tillgate.provider.exchange", "provider", provider, "outcome", outcomeClass(result))
                .record(took, TimeUnit.NANOSECONDS);
        transcript.record(new Transcript.Entry(
                at,
                provider,
                account,
                ask.method(),
                Scrubber.url(ask.url()),
                result,
                TimeUnit.NANOSECONDS.toMillis(took),
                "[" + Scrubber.headers(Scrubber.listed(ask.headers())) + "] " + Scrubber.body(ask.body()),
                answer));
    }

    /** Statuses by their class, so that the number of time series stays small. */
    private static String outcomeClass(String result) {
        return Character.isDigit(result.charAt(0)) ? result.charAt(0) + "xx" : result;
    }
}
