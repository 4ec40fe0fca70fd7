package dev.tillgate.flow.settlement;

import dev.tillgate.flow.settlement.SettlementBook.Batch;
import dev.tillgate.flow.settlement.SettlementBook.Decision;
import dev.tillgate.provider.SettlementFormat;
import dev.tillgate.provider.SettlementFormat.Bad;
import dev.tillgate.provider.SettlementRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Collects what is read of a file and writes it batch by batch; what an earlier try has written is passed over. Never
 * holds more than one batch. Not thread-safe.
 */
final class Batches implements SettlementFormat.Sink {
    static final int SIZE = 1_000;
    /** So many bad rows are kept for people to look at; beyond it they are only counted. */
    static final int MOST_BAD = 1_000;

    private final SettlementBook book;
    private final Decision decision;
    private final Duration lease;
    private final InstantSource clock;
    private final List<SettlementRow> rows = new ArrayList<>(SIZE);
    private final List<Bad> bad = new ArrayList<>();
    private SettlementImport held;
    private long passOver;
    private long badWaiting;
    private long badSeen;
    private boolean lost;

    Batches(SettlementBook book, SettlementImport held, Decision decision, Duration lease, InstantSource clock) {
        this.book = book;
        this.decision = decision;
        this.held = held;
        this.lease = lease;
        this.clock = clock;
        this.passOver = held.counts().read();
        this.badSeen = held.counts().bad();
    }

    /** The import as it was saved last. */
    SettlementImport held() {
        return held;
    }

    @Override
    public boolean row(SettlementRow row) {
        if (passOver > 0) {
            passOver--;
            return true;
        }
        rows.add(row);
        return writeIfFull();
    }

    @Override
    public boolean bad(Bad one) {
        if (passOver > 0) {
            passOver--;
            return true;
        }
        badWaiting++;
        if (badSeen++ < MOST_BAD) {
            bad.add(one);
        }
        return writeIfFull();
    }

    /** Writes the rest; answers whether all of the file was written by this worker. */
    boolean finish() {
        if (!lost && rows.size() + badWaiting > 0) {
            write();
        }
        return !lost;
    }

    private boolean writeIfFull() {
        if (rows.size() + badWaiting >= SIZE) {
            write();
        }
        return !lost;
    }

    private void write() {
        if (Thread.currentThread().isInterrupted()) {
            // The program stops; who starts next goes on.
            lost = true;
            return;
        }
        Instant now = clock.instant();
        Batch batch = new Batch(List.copyOf(rows), List.copyOf(bad), badWaiting, now.plus(lease), now);
        Optional<SettlementImport> saved = book.write(held, batch, decision);
        lost = saved.isEmpty();
        held = saved.orElse(held);
        rows.clear();
        bad.clear();
        badWaiting = 0;
    }
}
