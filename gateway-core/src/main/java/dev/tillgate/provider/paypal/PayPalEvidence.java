package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Evidence;
import dev.tillgate.provider.Evidence.Document;
import dev.tillgate.provider.Evidence.Topic;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Multipart;
import dev.tillgate.provider.PlainPdf;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.Submission;
import dev.tillgate.provider.Submission.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands evidence in, in one request: a part {@code input} of JSON and the files it names. PayPal knows no key for it, so
 * it is recognized by our id in its notes. See developer.paypal.com/docs/api/customer-disputes/v1/ (provide-evidence) and
 * /platforms/disputes/reference/supported-file-types-sizes, checked 2026-11-25.
 */
final class PayPalEvidence {
    private static final String DISPUTES = "/v1/customer/disputes/";
    private static final String PROVIDE = "/provide-evidence";
    private static final int LONGEST_NOTE = 2_000;

    private static final Set<String> WAITING = Set.of("OPEN", "WAITING_FOR_SELLER_RESPONSE");
    private static final Set<String> ELSEWHERE = Set.of("WAITING_FOR_BUYER_RESPONSE", "UNDER_REVIEW", "APPEALED");

    private static final Map<Topic, String> TYPES = new EnumMap<>(Map.of(
            Topic.RECEIPT, "PROOF_OF_RECEIPT_COPY",
            Topic.DELIVERY, "DELIVERY_RECEIPT",
            Topic.CORRESPONDENCE, "MERCHANT_RESPONSE",
            Topic.REFUND_POLICY, "RETURN_POLICY",
            Topic.SERVICE, "PROOF_FOR_SOFTWARE_OR_SERVICE_DELIVERED",
            Topic.OTHER, "OTHER"));

    private final PayPalWire wire;

    PayPalEvidence(PayPalWire wire) {
        this.wire = wire;
    }

    Submission answered(Evidence evidence) throws IOException {
        if (!evidence.dispute().matches("[A-Z0-9-]{1,255}")) {
            return new Submission.Refused(Reason.OTHER, "");
        }
        try {
            Answer answer = wire.get(DISPUTES + evidence.dispute());
            JsonNode dispute = answer.status() == 200 ? StrictJson.object(answer.body()) : null;
            return dispute == null ? refused(answer) : standing(dispute, evidence);
        } catch (CredentialsRefused refused) {
            return new Submission.Refused(Reason.CREDENTIALS, "");
        }
    }

    Submission answer(Evidence evidence) throws IOException {
        Multipart form = new Multipart(evidence.id()).json("input", input(evidence));
        form.file(
                "file1",
                "record.pdf",
                "application/pdf",
                PlainPdf.of(evidence.products() + "\n\n" + evidence.record()));
        for (int i = 0; i < evidence.documents().size(); i++) {
            Document document = evidence.documents().get(i);
            form.file("file" + (i + 2), name(document, i), document.mediaType(), document.content());
        }
        try {
            Answer answer = wire.postForm(DISPUTES + evidence.dispute() + PROVIDE, evidence.id(), form);
            if (answer.status() == 200 && isAbout(StrictJson.object(answer.body()), evidence)) {
                return new Submission.Taken();
            }
            Submission why = refused(answer);
            boolean turnedAway = why instanceof Submission.Refused && answer.status() != 403;
            // It may be over, or be answered, since it was looked at.
            Submission now = turnedAway ? answered(evidence) : why;
            return now instanceof Submission.NotSent ? why : now;
        } catch (CredentialsRefused refused) {
            return new Submission.Refused(Reason.CREDENTIALS, "");
        }
    }

    private static byte[] input(Evidence evidence) {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        ArrayNode evidences = input.putArray("evidences");
        ObjectNode first = evidences.addObject().put("evidence_type", "OTHER");
        first.putArray("documents").addObject().put("name", "record.pdf");
        String mark = "[" + evidence.id() + "]";
        first.put("notes", (cut(evidence.statement(), LONGEST_NOTE - mark.length() - 1) + "\n" + mark).strip());
        if (!evidence.refunds().isEmpty()) {
            ArrayNode ids = evidences
                    .addObject()
                    .put("evidence_type", "PROOF_OF_REFUND")
                    .putObject("evidence_info")
                    .putArray("refund_ids");
            evidence.refunds().stream().limit(100).forEach(ids::add);
        }
        Map<Topic, ArrayNode> byTopic = new EnumMap<>(Topic.class);
        for (int i = 0; i < evidence.documents().size(); i++) {
            Document document = evidence.documents().get(i);
            byTopic.computeIfAbsent(document.topic(), topic -> evidences
                            .addObject()
                            .put("evidence_type", TYPES.get(topic))
                            .putArray("documents"))
                    .addObject()
                    .put("name", name(document, i));
        }
        return input.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** PayPal takes letters, digits, {@code -}, {@code _} and one point in a name. */
    private static String name(Document document, int number) {
        String topic = document.topic().name().toLowerCase(Locale.ROOT);
        return topic + "-" + (number + 1) + "." + document.ending();
    }

    private static Submission standing(JsonNode dispute, Evidence evidence) {
        String status = StrictJson.text(dispute, "status");
        if (status == null || !evidence.dispute().equals(StrictJson.text(dispute, "dispute_id"))) {
            return new Submission.Unknown("the dispute is not shown as a dispute");
        }
        boolean answered = false;
        for (JsonNode one : dispute.path("evidences")) {
            boolean sellers = "SUBMITTED_BY_SELLER".equals(StrictJson.text(one, "source"));
            String notes = Objects.requireNonNullElse(StrictJson.text(one, "notes"), "");
            if (sellers && notes.contains(evidence.id())) {
                return new Submission.Taken();
            }
            answered |= sellers;
        }
        for (JsonNode link : dispute.path("links")) {
            String href = Objects.requireNonNullElse(StrictJson.text(link, "href"), "");
            if (WAITING.contains(status) && href.endsWith(evidence.dispute() + PROVIDE)) {
                return new Submission.NotSent("PayPal waits for it");
            }
        }
        if (status.equals("RESOLVED")) {
            return new Submission.Refused(Reason.CLOSED, "");
        }
        if (!WAITING.contains(status) && !ELSEWHERE.contains(status)) {
            return new Submission.Unknown("a status that is not known");
        }
        String stage = StrictJson.text(dispute, "dispute_life_cycle_stage");
        return new Submission.Refused(
                answered ? Reason.ANSWERED : Reason.NOT_YET, Objects.requireNonNullElse(stage, ""));
    }

    private static boolean isAbout(@Nullable JsonNode answer, Evidence evidence) {
        if (answer == null) {
            return false;
        }
        for (JsonNode link : answer.path("links")) {
            String href = Objects.requireNonNullElse(StrictJson.text(link, "href"), "");
            if (href.contains(DISPUTES + evidence.dispute())) {
                return true;
            }
        }
        return false;
    }

    /** What an error answer says: only what cannot have been taken is refused. */
    private static Submission refused(Answer answer) {
        String code = PayPalReading.code(answer);
        if (code == null) {
            return new Submission.Unknown("answer " + answer.status() + " says nothing of what happened");
        }
        return switch (answer.status()) {
            case 403 -> new Submission.Refused(Reason.CREDENTIALS, code);
            case 400, 404, 413, 415, 422 -> new Submission.Refused(Reason.OTHER, code);
            default -> new Submission.Unknown(code);
        };
    }

    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
