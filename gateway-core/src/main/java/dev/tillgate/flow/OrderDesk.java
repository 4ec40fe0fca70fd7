package dev.tillgate.flow;

import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * How flows read, decide and write: one transaction, the order's whole file, under its version. A flow that has just
 * committed a file decides on it again without reading ({@link #changeKnown}); when somebody else was faster it is read
 * again under a lock and decided anew.
 */
public final class OrderDesk {
    private final Transactions transactions;
    private final Committed committed;

    public OrderDesk(Transactions transactions, Committed committed) {
        this.transactions = transactions;
        this.committed = committed;
    }

    /** What a change came to: the file as committed, and what the decision answered. */
    public record Changed<T>(OrderFile file, T result) {}

    /** Locks the order, decides, writes. The decision may be run again, each time on a fresh file. */
    public <T> Changed<T> change(MerchantId merchant, OrderId order, BiFunction<Books, OrderFile, T> decision) {
        return told(transactions.inOne(books -> decide(books, books.lock(merchant, order), decision)));
    }

    /** Decides on a file that was committed a moment ago. */
    public <T> Changed<T> changeKnown(OrderFile known, BiFunction<Books, OrderFile, T> decision) {
        try {
            return told(transactions.inOne(books -> decide(books, known.copy(), decision)));
        } catch (StaleOrderFile meanwhile) {
            return change(known.merchant(), known.order().id(), decision);
        }
    }

    /** Runs a decision that finds or opens its file itself. */
    public <T> Changed<T> open(Function<Books, OrderFile> opened, BiFunction<Books, OrderFile, T> decision) {
        return told(transactions.inOne(books -> decide(books, opened.apply(books), decision)));
    }

    private static <T> Step<T> decide(Books books, OrderFile file, BiFunction<Books, OrderFile, T> decision) {
        file.judgeBy(attempt -> books.terms(file.order().store(), attempt));
        T result = decision.apply(books, file);
        List<Event> events = file.changes().events();
        if (file.hasChanges()) {
            Set<Kind> due = books.save(file);
            return new Step<>(file.committed(), result, events, due, true);
        }
        return new Step<>(file, result, events, Set.of(), false);
    }

    private <T> Changed<T> told(Step<T> step) {
        if (step.written) {
            committed.committed(step.events, step.due);
        }
        return new Changed<>(step.file, step.result);
    }

    private record Step<T>(OrderFile file, T result, List<Event> events, Set<Kind> due, boolean written) {}
}
