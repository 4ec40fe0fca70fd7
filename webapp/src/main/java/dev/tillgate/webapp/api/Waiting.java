package dev.tillgate.webapp.api;

import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Runs requests that wait for a provider on threads of their own, so that slow providers do not use up the web server's
 * few. At most 2,000 run at once; more are told to come again. Platform threads, kept for a while: most of such a request
 * is short database statements, and a virtual thread pays for every one of them with a change of threads.
 */
final class Waiting implements AutoCloseable {
    private static final int MOST = 2000;
    private static final int KEPT_SECONDS = 10;
    private static final int STACK_BYTES = 256 * 1024;

    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            0,
            MOST,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> new Thread(null, task, "api", STACK_BYTES));

    CompletableFuture<Response> run(Supplier<Response> work) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        Map<String, String> logContext = MDC.getCopyOfContextMap();
        try {
            threads.execute(() -> {
                try {
                    useLogContext(logContext);
                    answer.complete(work.get());
                } catch (Throwable failure) {
                    answer.completeExceptionally(failure);
                } finally {
                    MDC.clear();
                }
            });
        } catch (RejectedExecutionException full) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "Too many requests wait for providers; nothing was done.",
                    List.of(),
                    Map.of("Retry-After", "1"));
        }
        return answer;
    }

    /** What is in progress is finished. */
    @Override
    public void close() {
        threads.shutdown();
    }

    private static void useLogContext(@Nullable Map<String, String> context) {
        if (context != null) {
            MDC.setContextMap(context);
        }
    }
}
