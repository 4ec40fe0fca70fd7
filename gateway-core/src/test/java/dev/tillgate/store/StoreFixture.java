package dev.tillgate.store;

import dev.tillgate.flow.Books;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.sql.DatabaseProduct;
import dev.tillgate.sql.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** A schema of its own with storage on it, and every statement that storage sends. */
final class StoreFixture implements AutoCloseable {
    final TestDatabase database = TestDatabase.open();
    final List<String> statements = Collections.synchronizedList(new ArrayList<>());
    final Sessions sessions = new Sessions(database.dataSource(), database.reads(), DatabaseProduct.MARIADB, sql -> {
        statements.add(sql);
        return sql;
    });
    final StoredTransactions transactions = new StoredTransactions(sessions);
    final Samples samples = new Samples();

    void inOne(Consumer<Books> work) {
        transactions.inOne(books -> {
            work.accept(books);
            return true;
        });
    }

    /** Saves the file, and answers it as a reader would find it. */
    OrderFile saved(OrderFile file) {
        inOne(books -> books.save(file));
        return locked(file);
    }

    OrderFile locked(OrderFile file) {
        return transactions.inOne(
                books -> books.lock(file.merchant(), file.order().id()));
    }

    /** Runs the same work on several threads at once, and answers every result or what was thrown. */
    static List<Object> together(int threads, Callable<?> work) throws InterruptedException {
        List<Object> results = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Object>> all = new ArrayList<>(Collections.nCopies(threads, work::call));
            for (Future<Object> future : pool.invokeAll(all)) {
                try {
                    results.add(future.get());
                } catch (ExecutionException thrown) {
                    results.add(thrown.getCause());
                }
            }
        }
        return results;
    }

    /** Empties the tables: a schema of its own for each test costs a second, this a few milliseconds. */
    void empty() {
        for (String table : List.of(
                "shop_order",
                "payment",
                "attempt",
                "operation",
                "event",
                "callback",
                "callback_try",
                "ledger_entry",
                "idempotency",
                "notification",
                "dispute")) {
            database.execute("DELETE FROM " + table);
        }
    }

    @Override
    public void close() {
        sessions.close();
        database.close();
    }
}
