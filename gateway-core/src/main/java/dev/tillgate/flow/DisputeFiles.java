package dev.tillgate.flow;

import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.Evidence;
import java.time.Instant;
import java.util.List;

/** Documents that a merchant adds to a dispute's evidence. Each method is a short transaction of its own. */
public interface DisputeFiles {
    /** How many a dispute can have. */
    int MOST = 5;

    /** How large one can be, in bytes. */
    int LARGEST = 1_000_000;

    /**
     * Keeps a document.
     *
     * @return false when there is no such dispute, it has {@link #MOST} already, or its evidence is handed in
     */
    boolean add(MerchantId merchant, DisputeId dispute, Document document);

    /** In the order they were added. */
    List<Document> of(MerchantId merchant, DisputeId dispute);

    /** Takes one away, if it is there and evidence is not handed in. */
    void remove(MerchantId merchant, DisputeId dispute, int number);

    /**
     * A document; two are the same when they are the same object.
     *
     * @param number within the dispute; given by who keeps it, whatever was passed to {@link #add}
     * @param name as the merchant's file was called
     * @param topic what it shows
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    record Document(
            int number, String name, Evidence.Topic topic, String mediaType, byte[] content, Instant createdAt) {
        @Override
        public String toString() {
            return "Document[" + number + ", " + mediaType + ", " + content.length + " bytes]";
        }
    }
}
