package dev.tillgate.provider.sandbox.bank;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.sandbox.SandboxSignature;
import dev.tillgate.provider.sandbox.bank.BankBook.Notice;
import dev.tillgate.provider.simulator.NoticeFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends the bank's notifications until they are taken (any 2xx), each try freshly signed, for about three hours. What
 * is not delivered yet is in the book, so a restart goes on with it.
 */
final class BankPost implements AutoCloseable {
    private static final int AT_ONCE = 32;
    private static final Duration FIRST = Duration.ofMillis(60);
    private static final Duration HELD_BACK = Scenario.TIME_TO_SETTLE.plusSeconds(2);
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofMinutes(60),
            Duration.ofMinutes(60));

    private final BankBook book;
    private final BankAccounts accounts;
    private final Exchange sender;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final ExecutorService carriers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore atOnce = new Semaphore(AT_ONCE);

    BankPost(
            BankBook book,
            BankAccounts accounts,
            Exchange sender,
            InstantSource clock,
            ScheduledExecutorService timer) {
        this.book = book;
        this.accounts = accounts;
        this.sender = sender;
        this.clock = clock;
        this.timer = timer;
    }

    /** Takes a new notification. Runs under the book's lock. */
    void take(Notice notice) {
        book.put(notice);
        later(notice, notice.trouble() == NoticeFault.LATE ? HELD_BACK : FIRST);
    }

    /** Goes on with what was not delivered before a restart. */
    void resume() {
        book.notices().forEach(notice -> later(notice, FIRST));
    }

    private void later(Notice notice, Duration pause) {
        try {
            timer.schedule(() -> carriers.execute(() -> deliver(notice)), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            // It is in the book: the next start sends it.
        }
    }

    private void deliver(Notice notice) {
        atOnce.acquireUninterruptibly();
        boolean taken;
        try {
            taken = send(notice);
            if (taken && notice.trouble() == NoticeFault.TWICE) {
                send(notice);
            }
        } finally {
            atOnce.release();
        }
        book.locked(() -> {
            settle(notice, taken);
            return notice;
        });
    }

    private void settle(Notice notice, boolean taken) {
        if (taken || notice.tries() >= PAUSES.size()) {
            book.done(notice);
            return;
        }
        Notice again = notice.triedAgain();
        book.put(again);
        later(again, PAUSES.get(notice.tries()));
    }

    private boolean send(Notice notice) {
        byte[] body = notice.body().getBytes(StandardCharsets.UTF_8);
        List<String> secrets = notice.trouble() == NoticeFault.WRONG_SIGNATURE
                ? List.of(accounts.wrongSecret())
                : accounts.notificationSecrets(notice.account());
        String signature =
                SandboxSignature.sign(secrets, clock.instant().getEpochSecond(), SandboxSignature.NOTIFICATION, body);
        Map<String, String> headers = Map.of("Content-Type", "application/json", SandboxSignature.HEADER, signature);
        try {
            int status = sender.send(Ask.post(notice.url(), headers, body)).status();
            return status >= 200 && status < 300;
        } catch (IOException notTaken) {
            return false;
        }
    }

    @Override
    public void close() {
        carriers.shutdownNow();
    }
}
