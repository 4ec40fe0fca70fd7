package dev.tillgate.provider;

import java.io.IOException;
import java.io.InputStream;

/**
 * One form of file in which a provider reports what moved on a merchant's account there. Reads row by row and keeps
 * nothing; a row that cannot be read is told and does not stop the rest. Files may come packed (zip, gzip).
 */
public interface SettlementFormat {
    /** Stable, such as {@code stripe.activity}. */
    String id();

    /** The id of the provider type, such as {@code stripe}. */
    String provider();

    /**
     * Whether the file is one of these; reads no more of it than it must.
     *
     * @throws IOException when the file cannot be unpacked
     */
    boolean recognizes(InputStream file) throws IOException;

    /**
     * Reads the file from its beginning. The same file always gives the same rows in the same order.
     *
     * @throws IOException when the file cannot be read or unpacked any further, or is beyond all measure
     */
    void read(InputStream file, Sink sink) throws IOException;

    /**
     * Whether a reservation of which only a part was captured is told of as a whole, and what was let go of it as a
     * charge of its own that is negative. Elsewhere only what was captured is told.
     */
    default boolean tellsReservations() {
        return false;
    }

    /**
     * Whether the first of a refund's references is the provider's own id of it, so that one that was made at the provider
     * can be booked by it.
     */
    default boolean namesRefunds() {
        return false;
    }

    /** Takes what is read. */
    interface Sink {
        /** Answers whether to go on. */
        boolean row(SettlementRow row);

        /** A row that cannot be read; answers whether to go on. */
        boolean bad(Bad bad);
    }

    /**
     * A row that cannot be read. What it says is not kept: nobody knows what is in it.
     *
     * @param line where it begins, from 1
     * @param field the name of the field, or empty
     */
    record Bad(long line, SettlementRow.Problem problem, String field) {}
}
