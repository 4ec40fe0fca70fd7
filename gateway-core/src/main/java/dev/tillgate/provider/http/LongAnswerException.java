package dev.tillgate.provider.http;

import dev.tillgate.provider.Exchange.Answer;
import java.io.IOException;

/** An answer whose body is longer than is read: for whom the body matters it is none, its head is there for the others. */
public final class LongAnswerException extends IOException {
    private final transient Answer head;

    LongAnswerException(Answer head, int limit) {
        super("answer is longer than " + limit + " bytes");
        this.head = head;
    }

    /** Status and headers, with an empty body. */
    public Answer head() {
        return head;
    }
}
