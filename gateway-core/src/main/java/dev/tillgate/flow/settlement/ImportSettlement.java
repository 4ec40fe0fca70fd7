package dev.tillgate.flow.settlement;

import dev.tillgate.flow.Committed;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.settlement.SettlementBook.Again;
import dev.tillgate.flow.settlement.SettlementBook.OpenRow;
import dev.tillgate.flow.settlement.SettlementBook.Settled;
import dev.tillgate.flow.settlement.SettlementImport.Problem;
import dev.tillgate.flow.settlement.SettlementImport.Upload;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.SettlementFormat;
import dev.tillgate.provider.SettlementRow;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes settlement files in and imports them: begin (the file is kept), then batches of rows, each in a transaction with
 * its ledger entries and its progress. A worker that dies leaves an import that is due again when its lease runs out and
 * goes on behind the last batch that was written. No provider is called.
 */
public final class ImportSettlement {
    /** The largest file that is taken, as it is uploaded. */
    public static final long MOST_BYTES = 512L << 20;

    private static final int PIECE = 512 * 1024;
    /** Longer than any batch takes. */
    private static final Duration LEASE = Duration.ofSeconds(90);

    private static final int AGAIN = 500;
    private static final int MOST_AGAIN = 20;

    private final SettlementBook book;
    private final List<SettlementFormat> formats;
    private final Committed committed;
    private final MadeElsewhere elsewhere;
    private final InstantSource clock;

    /** Books a refund that was made at the provider and that a file tells of. */
    @FunctionalInterface
    public interface MadeElsewhere {
        void book(MerchantId merchant, AccountId account, AttemptId attempt, String ref, Money amount);
    }

    /** Books nothing but what the rows themselves say. */
    public ImportSettlement(
            SettlementBook book, List<SettlementFormat> formats, Committed committed, InstantSource clock) {
        this(book, formats, committed, (merchant, account, attempt, ref, amount) -> {}, clock);
    }

    public ImportSettlement(
            SettlementBook book,
            List<SettlementFormat> formats,
            Committed committed,
            MadeElsewhere elsewhere,
            InstantSource clock) {
        this.elsewhere = elsewhere;
        this.book = book;
        this.formats = List.copyOf(formats);
        this.committed = committed;
        this.clock = clock;
    }

    /** Whether there is any format that files of this provider may have. */
    public boolean canRead(String provider) {
        return formats.stream().anyMatch(format -> format.provider().equals(provider));
    }

    /**
     * Keeps a file, to be imported soon.
     *
     * @throws UploadTooLarge when it is larger than {@link #MOST_BYTES}
     * @throws IOException when it does not come whole
     */
    public SettlementImport take(Upload upload, InputStream file) throws IOException {
        SettlementImport begun = SettlementImport.begun(upload, clock.instant());
        book.begin(begun);
        boolean whole = false;
        try {
            long size;
            try (Pieces pieces = new Pieces(PIECE, (number, piece) -> book.add(begun, number, piece));
                    GZIPOutputStream packed = new GZIPOutputStream(pieces, PIECE)) {
                size = copy(file, packed);
            }
            SettlementImport taken = begun.uploaded(size, clock.instant());
            whole = book.save(begun, taken);
            committed.committed(List.of(), Set.of(Kind.SETTLEMENT));
            return taken;
        } finally {
            if (!whole) {
                book.discard(begun);
            }
        }
    }

    /** Goes on with an import that is due; gives it up when it failed too often without coming any further. */
    public void run(MerchantId merchant, String id) {
        Optional<SettlementImport> found = book.find(merchant, id).filter(kept -> kept.dueAt() != null);
        if (found.isEmpty()) {
            return;
        }
        SettlementImport due = found.get();
        if (due.isTriedOut()) {
            finish(due, Problem.KEEPS_FAILING);
            return;
        }
        Instant now = clock.instant();
        SettlementImport begun = due.begun(now.plus(LEASE), now);
        if (book.save(due, begun)) {
            read(begun);
        }
    }

    /** Takes up an import that was given up; false when there is none. */
    public boolean tryAgain(MerchantId merchant, String id) {
        Instant now = clock.instant();
        boolean taken = book.find(merchant, id)
                .filter(SettlementImport::canBeTriedAgain)
                .filter(given -> book.save(given, given.again(now)))
                .isPresent();
        if (taken) {
            committed.committed(List.of(), Set.of(Kind.SETTLEMENT));
        }
        return taken;
    }

