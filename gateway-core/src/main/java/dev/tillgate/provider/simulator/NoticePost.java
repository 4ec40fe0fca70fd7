package dev.tillgate.provider.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Sends a simulator's notifications until they are taken, each try written and signed anew. What is not delivered yet is
 * in the book, so a restart goes on with it.
 */
public final class NoticePost implements AutoCloseable {
    private static final String KIND = "notice";
    private static final String TRIES = "_tries";
    private static final String FAULT = "_fault";
    private static final int AT_ONCE = 32;
    private static final Duration FIRST = Duration.ofMillis(60);
    private static final Duration HELD_BACK = Duration.ofSeconds(5);

    private final JsonBook book;
    private final Exchange sender;
    private final Writer writer;
    private final Predicate<Answer> taken;
    private final List<Duration> pauses;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("simulator-post").factory());
    private final ExecutorService carriers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore atOnce = new Semaphore(AT_ONCE);

    /** Makes the request of a notice, signed for now. */
    @FunctionalInterface
    public interface Writer {
        Ask write(ObjectNode notice, boolean wrongSignature);
    }

    /**
     * @param taken whether this answer takes a notification
     * @param pauses how long after each failed try the next one comes; as many tries more as there are pauses
     */
    public NoticePost(JsonBook book, Exchange sender, Writer writer, Predicate<Answer> taken, List<Duration> pauses) {
        this.book = book;
        this.sender = sender;
        this.writer = writer;
        this.taken = taken;
        this.pauses = List.copyOf(pauses);
    }

    /** Goes on with what was not delivered before a restart. */
    public void resume() {
        for (ObjectNode notice : book.all(KIND)) {
            later(notice.path("id").asText(), FIRST);
        }
    }

    /** Takes a new notification; {@code notice} has a text {@code id} of its own, and whatever the writer needs. */
    public void take(ObjectNode notice, NoticeFault fault) {
        if (fault == NoticeFault.NONE) {
            return;
        }
        String id = notice.path("id").asText();
        book.put(KIND, id, notice.deepCopy().put(TRIES, 0).put(FAULT, fault.name()));
        later(id, fault == NoticeFault.LATE ? HELD_BACK : FIRST);
    }

    private void later(String id, Duration pause) {
        try {
            timer.schedule(() -> carriers.execute(() -> deliver(id)), pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            // It is in the book: the next start sends it.
        }
    }

    private void deliver(String id) {
        ObjectNode notice = book.get(KIND, id);
        if (notice == null) {
            return;
        }
        NoticeFault fault = NoticeFault.valueOf(notice.path(FAULT).asText(NoticeFault.NORMAL.name()));
        boolean accepted;
        atOnce.acquireUninterruptibly();
        try {
            accepted = send(notice, fault);
            if (accepted && fault == NoticeFault.TWICE) {
                send(notice, fault);
            }
        } finally {
            atOnce.release();
        }
        int tries = notice.path(TRIES).asInt();
        if (accepted || tries >= pauses.size()) {
            book.remove(KIND, id);
            return;
        }
        book.put(KIND, id, notice.put(TRIES, tries + 1));
        later(id, pauses.get(tries));
    }

    private boolean send(ObjectNode notice, NoticeFault fault) {
        try {
            return taken.test(sender.send(writer.write(notice, fault == NoticeFault.WRONG_SIGNATURE)));
        } catch (IOException notTaken) {
            return false;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        carriers.shutdownNow();
    }
}
