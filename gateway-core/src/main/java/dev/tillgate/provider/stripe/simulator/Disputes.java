package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.JsonBook;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** Payers' objections. Runs under the book's lock. */
final class Disputes {
    static final String KIND = "dispute";
    /** When the money came back. */
    static final String WON_AT = "_won_at";

    private static final Duration TO_ANSWER = Duration.ofDays(7);

    private final JsonBook book;
    private final Events events;
    private final InstantSource clock;

    Disputes(JsonBook book, Events events, InstantSource clock) {
        this.book = book;
        this.events = events;
        this.clock = clock;
    }

    /** @param inquiry whether the bank only asks, for now */
    ObjectNode open(ObjectNode intent, boolean inquiry) {
        ObjectNode dispute = Shapes.object();
        String id = Shapes.newId("du");
        dispute.put("id", id).put("object", "dispute");
        dispute.put("amount", intent.path("amount").asLong());
        dispute.putArray("balance_transactions");
        dispute.put("charge", intent.path("latest_charge").asText());
        dispute.put("created", clock.instant().getEpochSecond());
        dispute.put("currency", intent.path("currency").asText());
        dispute.putObject("evidence");
        ObjectNode details = dispute.putObject("evidence_details");
        details.put("due_by", clock.instant().plus(TO_ANSWER).getEpochSecond());
        details.put("has_evidence", false).put("past_due", false).put("submission_count", 0);
        dispute.put("is_charge_refundable", inquiry).put("livemode", false).putObject("metadata");
        dispute.put("payment_intent", intent.path("id").asText()).put("reason", "fraudulent");
        dispute.put("status", inquiry ? "warning_needs_response" : "needs_response");
        book.put(
                KIND,
                id,
                dispute.deepCopy()
                        .put(Shapes.ACCOUNT, intent.path(Shapes.ACCOUNT).asText()));
        events.tell("charge.dispute.created", dispute, intent);
        return dispute;
    }

    /** Whether the bank only asks, and has taken nothing. */
    static boolean isInquiry(ObjectNode dispute) {
        return dispute.path("status").asText().startsWith("warning_");
    }

    ObjectNode find(String account, String id) {
        ObjectNode dispute = book.get(KIND, id);
        if (dispute == null || !Shapes.is(dispute, Shapes.ACCOUNT, account)) {
            throw Refusal.missing("dispute", id);
        }
        return dispute;
    }

    /** Keeps evidence, and hands it to the bank unless it is only to be prepared. */
    ObjectNode answer(String account, ObjectNode dispute, Params params) {
        params.only(Set.of("evidence", "metadata", "submit"));
        String status = dispute.path("status").asText();
        if (!status.endsWith("needs_response")) {
            throw Refusal.invalid(null, "This dispute is no longer open for evidence: " + status);
        }
        ObjectNode said = EvidenceForm.read(book, account, params);
        ((ObjectNode) dispute.path("evidence")).setAll(said);
        ((ObjectNode) dispute.path("metadata")).setAll(params.pairs("metadata"));
        ObjectNode details = (ObjectNode) dispute.path("evidence_details");
        details.put("has_evidence", !dispute.path("evidence").isEmpty());
        if (!params.textOr("submit", "true").equals("true")) {
            book.put(KIND, dispute.path("id").asText(), dispute);
            return dispute;
        }
        details.put("submission_count", details.path("submission_count").asInt() + 1);
        move(dispute, status.startsWith("warning") ? "warning_under_review" : "under_review");
        return dispute;
    }

    /** The bank goes on to this status. */
    void move(ObjectNode dispute, String status) {
        ObjectNode intent =
                book.get(Intents.KIND, dispute.path("payment_intent").asText());
        dispute.put("status", status);
        if (status.equals("won")) {
            dispute.put(WON_AT, clock.instant().getEpochSecond());
        }
        book.put(KIND, dispute.path("id").asText(), dispute);
        boolean over = status.equals("won") || status.equals("lost") || status.equals("warning_closed");
        if (intent != null) {
            events.tell(over ? "charge.dispute.closed" : "charge.dispute.updated", dispute, intent);
        }
    }
}