    /** Looks again at what nothing explained: what was in doubt or came late is explained by now. */
    public int lookAgain(MerchantId merchant, AccountId account) {
        bookElsewhere(merchant, account);
        int changed = 0;
        String after = "";
        for (int i = 0; i < MOST_AGAIN && after != null; i++) {
            Again again = book.again(merchant, account, after, AGAIN, this::redecide);
            changed += again.changed();
            after = again.last();
        }
        return changed;
    }

    private void read(SettlementImport begun) {
        Optional<SettlementFormat> format;
        try {
            format = format(begun);
        } catch (IOException unreadable) {
            finish(begun, Problem.UNREADABLE);
            return;
        } catch (RuntimeException failed) {
            throw later(begun, failed);
        }
        if (format.isEmpty()) {
            finish(begun, Problem.NOT_RECOGNIZED);
            return;
        }
        Instant now = clock.instant();
        SettlementImport running = begun.running(format.get().id(), now.plus(LEASE), now);
        if (book.save(begun, running)) {
            read(running, format.get());
        }
    }

    private void read(SettlementImport running, SettlementFormat format) {
        Batches batches =
                new Batches(book, running, (fresh, known) -> decide(running.provider(), fresh, known), LEASE, clock);
        try {
            Problem problem = null;
            try (InputStream file = open(running)) {
                format.read(file, batches);
            } catch (IOException unreadable) {
                problem = Problem.UNREADABLE;
            }
            if (batches.finish()) {
                finish(batches.held(), problem);
            }
        } catch (RuntimeException failed) {
            throw later(batches.held(), failed);
        }
    }

    /** A program that dies leaves the same behind, only with the lease for a pause. */
    private RuntimeException later(SettlementImport held, RuntimeException failed) {
        try {
            book.save(held, held.failed(clock.instant()));
        } catch (RuntimeException unsaved) {
            failed.addSuppressed(unsaved);
        }
        return failed;
    }

    private void finish(SettlementImport held, @Nullable Problem problem) {
        if (book.save(held, held.over(problem, clock.instant()))) {
            lookAgain(held.merchant(), held.account());
        }
    }

    /** What was given back on the provider's own pages is booked by its id there; then its row is explained. */
    private void bookElsewhere(MerchantId merchant, AccountId account) {
        List<String> naming = formats.stream()
                .filter(SettlementFormat::namesRefunds)
                .map(SettlementFormat::id)
                .toList();
        book.madeElsewhere(merchant, account, naming)
                .forEach(one -> elsewhere.book(merchant, account, one.attempt(), one.ref(), one.amount()));
    }

    private Optional<SettlementFormat> format(SettlementImport due) throws IOException {
        for (SettlementFormat format : formats) {
            if (format.provider().equals(due.provider())
                    && (due.format() == null ? isOne(due, format) : format.id().equals(due.format()))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    private boolean isOne(SettlementImport due, SettlementFormat format) throws IOException {
        try (InputStream file = open(due)) {
            return format.recognizes(file);
        }
    }

    private InputStream open(SettlementImport kept) throws IOException {
        return new GZIPInputStream(book.content(kept), PIECE);
    }

    private List<Settled> decide(String provider, List<SettlementRow> fresh, Known known) {
        MatchRows match = new MatchRows(known, tellsReservations(provider));
        List<Settled> settled = new ArrayList<>(fresh.size());
        for (SettlementRow row : fresh) {
            Matched matched = match.match(row);
            settled.add(new Settled(row, matched, Postings.of(provider, row, matched)));
        }
        return settled;
    }

    private List<Settled> redecide(String provider, List<OpenRow> open, Known known) {
        MatchRows match = new MatchRows(known, tellsReservations(provider));
        List<Settled> settled = new ArrayList<>(open.size());
        for (OpenRow before : open) {
            Matched matched = match.match(before.row());
            settled.add(new Settled(
                    before.row(), matched, Postings.again(provider, before.row(), matched, before.suspended())));
        }
        return settled;
    }

    private boolean tellsReservations(String provider) {
        return formats.stream().anyMatch(format -> format.provider().equals(provider) && format.tellsReservations());
    }

    private static long copy(InputStream file, GZIPOutputStream packed) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long size = 0;
        for (int read = file.read(buffer); read >= 0; read = file.read(buffer)) {
            size += read;
            if (size > MOST_BYTES) {
                throw new UploadTooLarge();
            }
            packed.write(buffer, 0, read);
        }
        return size;
    }
}
