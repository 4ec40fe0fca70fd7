package dev.tillgate.provider;

import java.util.List;

/**
 * What a merchant says about a dispute, the same at every try.
 *
 * @param id our own name for it: the provider-side idempotency key, and our mark in the provider's books
 * @param dispute the provider's own id of the dispute
 * @param statement the merchant's own words, or empty
 * @param products what was ordered, a line each, or empty
 * @param record what is known of the payment: what was paid, given back, told and confirmed when
 * @param refunds the provider's own ids of refunds that were made
 */
public record Evidence(
        String id,
        String dispute,
        String statement,
        String products,
        String record,
        List<String> refunds,
        List<Document> documents) {
    public Evidence {
        refunds = List.copyOf(refunds);
        documents = List.copyOf(documents);
    }

    /** What a document shows; providers file them by that. */
    public enum Topic {
        RECEIPT,
        DELIVERY,
        CORRESPONDENCE,
        REFUND_POLICY,
        SERVICE,
        OTHER
    }

    /** A document: PDF, PNG or JPEG; two are the same when they are the same object. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    public record Document(Topic topic, String mediaType, byte[] content) {
        /** What its file name ends with. */
        public String ending() {
            return switch (mediaType) {
                case "application/pdf" -> "pdf";
                case "image/png" -> "png";
                default -> "jpg";
            };
        }

        @Override
        public String toString() {
            return "Document[" + topic + ", " + mediaType + ", " + content.length + " bytes]";
        }
    }

    /** Without the words: they may say anything. */
    @Override
    public String toString() {
        return "Evidence[" + id + ", " + dispute + ", " + documents.size() + " documents]";
    }
}
