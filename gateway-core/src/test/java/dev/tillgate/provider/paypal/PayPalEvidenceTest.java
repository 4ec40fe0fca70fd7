package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.Evidence;
import dev.tillgate.provider.Evidence.Document;
import dev.tillgate.provider.Evidence.Topic;
import dev.tillgate.provider.Submission;
import dev.tillgate.provider.Submission.Reason;
import dev.tillgate.provider.paypal.PayPalHouse.Started;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.Fault.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Evidence at PayPal: one request with everything, recognized by our mark because PayPal knows no key for it. */
class PayPalEvidenceTest {
    private static final byte[] PNG = "\u0089PNG\r\n\u001a\n…".getBytes(StandardCharsets.ISO_8859_1);

    private final PayPalHouse house = new PayPalHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void the_record_the_note_and_the_documents_arrive_together() throws IOException {
        Evidence evidence = evidence(
                disputed("CHARGEBACK"),
                new Document(Topic.DELIVERY, "image/png", PNG),
                new Document(Topic.DELIVERY, "image/png", PNG));
        assertThat(house.provider.answered(evidence)).isInstanceOf(Submission.NotSent.class);

        assertThat(house.provider.answer(evidence)).isEqualTo(new Submission.Taken());

        ObjectNode dispute = dispute();
        assertThat(dispute.path("status").asText()).isEqualTo("UNDER_REVIEW");
        assertThat(dispute.path("evidences").findValuesAsText("evidence_type"))
                .containsExactly("OTHER", "PROOF_OF_REFUND", "DELIVERY_RECEIPT");
        assertThat(dispute.path("evidences").path(0).path("notes").asText())
                .startsWith("We sent it")
                .contains(evidence.id());
        assertThat(dispute.path("evidences").path(2).path("documents")).hasSize(2);
        assertThat(house.provider.answered(evidence)).isEqualTo(new Submission.Taken());
    }

    @ParameterizedTest
    @EnumSource(
            names = {"NONE", "HANG"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_lost_answer_is_found_by_looking(Kind kind) throws IOException {
        Evidence evidence = evidence(disputed("CHARGEBACK"));
        house.faults.on(request -> request.path().endsWith("/provide-evidence"), Fault.of(kind));
        Submission first = sent(evidence);
        assertThat(first).isNotInstanceOf(Submission.Refused.class);
        if (kind == Kind.ARRIVE_LATE) {
            await().until(() -> !dispute().path("evidences").isEmpty());
        }

        Submission known = house.provider.answered(evidence);
        if (known instanceof Submission.NotSent) {
            assertThat(sent(evidence)).isEqualTo(new Submission.Taken());
        } else {
            assertThat(known).isEqualTo(new Submission.Taken());
        }
        assertThat(dispute().path("evidences").findValuesAsText("notes")).hasSize(1);
    }

    @Test
    void at_a_stage_that_wants_none_and_after_the_end_it_is_refused() throws IOException {
        Evidence early = evidence(disputed("INQUIRY"));
        assertThat(house.provider.answered(early)).isEqualTo(new Submission.Refused(Reason.NOT_YET, "INQUIRY"));
        assertThat(house.provider.answer(early)).isEqualTo(new Submission.Refused(Reason.NOT_YET, "INQUIRY"));

        String dispute = disputed("CHARGEBACK");
        house.provider.answer(evidence(dispute));
        assertThat(house.provider.answered(evidence(dispute)))
                .isEqualTo(new Submission.Refused(Reason.ANSWERED, "CHARGEBACK"));
        house.simulator.decide("shop", dispute, "RESOLVED_SELLER_FAVOUR");
        assertThat(house.provider.answered(evidence(dispute))).isEqualTo(new Submission.Refused(Reason.CLOSED, ""));
        assertThat(house.provider.answered(evidence("PP-D-NOBODY")))
                .isEqualTo(new Submission.Refused(Reason.OTHER, "INVALID_RESOURCE_ID"));
    }

    @Test
    void an_app_that_may_not_see_disputes_is_told_so_and_odd_answers_prove_nothing() throws IOException {
        Evidence evidence = evidence(disputed("CHARGEBACK"));
        house.wire.instead(ask -> ask.url().endsWith("/provide-evidence")
                ? PayPalHouse.json(403, "{\"name\":\"NOT_AUTHORIZED\",\"message\":\"no\"}")
                : null);
        assertThat(house.provider.answer(evidence))
                .isEqualTo(new Submission.Refused(Reason.CREDENTIALS, "NOT_AUTHORIZED"));
        for (String body : List.of("", "{}", "<html>", "{\"links\":[]}", "{\"links\":[{\"href\":\"/else\"}]}")) {
            house.wire.instead(ask -> ask.url().endsWith("/provide-evidence") ? PayPalHouse.json(200, body) : null);
            assertThat(house.provider.answer(evidence)).as(body).isInstanceOf(Submission.Unknown.class);
            house.wire.instead(ask -> ask.url().contains("/customer/disputes/") ? PayPalHouse.json(200, body) : null);
            assertThat(house.provider.answered(evidence)).as(body).isInstanceOf(Submission.Unknown.class);
        }
    }

    private Submission sent(Evidence evidence) {
        try {
            return house.provider.answer(evidence);
        } catch (IOException lost) {
            return new Submission.Unknown("lost");
        }
    }

    private String disputed(String stage) {
        Started started = house.paid(CaptureMode.AUTOMATIC);
        String capture = Objects.requireNonNull(
                house.simulator.newest("shop", started.attempt().value(), false));
        house.simulator.dispute(capture, "UNAUTHORISED", stage);
        return dispute().path("dispute_id").asText();
    }

    private ObjectNode dispute() {
        return house.simulator.disputes("shop").getLast();
    }

    private static Evidence evidence(String dispute, Document... documents) {
        return new Evidence(
                TimeOrderedId.next("evi"),
                dispute,
                "We sent it",
                "1 × 茶",
                "Paid: €12.30",
                List.of("3WS96513UY337350N"),
                List.of(documents));
    }
}
