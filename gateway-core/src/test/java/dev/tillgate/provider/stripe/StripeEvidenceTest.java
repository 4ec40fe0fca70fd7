package dev.tillgate.provider.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.Evidence;
import dev.tillgate.provider.Evidence.Document;
import dev.tillgate.provider.Evidence.Topic;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Submission;
import dev.tillgate.provider.Submission.Reason;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.Fault.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Evidence at Stripe: documents by their kind, words in their fields, handed to the bank exactly once. */
class StripeEvidenceTest {
    private static final byte[] PDF = "%PDF-1.7 receipt".getBytes(StandardCharsets.ISO_8859_1);

    private final StripeHouse house = new StripeHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void words_and_documents_stand_where_stripe_wants_them() throws IOException {
        Evidence evidence = evidence(
                disputed("pm_card_createDispute"),
                new Document(Topic.RECEIPT, "application/pdf", PDF),
                new Document(Topic.DELIVERY, "application/pdf", PDF));
        assertThat(house.provider.answered(evidence)).isInstanceOf(Submission.NotSent.class);

        assertThat(house.provider.answer(evidence)).isEqualTo(new Submission.Taken());

        ObjectNode dispute = dispute();
        assertThat(dispute.path("status").asText()).isEqualTo("under_review");
        assertThat(dispute.path("evidence").path("uncategorized_text").asText())
                .startsWith("We sent it")
                .endsWith("Paid: €12.30");
        assertThat(dispute.path("evidence").path("product_description").asText())
                .isEqualTo("1 × Tea & more");
        List<String> files = house.objects("file").stream()
                .map(file -> file.path("id").asText())
                .toList();
        assertThat(files).hasSize(2);
        assertThat(dispute.path("evidence").path("receipt").asText()).isEqualTo(files.get(0));
        assertThat(dispute.path("evidence").path("shipping_documentation").asText())
                .isEqualTo(files.get(1));
        assertThat(house.provider.answered(evidence)).isEqualTo(new Submission.Taken());
    }

    @Test
    void an_inquiry_is_answered_too() throws IOException {
        Evidence evidence = evidence(disputed("pm_card_createDisputeInquiry"));
        assertThat(house.provider.answered(evidence)).isInstanceOf(Submission.NotSent.class);
        assertThat(house.provider.answer(evidence)).isEqualTo(new Submission.Taken());
        assertThat(dispute().path("status").asText()).isEqualTo("warning_under_review");
    }

