package dev.tillgate.flow.settlement;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.TimeOrderedId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One settlement file and how far its import has come.
 *
 * @param bytes as uploaded
 * @param format the format's id, once it is recognized
 * @param problem why it failed
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
        @Nullable Instant dueAt,
        Instant createdAt,
        Instant updatedAt) {
    private static final String PREFIX = "sim";

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
        UNREADABLE
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
                now,
                createdAt,
                now);
    }

    SettlementImport running(String recognized, Instant until, Instant now) {
        return as(recognized, Status.RUNNING, null, until, now);
    }

    /** The same after some more rows. */
    public SettlementImport with(Counts more, Instant until, Instant now) {
        return new SettlementImport(
                merchant, id, account, provider, fileName, bytes, format, status, problem, more, until, createdAt, now);
    }

    SettlementImport over(@Nullable Problem why, Instant now) {
        return as(format, why == null ? Status.DONE : Status.FAILED, why, null, now);
    }

    private SettlementImport as(
            @Nullable String recognized, Status next, @Nullable Problem why, @Nullable Instant due, Instant now) {
        return new SettlementImport(
                merchant, id, account, provider, fileName, bytes, recognized, next, why, counts, due, createdAt, now);
    }
}
