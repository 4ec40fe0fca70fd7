package dev.tillgate.flow;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a flow remembers its answer under the caller's idempotency key, in the same transactions as its business rows. A
 * page or job of our own that needs none uses {@link #unremembered()}.
 *
 * @param <R> the flow's result
 */
public final class OnceOnly<R> {
    private final @Nullable IdempotencyRecord request;
    private final @Nullable Function<R, Answer> render;

    private OnceOnly(@Nullable IdempotencyRecord request, @Nullable Function<R, Answer> render) {
        this.request = request;
        this.render = render;
    }

    /** Remembers under this request's key, in the words {@code render} puts the result in. */
    public static <R> OnceOnly<R> remembered(IdempotencyRecord request, Function<R, Answer> render) {
        return new OnceOnly<>(request, render);
    }

    public static <R> OnceOnly<R> unremembered() {
        return new OnceOnly<>(null, null);
    }

    /** In a flow's first transaction, when the result is only known later. */
    void begin(Books books, String subject) {
        if (request != null) {
            books.insert(request.about(subject));
        }
    }

    /** In a flow's last transaction. */
    void finish(Books books, String subject, R result) {
        if (request != null && render != null) {
            Answer answer = render.apply(result);
            books.answer(request.about(subject).answered(answer.status(), answer.body()));
        }
    }

    /** In the only transaction of a flow that needs just one. */
    void atOnce(Books books, String subject, R result) {
        if (request != null && render != null) {
            Answer answer = render.apply(result);
            books.insert(request.about(subject).answered(answer.status(), answer.body()));
        }
    }

    /** An HTTP answer worth remembering: never a 5xx. */
    public record Answer(int status, String body) {}
}
