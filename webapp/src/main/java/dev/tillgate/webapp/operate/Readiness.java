package dev.tillgate.webapp.operate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** Whether this node is to be sent work: its database answers, its background work runs, and it is not stopping. */
public final class Readiness {
    private static final int LIMIT_SECONDS = 2;

    private final DataSource database;
    private final BooleanSupplier works;
    private volatile boolean stopping;

    /** @param works whether background work runs, or is none of this node's business */
    public Readiness(DataSource database, BooleanSupplier works) {
        this.database = database;
        this.works = works;
    }

    /** From now on it is not ready: the first step of stopping. What comes all the same is still done. */
    public void stop() {
        stopping = true;
    }

    /** What was looked at and how it is; {@code up} is well. */
    Map<String, String> checks() throws InterruptedException {
        Map<String, String> checks = new LinkedHashMap<>();
        checks.put("database", database());
        checks.put("workers", works.getAsBoolean() ? "up" : "not running");
        if (stopping) {
            checks.put("program", "stopping");
        }
        return checks;
    }

    private String database() throws InterruptedException {
        CompletableFuture<Boolean> check = new CompletableFuture<>();
        // Apart from this thread: an exhausted pool would keep it waiting longer than a load balancer does.
        Thread.ofVirtual().name("health").start(() -> check.complete(databaseAnswers()));
        try {
            return check.get(LIMIT_SECONDS, TimeUnit.SECONDS) ? "up" : "does not answer";
        } catch (TimeoutException | ExecutionException e) {
            return "does not answer in time";
        }
    }

    private boolean databaseAnswers() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(LIMIT_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
