package dev.tillgate.webapp.api;

import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Runs requests that wait for a provider on virtual threads of their own, so that slow providers do not use up the web
 * server's few. At most 2,000 run at once; more are told to come again.
 */
final class Waiting {
    private static final int MOST = 2000;
    private final Semaphore free = new Semaphore(MOST);

    CompletableFuture<Response> run(Supplier<Response> work) {
        if (!free.tryAcquire()) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE,
                    "Too many requests wait for providers; nothing was done.",
                    List.of(),
                    Map.of("Retry-After", "1"));
        }
        CompletableFuture<Response> answer = new CompletableFuture<>();
        Map<String, String> logContext = MDC.getCopyOfContextMap();
        Thread.ofVirtual().name("api").start(() -> {
            try {
                useLogContext(logContext);
                answer.complete(work.get());
            } catch (Throwable failure) {
                answer.completeExceptionally(failure);
            } finally {
                free.release();
            }
        });
        return answer;
    }

    private static void useLogContext(@Nullable Map<String, String> context) {
        if (context != null) {
            MDC.setContextMap(context);
        }
    }
}
