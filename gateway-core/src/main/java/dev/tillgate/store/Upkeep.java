package dev.tillgate.store;

import dev.tillgate.flow.JobQueue;
import dev.tillgate.flow.JobQueue.Backlog;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.shop.ShopGuard;
import dev.tillgate.store.LedgerCheck.Disagreement;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the tables: removes what has served its time, compares the ledger with the books, and keeps the figures an
 * operator watches. Figures are refreshed now and then and never by who asks for them, so that a hasty monitor costs the
 * database nothing. Safe on several nodes at once.
 */
public final class Upkeep implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration FIGURES = Duration.ofSeconds(15);
    private static final Duration CLEANING = Duration.ofHours(1);
    private static final Duration CHECKING = Duration.ofHours(24);
    private static final int MOST_SHOWN = 20;
    /** What the gauge of the soonest deadline shows while there is none: far away, and no alarm of any rule. */
    private static final double NO_DEADLINE = Duration.ofDays(3650).toSeconds();

    /** Asked about in vain at least once. */
    static final String UNKNOWN = """
            SELECT COUNT(*), MIN(created_at) FROM attempt
            WHERE due_at IS NOT NULL AND status IN ('STARTED', 'PENDING') AND asked > 0""";

    static final String OUTBOX = "SELECT COUNT(*), MIN(created_at) FROM callback WHERE due_at IS NOT NULL";

    private final Sessions sessions;
    private final JobQueue queue;
    private final Housekeeping housekeeping;
    private final LedgerCheck ledger;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<String, Double> figures = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread;

    public Upkeep(Sessions sessions, Housekeeping.Keep keep, InstantSource clock, MeterRegistry meters) {
        this.sessions = sessions;
        this.queue = new StoredJobQueue(sessions);
        this.housekeeping = new Housekeeping(sessions, keep);
        this.ledger = new LedgerCheck(sessions);
        this.clock = clock;
        this.meters = meters;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "upkeep");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    public void start() {
        every(FIGURES, FIGURES, "figures", this::refresh);
        every(Duration.ofMinutes(5), CLEANING, "cleaning", () -> housekeeping.run(clock.instant()));
        every(CLEANING, CHECKING, "ledger check", this::compare);
    }

    /** Does something else of the kind, on the same thread, for the first time after one pause. */
    public void alsoEvery(Duration pause, String what, Runnable task) {
        every(pause, pause, what, task);
    }

    /** Reads the figures anew. */
    public void refresh() {
        Instant now = clock.instant();
        for (Kind kind : Kind.values()) {
            Backlog backlog = queue.backlog(kind, now);
            show("tillgate.jobs.due", kind, backlog.due());
            show("tillgate.jobs.oldest.seconds", kind, backlog.oldestMillis() / 1000.0);
        }
        showWaiting("tillgate.attempts.unknown", UNKNOWN, now);
        showWaiting("tillgate.outbox.waiting", OUTBOX, now);
        showDisputes(now);
        showGuards();
    }

    /** Compares ledger and books; what does not agree is counted and logged. */
    public List<Disagreement> compare() {
        List<Disagreement> found = ledger.run(MOST_SHOWN);
        show("tillgate.ledger.disagreements", null, found.size());
        found.forEach(one -> LOG.error("the books disagree: {} {}: {}", one.merchant(), one.subject(), one.what()));
        return found;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void every(Duration first, Duration pause, String what, Runnable task) {
        var unused = thread.scheduleWithFixedDelay(
                () -> {
                    try {
                        task.run();
                    } catch (RuntimeException databaseAway) {
                        LOG.warn("{} did not work, and is tried again later: {}", what, databaseAway.toString());
                    }
                },
                first.toMillis(),
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void showWaiting(String name, String sql, Instant now) {
        Backlog waiting = sessions.readPlain(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                LocalDateTime oldest = row.getObject(2, LocalDateTime.class);
                long age = oldest == null
                        ? 0
                        : Duration.between(Times.instant(oldest), now).toMillis();
                return new Backlog(row.getLong(1), age);
            }
        });
        show(name, null, waiting.due());
        show(name + ".oldest.seconds", null, waiting.oldestMillis() / 1000.0);
    }

    /** How many wait for an answer, and how long until the first deadline: negative when it is past. */
    private void showDisputes(Instant now) {
        sessions.readPlain(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(StoredDisputes.OPEN);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                LocalDateTime soonest = row.getObject(2, LocalDateTime.class);
                show("tillgate.disputes.open", null, row.getLong(1));
                show(
                        "tillgate.disputes.deadline.seconds",
                        null,
                        soonest == null
                                ? NO_DEADLINE
                                : Duration.between(now, Times.instant(soonest)).toSeconds());
                return row.getLong(1);
            }
        });
    }

    /** How many orders are watched in their shops, by how they stand. */
    private void showGuards() {
        Map<String, Long> standing = sessions.readPlain(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(StoredGuards.STANDING);
                    ResultSet rows = statement.executeQuery()) {
                Map<String, Long> found = new HashMap<>();
                while (rows.next()) {
                    found.put(rows.getString(1), rows.getLong(2));
                }
                return found;
            }
        });
        for (ShopGuard.Status status : ShopGuard.Status.values()) {
            if (status != ShopGuard.Status.AGREED && status != ShopGuard.Status.GIVEN_UP) {
                show("tillgate.guard.open", "status", status, standing.getOrDefault(status.name(), 0L));
            }
        }
    }

    private void show(String name, @Nullable Kind kind, double value) {
        show(name, "kind", kind, value);
    }

    private void show(String name, String tag, @Nullable Enum<?> which, double value) {
        String word = which == null ? "" : which.name().toLowerCase(Locale.ROOT);
        String key = name + word;
        if (figures.put(key, value) == null) {
            Gauge.Builder<Map<String, Double>> gauge = Gauge.builder(name, figures, all -> all.getOrDefault(key, 0.0));
            (which == null ? gauge : gauge.tag(tag, word)).register(meters);
        }
    }
}
