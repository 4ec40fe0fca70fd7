package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.provider.Dispute.Status;
import dev.tillgate.provider.Evidence;
import dev.tillgate.provider.Evidence.Document;
import dev.tillgate.provider.Evidence.Topic;
import dev.tillgate.provider.Multipart;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.Submission;
import dev.tillgate.provider.Submission.Reason;
import dev.tillgate.provider.stripe.StripeWire.Reply;
import java.io.IOException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands evidence in: documents first, one by one, then the dispute with all of it, in one request that the bank reads
 * once. Which one it was stands in the dispute's metadata. See docs.stripe.com/api/disputes/update, /api/files/create
 * and /disputes/responding (lengths and sizes), checked 2026-11-25.
 */
final class StripeEvidence {
    static final String MARK = "tillgate_evidence";

    private static final String DISPUTES = "/v1/disputes/";
    private static final int LONGEST_TEXT = 20_000;
    private static final int MOST_BYTES = 4_500_000;

    private static final Map<Topic, String> FIELDS = new EnumMap<>(Map.of(
            Topic.RECEIPT, "receipt",
            Topic.DELIVERY, "shipping_documentation",
            Topic.CORRESPONDENCE, "customer_communication",
            Topic.REFUND_POLICY, "refund_policy",
            Topic.SERVICE, "service_documentation",
            Topic.OTHER, "uncategorized_file"));

    private final StripeWire wire;

    StripeEvidence(StripeWire wire) {
        this.wire = wire;
    }

    Submission answered(Evidence evidence) throws IOException {
        if (!evidence.dispute().matches("(du|dp)_[A-Za-z0-9]{1,200}")) {
            return new Submission.Refused(Reason.OTHER, "");
        }
        Reply reply = wire.get(DISPUTES + evidence.dispute(), new StripeForm());
        JsonNode dispute = reply.object();
        return dispute == null ? refused(reply) : standing(dispute, evidence);
    }

    Submission answer(Evidence evidence) throws IOException {
        Submission tooMuch = fits(evidence.documents());
        if (tooMuch != null) {
            return tooMuch;
        }
        StripeForm form = words(evidence);
        for (int i = 0; i < evidence.documents().size(); i++) {
            Document document = evidence.documents().get(i);
            Reply reply = handedOver(evidence.id() + "_" + (i + 1), document);
            JsonNode file = reply.object();
            String id = file == null ? null : StrictJson.text(file, "id");
            if (id == null) {
                Submission why = refused(reply);
                return why instanceof Submission.Unknown unknown
                        ? new Submission.NotSent("a document was not taken: " + unknown.why())
                        : why;
            }
            form.put("evidence[" + FIELDS.get(document.topic()) + "]", id);
        }
        form.put("metadata[" + MARK + "]", evidence.id()).put("submit", "true");
        return submitted(evidence, form);
    }

    private Submission submitted(Evidence evidence, StripeForm form) throws IOException {
        Reply reply = wire.post(DISPUTES + evidence.dispute(), evidence.id(), form, null);
        if (reply.repeatsFailure() && answered(evidence) instanceof Submission.NotSent) {
            // That key only repeats the failure of an earlier try, for a day.
            reply = wire.post(DISPUTES + evidence.dispute(), evidence.id() + "_again", form, null);
        }
        JsonNode dispute = reply.object();
        if (dispute != null) {
            Submission shown = standing(dispute, evidence);
            return shown instanceof Submission.Taken ? shown : new Submission.Unknown("it was done, and does not show");
        }
        Submission why = refused(reply);
        if (!(why instanceof Submission.Refused) || !reply.is(400)) {
            return why;
        }
        // It may be over, or be answered, since it was looked at.
        Submission now = answered(evidence);
        return now instanceof Submission.NotSent ? why : now;
    }

    /** A document that was not handed over leaves the dispute as it is. */
    private Reply handedOver(String key, Document document) throws IOException {
        Multipart form = new Multipart(key)
                .text("purpose", "dispute_evidence")
                .file("file", "evidence." + document.ending(), document.mediaType(), document.content());
        try {
            return wire.upload(key, form);
        } catch (IOException lost) {
            throw new NotSentException("a document did not arrive", lost);
        }
    }

    private static StripeForm words(Evidence evidence) {
        String record = evidence.statement().isEmpty() ? "" : evidence.statement() + "\n\n";
        return new StripeForm()
                .maybe("evidence[product_description]", cut(evidence.products()))
                .maybe("evidence[uncategorized_text]", cut(record + evidence.record()));
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        boolean pair = Character.isHighSurrogate(text.charAt(LONGEST_TEXT - 1));
        return text.substring(0, pair ? LONGEST_TEXT - 1 : LONGEST_TEXT);
    }

    /** One document of a kind, together no larger than the banks take; null when they are fine. */
    private static @Nullable Submission fits(List<Document> documents) {
        Set<Topic> kinds = EnumSet.noneOf(Topic.class);
        long bytes = 0;
        for (Document document : documents) {
            if (!kinds.add(document.topic())) {
                return new Submission.Refused(Reason.DOCUMENTS, "one_of_a_kind");
            }
            bytes += document.content().length;
        }
        return bytes > MOST_BYTES ? new Submission.Refused(Reason.DOCUMENTS, "too_large") : null;
    }

    private static Submission standing(JsonNode dispute, Evidence evidence) {
        Long count = StrictJson.integer(dispute.path("evidence_details"), "submission_count");
        Status status = StripeDisputes.STATUSES.get(Objects.requireNonNullElse(StrictJson.text(dispute, "status"), ""));
        JsonNode metadata = dispute.path("metadata");
        boolean same = evidence.dispute().equals(StrictJson.text(dispute, "id"))
                && "dispute".equals(StrictJson.text(dispute, "object"));
        if (!same || count == null || count < 0 || status == null || !metadata.isObject()) {
            return new Submission.Unknown("the dispute is not shown as a dispute");
        }
        boolean ours = evidence.id().equals(StrictJson.text(metadata, MARK));
        boolean open = status == Status.NEEDS_RESPONSE;
        if (ours && count > 0) {
            return new Submission.Taken();
        }
        if (count > 0) {
            return new Submission.Refused(Reason.ANSWERED, "");
        }
        if (open) {
            return new Submission.NotSent("it is not answered");
        }
        return ours
                ? new Submission.Unknown("it is marked as ours, and counts no answer")
                : new Submission.Refused(Reason.CLOSED, "");
    }

    private static Submission refused(Reply reply) {
        JsonNode error = reply.error();
        if (!(reply.trouble() instanceof Outcome.Refused) || error == null) {
            return new Submission.Unknown("the answer says nothing of what happened");
        }
        Reason reason = reply.is(401) || reply.is(403) ? Reason.CREDENTIALS : Reason.OTHER;
        return new Submission.Refused(reason, Objects.requireNonNullElse(StrictJson.text(error, "code"), ""));
    }
}
