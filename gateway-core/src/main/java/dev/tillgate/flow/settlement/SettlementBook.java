package dev.tillgate.flow.settlement;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.SettlementFormat.Bad;
import dev.tillgate.provider.SettlementRow;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settlement files and what they said, as kept. Each method is a short transaction of its own. */
public interface SettlementBook {
    void begin(SettlementImport upload);

    /** Keeps one piece of the file; numbers count from 0. */
    void add(SettlementImport upload, int number, byte[] piece);

    /** Forgets a file that never came whole. */
    void discard(SettlementImport upload);

    Optional<SettlementImport> find(MerchantId merchant, String id);

    /** What was kept of the file, piece after piece; holds one piece in memory and no connection. */
    InputStream content(SettlementImport kept);

    /**
     * Saves {@code next}, unless somebody else holds the import by now. One that is over loses its file.
     *
     * @param held as it was read, or as it was saved last
     */
    boolean save(SettlementImport held, SettlementImport next);

    /**
     * Writes some rows in one transaction, with what they add to the books, the bad ones and the progress. A row that is
     * there already changes nothing but its payout, if that was not known. Imports of one account take turns.
     *
     * @return the import as saved, or nothing when somebody else holds it by now
     */
    Optional<SettlementImport> write(SettlementImport held, Batch batch, Decision decision);

    /**
     * Looks at open rows of an account again, oldest first, from {@code after} on; those that are found to be something
     * else are changed.
     */
    Again again(MerchantId merchant, AccountId account, String after, int limit, Redecision decision);

    /** Refunds of known charges that files of these formats tell of and nothing explains, some of them. */
    List<Elsewhere> madeElsewhere(MerchantId merchant, AccountId account, List<String> formats);

    /**
     * A refund that was made at the provider.
     *
     * @param ref the row's first reference
     * @param amount what the payer got
     */
    record Elsewhere(AttemptId attempt, String ref, Money amount) {}

    /**
     * Some rows of a file.
     *
     * @param until when the import is given to another if nothing is heard of this one
     */
    record Batch(List<SettlementRow> rows, List<Bad> bad, long badInAll, Instant until, Instant now) {
        /** How many rows of the file it stands for. */
        public long size() {
            return rows.size() + badInAll;
        }
    }

    /** Says what rows are; must do nothing else, since it may be asked again. */
    @FunctionalInterface
    interface Decision {
        /** @param fresh those that were not there, in the order of the file */
        List<Settled> decide(List<SettlementRow> fresh, Known known);
    }

    /** Says what rows are that nothing explained before. */
    @FunctionalInterface
    interface Redecision {
        /** Answers in the same order. */
        List<Settled> decide(String provider, List<OpenRow> open, Known known);
    }

    /** A row and what came of it. */
    record Settled(SettlementRow row, Matched matched, Postings posted) {}

    /** A row that is open, and what of it stands as an open item. */
    record OpenRow(SettlementRow row, Finding finding, Money suspended) {}

    /**
     * How looking again went.
     *
     * @param last where to go on, or null when there are no more
     */
    record Again(int looked, int changed, @Nullable String last) {}
}
