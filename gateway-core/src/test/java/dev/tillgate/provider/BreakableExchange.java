package dev.tillgate.provider;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A wire that breaks on command, and remembers what went over it last. For one thread at a time. */
final class BreakableExchange implements Exchange {
    /** Where it is cut. */
    enum Cut {
        NOWHERE,
        /** No connection. */
        CONNECTION_REFUSED,
        /** Time is up and the request never arrived; nobody on our side can know. */
        REQUEST_LOST,
        /** The request was carried out and the answer never came. */
        ANSWER_LOST,
        /** The same, of the request that changes something; a look that comes before it goes through. */
        ANSWER_OF_CHANGE_LOST
    }

    /** Replaces an answer. */
    @FunctionalInterface
    interface Swap {
        Answer of(Ask ask, Answer answer);
    }

    private final Exchange wire;
    private final Predicate<Ask> which;
    private Cut cut = Cut.NOWHERE;
    private @Nullable Swap swap;
    private @Nullable Ask lastAsk;

    BreakableExchange(Exchange wire, Predicate<Ask> which) {
        this.wire = wire;
        this.which = which;
    }

    void cut(Cut where) {
        cut = where;
    }

    void swap(@Nullable Swap given) {
        swap = given;
    }

    @Nullable
    Ask lastAsk() {
        return lastAsk;
    }

    @Override
    public Answer send(Ask ask) throws IOException {
        if (!which.test(ask)) {
            return wire.send(ask);
        }
        lastAsk = ask;
        if (cut == Cut.CONNECTION_REFUSED) {
            throw new NotSentException("connection refused");
        }
        if (cut == Cut.REQUEST_LOST) {
            throw new SocketTimeoutException("no answer in time");
        }
        Answer answer = wire.send(ask);
        if (cut == Cut.ANSWER_LOST
                || cut == Cut.ANSWER_OF_CHANGE_LOST && !ask.method().equals("GET")) {
            throw new SocketTimeoutException("no answer in time");
        }
        return swap == null ? answer : swap.of(ask, answer);
    }
}
