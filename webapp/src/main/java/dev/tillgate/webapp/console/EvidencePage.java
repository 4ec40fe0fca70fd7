package dev.tillgate.webapp.console;

import dev.tillgate.flow.CallbackBook.Delivery;
import dev.tillgate.flow.DisputeFiles.Document;
import dev.tillgate.flow.DisputeReader.Line;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.PaymentView;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * All that the gateway knows of a disputed payment, as one document to hand to the provider. No personal data: none is
 * stored.
 *
 * @param store the store's name
 * @param events of this payment, oldest first
 * @param delivered callbacks of this payment that the shop has confirmed
 */
public record EvidencePage(
        View view,
        Line line,
        PaymentView payment,
        String store,
        List<Event> events,
        List<Delivery> delivered,
        List<Document> files,
        Instant now) {
    /** The document itself, so that the evidence is one file. */
    public String data(Document file) {
        return "data:" + file.mediaType() + ";base64," + Base64.getEncoder().encodeToString(file.content());
    }

    public String note() {
        String note = line.added().note();
        return note == null ? "" : note;
    }
}
