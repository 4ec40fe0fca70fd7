package dev.tillgate.webapp.crash;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.http.HttpExchange;
import dev.tillgate.provider.http.HttpLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The post that brings notifications of providers to the gateway, at its worst: it loses, doubles and reorders them,
 * brings old ones again, and somebody sends changed copies. What it loses it brings later, as providers do, who send
 * again until they are answered.
 */
final class BadPost implements Exchange, AutoCloseable {
    private static final int REMEMBERED = 500;
    private static final int TRIES = 40;
    private static final Duration AGAIN = Duration.ofSeconds(2);
    private static final int LONGEST_LATE_MS = 12_000;

    private final HttpExchange wire = new HttpExchange(HttpLimits.forCallbacks().withPlainHttp(true));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private final Random random;
    private final List<Ask> seen = new ArrayList<>();
    private final AtomicInteger late = new AtomicInteger();
    private final AtomicInteger replayed = new AtomicInteger();
    private final AtomicInteger forged = new AtomicInteger();
    private final AtomicInteger forgedAndTaken = new AtomicInteger();
    private volatile boolean bad = true;

    BadPost(long seed) {
        random = new Random(seed);
    }

    @Override
    public Answer send(Ask ask) throws IOException {
        remember(ask);
        int mood = bad ? drawn(100) : 100;
        if (mood < 15) {
            late.incrementAndGet();
            later(ask, Duration.ofMillis(drawn(LONGEST_LATE_MS)), 0);
            throw new IOException("lost on its way");
        }
        if (mood < 25) {
            forge(ask);
        } else if (mood < 35) {
            replay();
        }
        try {
            Answer answer = wire.send(ask);
            return mood >= 35 && mood < 50 ? wire.send(ask) : answer;
        } catch (IOException gatewayDown) {
            later(ask, AGAIN, 0);
            throw gatewayDown;
        }
    }

    /** From now on everything arrives; first everything that was seen lately comes once more. */
    void calmDown() {
        bad = false;
        List<Ask> old;
        synchronized (seen) {
            old = List.copyOf(seen);
        }
        old.forEach(ask -> later(ask, Duration.ofMillis(drawn(3_000)), TRIES));
        replayed.addAndGet(old.size());
    }

    /** Changed copies that the gateway took for genuine. */
    int forgedAndTaken() {
        return forgedAndTaken.get();
    }

    @Override
    public String toString() {
        return late + " notifications came late, " + replayed + " again, " + forged + " forged";
    }

    private void remember(Ask ask) {
        synchronized (seen) {
            if (seen.size() >= REMEMBERED) {
                seen.removeFirst();
            }
            seen.add(ask);
        }
    }

    private void replay() {
        Ask old;
        synchronized (seen) {
            old = seen.get(random.nextInt(seen.size()));
        }
        replayed.incrementAndGet();
        later(old, Duration.ZERO, TRIES);
    }

    /** One digit in the middle becomes another one. */
    private void forge(Ask ask) {
        byte[] body = ask.body().clone();
        for (int i = body.length / 2; i < body.length; i++) {
            if (Character.isDigit(body[i])) {
                body[i] = (byte) (body[i] == '9' ? '1' : body[i] + 1);
                break;
            }
        }
        Ask copy = Ask.post(ask.url(), ask.headers(), body);
        forged.incrementAndGet();
        carry(() -> {
            Answer answer = wire.send(copy);
            boolean acknowledged = answer.status() < 300;
            if (acknowledged) {
                System.out.println("taken: " + new String(body, StandardCharsets.UTF_8));
                forgedAndTaken.incrementAndGet();
            }
        });
    }

    private void later(Ask ask, Duration pause, int tried) {
        try {
            clock.schedule(() -> carry(() -> again(ask, tried)), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            // The run is over.
        }
    }

    private void again(Ask ask, int tried) {
        boolean taken;
        try {
            taken = wire.send(ask).status() < 300;
        } catch (IOException gatewayDown) {
            taken = false;
        }
        if (!taken && tried < TRIES) {
            later(ask, AGAIN, tried + 1);
        }
    }

    private static void carry(Carried work) {
        Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (IOException lost) {
                // Lost, then.
            }
        });
    }

    private interface Carried {
        void run() throws IOException;
    }

    private int drawn(int bound) {
        synchronized (seen) {
            return random.nextInt(bound);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        wire.close();
    }
}