    /** Whatever becomes of the answer, the bank reads it at most once, and what was done is found. */
    @ParameterizedTest
    @EnumSource(
            names = {"NONE", "HANG"},
            mode = EnumSource.Mode.EXCLUDE)
    void a_lost_answer_is_found_and_nothing_is_handed_in_twice(Kind kind) throws IOException {
        Evidence evidence =
                evidence(disputed("pm_card_createDispute"), new Document(Topic.OTHER, "application/pdf", PDF));
        house.faults.on(StripeEvidenceTest::answersADispute, Fault.of(kind));
        Submission first = sent(evidence);
        if (kind != Kind.WRONG_SIGNATURE) {
            // Stripe does not sign its answers.
            assertThat(first).isNotInstanceOf(Submission.Refused.class);
        }
        Submission known = house.provider.answered(evidence);
        if (known instanceof Submission.NotSent) {
            assertThat(sent(evidence)).isEqualTo(new Submission.Taken());
        } else {
            assertThat(known).isEqualTo(new Submission.Taken());
        }
        assertThat(count()).isEqualTo(1);
        // Even who does not look first hands nothing in a second time.
        sent(evidence);
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void a_document_that_did_not_arrive_leaves_the_dispute_alone_and_is_sent_again() throws IOException {
        Evidence evidence =
                evidence(disputed("pm_card_createDispute"), new Document(Topic.OTHER, "application/pdf", PDF));
        house.faults.on(request -> request.path().equals("/v1/files"), Fault.of(Kind.LOSE_AFTER));
        assertThatThrownBy(() -> house.provider.answer(evidence)).isInstanceOf(NotSentException.class);
        house.faults.on(request -> request.path().equals("/v1/files"), Fault.of(Kind.ERROR_BEFORE));
        assertThat(house.provider.answer(evidence)).isInstanceOf(Submission.NotSent.class);
        assertThat(count()).isZero();

        assertThat(house.provider.answer(evidence)).isEqualTo(new Submission.Taken());
        assertThat(house.objects("file")).as("the same key, the same file").hasSize(1);
    }

    @Test
    void documents_that_stripe_does_not_take_are_named_before_anything_is_sent() throws IOException {
        String dispute = disputed("pm_card_createDispute");
        Document one = new Document(Topic.RECEIPT, "application/pdf", PDF);
        assertThat(house.provider.answer(evidence(dispute, one, one)))
                .isEqualTo(new Submission.Refused(Reason.DOCUMENTS, "one_of_a_kind"));
        byte[] large = Arrays.copyOf(PDF, 2_300_000);
        assertThat(house.provider.answer(evidence(
                        dispute,
                        new Document(Topic.RECEIPT, "application/pdf", large),
                        new Document(Topic.OTHER, "application/pdf", large))))
                .isEqualTo(new Submission.Refused(Reason.DOCUMENTS, "too_large"));
        assertThat(house.objects("file")).isEmpty();
    }

    @Test
    void what_was_answered_elsewhere_or_is_over_is_told() throws IOException {
        String dispute = disputed("pm_card_createDispute");
        assertThat(house.provider.answer(evidence(dispute))).isEqualTo(new Submission.Taken());
        Evidence another = evidence(dispute);
        assertThat(house.provider.answered(another)).isEqualTo(new Submission.Refused(Reason.ANSWERED, ""));
        assertThat(house.provider.answer(another)).isEqualTo(new Submission.Refused(Reason.ANSWERED, ""));
        assertThat(count()).isEqualTo(1);

        String late = disputed("pm_card_createDispute");
        house.simulator.moveDispute("shop", late, "lost");
        assertThat(house.provider.answered(evidence(late))).isEqualTo(new Submission.Refused(Reason.CLOSED, ""));
        assertThat(house.provider.answered(evidence("du_nobody")))
                .isEqualTo(new Submission.Refused(Reason.OTHER, "resource_missing"));
        assertThat(house.provider.answered(evidence("../refunds"))).isInstanceOf(Submission.Refused.class);
    }

    @Test
    void long_words_are_cut_to_what_stripe_takes() throws IOException {
        String dispute = disputed("pm_card_createDispute");
        Evidence evidence = new Evidence(
                TimeOrderedId.next("evi"), dispute, "s".repeat(10_000), "", "r".repeat(50_000), List.of(), List.of());
        assertThat(house.provider.answer(evidence)).isEqualTo(new Submission.Taken());
        assertThat(dispute().path("evidence").path("uncategorized_text").asText())
                .hasSize(20_000);
    }

    private Submission sent(Evidence evidence) {
        try {
            return house.provider.answer(evidence);
        } catch (IOException lost) {
            return new Submission.Unknown("lost");
        }
    }

    private static boolean answersADispute(InboundRequest request) {
        return request.method().equals("POST") && request.path().startsWith("/v1/disputes/");
    }

    private String disputed(String instrument) throws IOException {
        house.provider.start(house.charge(AttemptId.next(), instrument, CaptureMode.AUTOMATIC));
        return dispute().path("id").asText();
    }

    private ObjectNode dispute() {
        return house.objects("dispute").getLast();
    }

    private int count() {
        return dispute().path("evidence_details").path("submission_count").asInt();
    }

    private static Evidence evidence(String dispute, Document... documents) {
        return new Evidence(
                TimeOrderedId.next("evi"),
                dispute,
                "We sent it",
                "1 × Tea & more",
                "Paid: €12.30",
                List.of(),
                List.of(documents));
    }
}
