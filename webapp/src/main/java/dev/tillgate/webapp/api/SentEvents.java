package dev.tillgate.webapp.api;

import dev.tillgate.webapp.problem.FieldError;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.glassfish.jersey.media.sse.EventOutput;
import org.glassfish.jersey.media.sse.OutboundEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that only grows, as server-sent events: what is there already, then what comes, until time is up. Each one's
 * id is its number, so that who comes back with {@code Last-Event-ID} misses none. Each stream waits on a virtual thread,
 * not on one of the web server's, and does its work on a fresh one each time: there may be thousands that wait, and a
 * thread keeps the stack of its deepest call and what libraries remember for it, three times what a stream needs itself.
 *
 * @param after what has a higher number, oldest first, at most {@link #AT_ONCE}
 */
record SentEvents<T>(
        LongFunction<List<T>> after, ToLongFunction<T> number, Function<T, String> name, Function<T, String> data) {
    static final int AT_ONCE = 100;

    /** Enough for an event; the web server's usual 32 KiB would be kept for each stream as long as it is open. */
    private static final int BUFFER = 2 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(SentEvents.class);
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    /**
     * How long things last.
     *
     * @param beat how often a stream says that it is still there
     * @param look how often it looks without having been woken, for what other nodes have added
     * @param longest after how long a stream ends; the client comes back by itself
     */
    record Pace(Duration beat, Duration look, Duration longest) {}

    /**
     * The number that the client has seen last, 0 for none.
     *
     * @throws ProblemException when it is none
     */
    static long lastSeen(ContainerRequestContext request) {
        String header = request.getHeaderString(LAST_EVENT_ID);
        if (header == null || header.isEmpty()) {
            return 0;
        }
        if (!header.matches("[0-9]{1,18}")) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "Last-Event-ID must be the id of an event received before.",
                    List.of(new FieldError(LAST_EVENT_ID, "must be a whole number")));
        }
        return Long.parseLong(header);
    }

    /**
     * @param http the answer that is given
     * @param watch begun before: what comes before the first look is not missed
     */
    Response stream(HttpServletResponse http, Watches<?>.Watch watch, long seen, Pace pace) {
        http.setBufferSize(BUFFER);
        EventOutput output = new EventOutput();
        Thread.ofVirtual().name("stream").start(() -> send(watch, seen, pace, output));
        return Response.ok(output)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private void send(Watches<?>.Watch watch, long seen, Pace pace, EventOutput output) {
        long end = System.nanoTime() + pace.longest().toNanos();
        long looked = System.nanoTime();
        long last = seen;
        try (watch;
                output) {
            last = apart(() -> told(output, seen));
            watch.saw(last);
            while (System.nanoTime() < end && !output.isClosed()) {
                Watches.News news = watch.await(pace.beat().toMillis());
                if (news == Watches.News.STOP) {
                    return;
                }
                boolean due = System.nanoTime() - looked > pace.look().toNanos();
                if (due || news == Watches.News.PERHAPS) {
                    looked = System.nanoTime();
                    long before = last;
                    last = apart(() -> told(output, before));
                    watch.saw(last);
                } else {
                    // Costs no look into the database: there may be thousands of quiet streams.
                    apart(() -> beat(output));
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException) {
                LOG.debug("a stream's reader is gone");
            } else {
                LOG.warn("a stream ends early", failure.getCause());
            }
        } catch (IOException gone) {
            LOG.debug("a stream's reader was gone before its end");
        }
    }

    private static <R extends @Nullable Object> R apart(Callable<R> work)
            throws InterruptedException, ExecutionException {
        FutureTask<R> task = new FutureTask<>(work);
        Thread.ofVirtual().name("stream-work").start(task);
        return task.get();
    }

    private static @Nullable Void beat(EventOutput output) throws IOException {
        output.write(new OutboundEvent.Builder().comment("").build());
        return null;
    }

    /** Sends all there is after a number; answers the last one's. */
    private long told(EventOutput output, long seen) throws IOException {
        long last = seen;
        List<T> news;
        do {
            news = after.apply(last);
            for (T one : news) {
                output.write(event(one));
                last = number.applyAsLong(one);
            }
        } while (news.size() == AT_ONCE);
        if (last == seen) {
            beat(output);
        }
        return last;
    }

    private OutboundEvent event(T one) {
        return new OutboundEvent.Builder()
                .id(Long.toString(number.applyAsLong(one)))
                .name(name.apply(one))
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, data.apply(one))
                .build();
    }
}
