package dev.tillgate.store;

import dev.tillgate.flow.settlement.Known;
import dev.tillgate.flow.settlement.SettlementBook;
import dev.tillgate.flow.settlement.SettlementImport;
import dev.tillgate.flow.settlement.SettlementImport.Counts;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.SettlementRow;
import dev.tillgate.vault.Vault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Settlement files and their rows in the database; the files are sealed, since they hold personal data. */
public final class StoredSettlement implements SettlementBook {
    private static final String PURPOSE = "settlement";
    /** An upload that is not finished by then never will be. */
    private static final Duration UPLOADING = Duration.ofDays(1);
    /** So long an import that was given up can be taken up again. */
    private static final Duration GIVEN_UP = Duration.ofDays(30);

    private final Sessions sessions;
    private final Vault vault;
    private final InstantSource clock;

    public StoredSettlement(Sessions sessions, Vault vault, InstantSource clock) {
        this.sessions = sessions;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public void begin(SettlementImport upload) {
        sessions.inOneDo(session -> {
            forgetUnfinished(session, upload.merchant(), upload.createdAt().minus(UPLOADING));
            forgetGivenUp(session, upload.merchant(), upload.createdAt().minus(GIVEN_UP));
            session.insert(SettlementImportRow.of(upload));
        });
    }

    @Override
    public void add(SettlementImport upload, int number, byte[] piece) {
        SettlementPartRow part = new SettlementPartRow();
        part.merchantId = upload.merchant().value();
        part.importId = upload.id();
        part.number = number;
        part.content =
                vault.seal(PURPOSE, place(upload, number), Base64.getEncoder().encodeToString(piece));
        sessions.inOneDo(session -> session.insert(part));
    }

    @Override
    public void discard(SettlementImport upload) {
        sessions.inOneDo(session -> work(session, bulk -> {
            List<String> key = List.of(upload.merchant().value(), upload.id());
            bulk.update("DELETE FROM settlement_part WHERE merchant_id = ? AND import_id = ?", key);
            return bulk.update(
                    "DELETE FROM settlement_import WHERE merchant_id = ? AND id = ? AND status = 'UPLOADING'", key);
        }));
    }

    @Override
    public Optional<SettlementImport> find(MerchantId merchant, String id) {
        return sessions.read(session -> Optional.ofNullable(
                        session.get(SettlementImportRow.class, new MerchantKey(merchant.value(), id)))
                .map(SettlementImportRow::toRecord));
    }

    @Override
    public InputStream content(SettlementImport kept) {
        return new Content(kept);
    }

    @Override
    public boolean save(SettlementImport held, SettlementImport next) {
        return sessions.inOne(session -> work(session, bulk -> {
            boolean saved = update(bulk, held, next, null, null);
            if (saved && next.dueAt() == null && !next.canBeTriedAgain()) {
                bulk.update(
                        "DELETE FROM settlement_part WHERE merchant_id = ? AND import_id = ?",
                        List.of(next.merchant().value(), next.id()));
            }
            return saved;
        }));
    }

    @Override
    public Optional<SettlementImport> write(SettlementImport held, Batch batch, Decision decision) {
        return sessions.inOne(session -> work(session, bulk -> {
            SettlementTables tables = new SettlementTables(bulk, held.merchant(), held.account());
            if (tables.lock().isEmpty() || !isHeld(bulk, held)) {
                return Optional.empty();
            }
            List<SettlementRow> fresh = tables.fresh(batch.rows());
            List<Settled> settled = List.of();
            if (!fresh.isEmpty()) {
                Known known = new SettlementKnown(bulk, held.merchant(), held.account()).of(fresh);
                settled = decision.decide(fresh, known);
            }
            tables.insert(held, settled, batch.now());
            tables.payouts(batch.rows());
            tables.insertBad(held, batch.bad());
            SettlementImport next = held.with(counts(held.counts(), batch, settled), batch.until(), batch.now());
            update(bulk, held, next, booked(batch.rows(), false), booked(batch.rows(), true));
            return Optional.of(next);
        }));
    }

    @Override
    public List<Elsewhere> madeElsewhere(MerchantId merchant, AccountId account, List<String> formats) {
        return sessions.readPlain(
                connection -> new SettlementTables(new Bulk(connection), merchant, account).elsewhere(formats));
    }

    @Override
    public Again again(MerchantId merchant, AccountId account, String after, int limit, Redecision decision) {
        Instant now = clock.instant();
        return sessions.inOne(session -> work(session, bulk -> {
            SettlementTables tables = new SettlementTables(bulk, merchant, account);
            Optional<String> provider = tables.lock();
            List<OpenRow> open = provider.isEmpty() ? List.of() : tables.open(after, limit);
            if (provider.isEmpty() || open.isEmpty()) {
                return new Again(0, 0, null);
            }
            Known known = new SettlementKnown(bulk, merchant, account)
                    .of(open.stream().map(OpenRow::row).toList());
            List<Settled> settled = decision.decide(provider.get(), open, known);
            List<Settled> changed = new ArrayList<>();
            for (int i = 0; i < open.size(); i++) {
                Settled is = settled.get(i);
                OpenRow was = open.get(i);
                if (is.matched().finding() != was.finding()
                        || !is.posted().suspended().equals(was.suspended())) {
                    changed.add(is);
                }
            }
            tables.change(changed, now);
            return new Again(
                    open.size(),
                    changed.size(),
                    open.size() < limit ? null : open.getLast().row().key());
        }));
    }

    /** Locks the import: nobody else can take it until this transaction is over. */
    private static boolean isHeld(Bulk bulk, SettlementImport held) throws SQLException {
        boolean[] found = {false};
        bulk.one(
                "SELECT id FROM settlement_import WHERE merchant_id = ? AND id = ? AND due_at <=> ? FOR UPDATE",
                Arrays.asList(held.merchant().value(), held.id(), held.dueAt()),
                row -> found[0] = true);
        return found[0];
    }

    private static Counts counts(Counts before, Batch batch, List<Settled> settled) {
        long open =
                settled.stream().filter(one -> one.matched().finding().isOpen()).count();
        return new Counts(
                before.read() + batch.size(),
                before.matched() + settled.size() - open,
                before.open() + open,
                before.repeated() + batch.rows().size() - settled.size(),
                before.bad() + batch.badInAll());
    }

    private static @Nullable Instant booked(List<SettlementRow> rows, boolean last) {
        return rows.stream()
                .map(SettlementRow::bookedAt)
                .reduce((one, other) -> one.isAfter(other) == last ? one : other)
                .orElse(null);
    }

    private static boolean update(
            Bulk bulk,
            SettlementImport held,
            SettlementImport next,
            @Nullable Instant firstBooked,
            @Nullable Instant lastBooked)
            throws SQLException {
        Counts counts = next.counts();
        SettlementImport.Problem problem = next.problem();
        return bulk.update(
                        """
                        UPDATE settlement_import SET file_bytes = ?, format = ?, status = ?, problem = ?, rows_read = ?,
                          rows_matched = ?, rows_open = ?, rows_repeated = ?, rows_bad = ?,
                          first_booked = LEAST(COALESCE(first_booked, ?), COALESCE(?, first_booked)),
                          last_booked = GREATEST(COALESCE(last_booked, ?), COALESCE(?, last_booked)),
                          tries = ?, due_at = ?, updated_at = ?
                        WHERE merchant_id = ? AND id = ? AND due_at <=> ?""",
                        Arrays.asList(
                                next.bytes(),
                                next.format(),
                                next.status().name(),
                                problem == null ? null : problem.name(),
                                counts.read(),
                                counts.matched(),
                                counts.open(),
                                counts.repeated(),
                                counts.bad(),
                                firstBooked,
                                firstBooked,
                                lastBooked,
                                lastBooked,
                                next.tries(),
                                next.dueAt(),
                                next.updatedAt(),
                                held.merchant().value(),
                                held.id(),
                                held.dueAt()))
                == 1;
    }

    /** What was given up and not taken up again for long. */
    private static void forgetGivenUp(StatelessSession session, MerchantId merchant, Instant before) {
        work(session, bulk -> {
            List<Object> old = List.of(merchant.value(), merchant.value(), before);
            int parts = bulk.update("""
                    DELETE FROM settlement_part WHERE merchant_id = ? AND import_id IN
                      (SELECT id FROM settlement_import WHERE merchant_id = ? AND status = 'FAILED'
                       AND problem = 'KEEPS_FAILING' AND updated_at < ?)""", old);
            bulk.update("""
                    UPDATE settlement_import SET problem = 'UNREADABLE'
                    WHERE merchant_id = ? AND status = 'FAILED' AND problem = 'KEEPS_FAILING' AND updated_at < ?""", List.of(merchant.value(), before));
            return parts;
        });
    }

    private static void forgetUnfinished(StatelessSession session, MerchantId merchant, Instant before) {
        work(session, bulk -> {
            List<Object> old = List.of(merchant.value(), before);
            bulk.update("""
                    DELETE FROM settlement_part WHERE merchant_id = ? AND import_id IN
                      (SELECT id FROM settlement_import WHERE merchant_id = ? AND status = 'UPLOADING' AND created_at < ?)""", List.of(merchant.value(), merchant.value(), before));
            return bulk.update(
                    "DELETE FROM settlement_import WHERE merchant_id = ? AND status = 'UPLOADING' AND created_at < ?",
                    old);
        });
    }

    private static String place(SettlementImport kept, int number) {
        return kept.id() + ":" + number;
    }

    /** Plain work on a session's connection. */
    @FunctionalInterface
    private interface Work<T> {
        T on(Bulk bulk) throws SQLException;
    }

    private static <T> T work(StatelessSession session, Work<T> work) {
        return session.doReturningWork(connection -> work.on(new Bulk(connection)));
    }

    /** One piece after the other. */
    private final class Content extends InputStream {
        private final SettlementImport kept;
        private InputStream piece = InputStream.nullInputStream();
        private int number;

        Content(SettlementImport kept) {
            this.kept = kept;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = piece.read(into, from, length);
            while (read < 0) {
                String sealed = sessions.read(session -> {
                    SettlementPartRow part = session.get(
                            SettlementPartRow.class,
                            new SettlementPartRow.Key(kept.merchant().value(), kept.id(), number));
                    return part == null ? "" : part.content;
                });
                if (sealed.isEmpty()) {
                    return -1;
                }
                String opened = vault.open(PURPOSE, place(kept, number), sealed);
                piece = new ByteArrayInputStream(Base64.getDecoder().decode(opened));
                number++;
                read = piece.read(into, from, length);
            }
            return read;
        }
    }
}
