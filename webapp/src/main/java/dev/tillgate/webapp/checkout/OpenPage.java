package dev.tillgate.webapp.checkout;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/** One browser that listens for news of an order. Tells each number once, in order, whichever threads bring them. */
final class OpenPage {

    private static final long RECONNECT_MILLIS = 3_000;

    private final MerchantId merchant;
    private final OrderId order;
    private final PaymentId payment;
    private final Instant until;
    private final SseEventSink sink;
    private final Sse sse;
    private final ReentrantLock lock = new ReentrantLock();
    private long told;

    OpenPage(SignedLinks.Target target, OrderId order, Instant until, SseEventSink sink, Sse sse, long seen) {
        this.merchant = target.merchant();
        this.payment = target.payment();
        this.order = order;
        this.until = until;
        this.sink = sink;
        this.sse = sse;
        this.told = seen;
    }

    MerchantId merchant() {
        return merchant;
    }

    OrderId order() {
        return order;
    }

    PaymentId payment() {
        return payment;
    }

    boolean isOver(Instant now) {
        return until.isBefore(now) || sink.isClosed();
    }

    /**
     * Sends the number if it is news, else a comment that keeps proxies from closing the line.
     *
     * @param broken run when the browser is gone
     */
    void tell(long sequence, Runnable broken) {
        lock.lock();
        try {
            boolean news = sequence > told;
            told = Math.max(told, sequence);
            sink.send(news ? state(sequence) : sse.newEventBuilder().comment("").build())
                    .whenComplete((sent, failure) -> {
                        if (failure != null) {
                            broken.run();
                        }
                    });
        } catch (IllegalStateException closedMeanwhile) {
            broken.run();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        try {
            sink.close();
        } catch (IOException | RuntimeException goneAlready) {
            // What we wanted. Jersey, when it is stopped itself, says so with a RuntimeException.
        }
    }

    private OutboundSseEvent state(long sequence) {
        return sse.newEventBuilder()
                .name("state")
                .id(Long.toString(sequence))
                .reconnectDelay(RECONNECT_MILLIS)
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(Long.toString(sequence))
                .build();
    }
}
