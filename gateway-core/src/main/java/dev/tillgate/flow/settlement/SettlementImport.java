package dev.tillgate.flow.settlement;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.TimeOrderedId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One settlement file and how far its import has come.
 *
 * @param bytes as uploaded
 * @param format the format's id, once it is recognized
 * @param problem why it failed
 * @param tries how often it was begun since it last came any further
 * @param dueAt when the machine must go on with it; what it is held by while a worker is at it
 */
public record SettlementImport(
        MerchantId merchant,
        String id,
        AccountId account,
        String provider,
        String fileName,
        long bytes,
        @Nullable String format,
        Status status,
        @Nullable Problem problem,
        Counts counts,
        int tries,
        @Nullable Instant dueAt,
        Instant createdAt,
        Instant updatedAt) {
    private static final String PREFIX = "sim";
    /** So often it may fail at one place. */
    static final int MOST_TRIES = 6;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

    /** How far it is. */
    public enum Status {
        /** The file is not here yet. */
        UPLOADING,
        WAITING,
        RUNNING,
        DONE,
        /** What was read before is kept; the rest cannot be read. */
        FAILED
    }

    /** Why a whole file cannot be imported. */
    public enum Problem {
        NOT_RECOGNIZED,
        UNREADABLE,
        /** Something else went wrong each time it came to some rows; the file is kept, so that it can be tried again. */
        KEEPS_FAILING
    }

    /**
     * Rows so far.
     *
     * @param read all, the bad ones too
     * @param matched and those that need no match
     * @param open listed with a reason
     * @param repeated there already, from another file or an earlier try
     */
    public record Counts(long read, long matched, long open, long repeated, long bad) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0);
    }

    static SettlementImport begun(Upload upload, Instant now) {
        return new SettlementImport(
                upload.merchant(),
                TimeOrderedId.next(PREFIX),
                upload.account(),
                upload.provider(),
                upload.fileName(),
                0,
                null,
                Status.UPLOADING,
                null,
                Counts.NONE,
                0,
                null,
                now,
                now);
    }

    /** A file that somebody hands in, and the account it is about. */
    public record Upload(MerchantId merchant, AccountId account, String provider, String fileName) {}

    /** Whether the text can be the id of one. */
    public static boolean isId(String text) {
        return TimeOrderedId.isWellFormed(text, PREFIX);
    }

    SettlementImport uploaded(long size, Instant now) {
        return new SettlementImport(
                merchant,
                id,
                account,
                provider,
                fileName,
                size,
                null,
                Status.WAITING,
                null,
                counts,
                0,
                now,
                createdAt,
                now);
    }

    /** A worker begins, or goes on. */
    SettlementImport begun(Instant until, Instant now) {
        return with(counts, tries + 1, until, now);
    }

    SettlementImport running(String recognized, Instant until, Instant now) {
        return new SettlementImport(
                merchant,
                id,
                account,
                provider,
                fileName,
                bytes,
                recognized,
                Status.RUNNING,
                null,
                counts,
                tries,
                until,
                createdAt,
                now);
    }

    /** Whether it was begun as often as it may be without coming any further. */
    boolean isTriedOut() {
        return tries >= MOST_TRIES;
    }

    /** Whether it was given up and can be taken up again. */
    public boolean canBeTriedAgain() {
        return status == Status.FAILED && problem == Problem.KEEPS_FAILING;
    }

    /** It failed and is tried again after a while, each time a longer one. */
    SettlementImport failed(Instant now) {
        return with(counts, tries, now.plus(FIRST_PAUSE.multipliedBy(1L << Math.max(0, Math.min(tries - 1, 10)))), now);
    }

    /** Somebody wants it to be tried again. */
    SettlementImport again(Instant now) {
        return new SettlementImport(
                merchant,
                id,
                account,
                provider,
                fileName,
                bytes,
                format,
                Status.WAITING,
                null,
                counts,
                0,
                now,
                createdAt,
                now);
    }

    /** The same after some more rows. */
    public SettlementImport with(Counts more, Instant until, Instant now) {
        return with(more, 0, until, now);
    }

    private SettlementImport with(Counts more, int begun, Instant until, Instant now) {
        return new SettlementImport(
                merchant, id, account, provider, fileName, bytes, format, status, problem, more, begun, until,
                createdAt, now);
    }

    SettlementImport over(@Nullable Problem why, Instant now) {
        return new SettlementImport(
                merchant,
                id,
                account,
                provider,
                fileName,
                bytes,
                format,
                why == null ? Status.DONE : Status.FAILED,
                why,
                counts,
                tries,
                null,
                createdAt,
                now);
    }
}
