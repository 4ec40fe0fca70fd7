package dev.tillgate.judge.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Dispute;
import com.stripe.model.File;
import com.stripe.model.WebhookEndpoint;
import com.stripe.net.RequestOptions;
import com.stripe.param.DisputeUpdateParams;
import com.stripe.param.FileCreateParams;
import com.stripe.param.WebhookEndpointCreateParams;
import com.stripe.param.WebhookEndpointCreateParams.EnabledEvent;
import com.stripe.param.WebhookEndpointUpdateParams;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.Evidence;
import dev.tillgate.provider.Evidence.Document;
import dev.tillgate.provider.Evidence.Topic;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Provider.WebhookRequest;
import dev.tillgate.provider.Registration.Registered;
import dev.tillgate.provider.Submission;
import dev.tillgate.provider.simulator.Parts;
import dev.tillgate.provider.simulator.Parts.Part;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Evidence and webhook endpoints: Stripe's own client does it at our simulator, and ours sends what it sends. */
class DisputesAndEndpointsTest {
    private static final byte[] PDF = "%PDF-1.7 receipt".getBytes(StandardCharsets.US_ASCII);

    private Court court;

    @BeforeEach
    void open() throws IOException {
        court = new Court();
    }

    @AfterEach
    void close() {
        court.close();
    }

    @Test
    void theirClientAnswersADispute() throws StripeException, IOException {
        String dispute = disputed();
        File file = court.theirs.v1().files().create(upload());
        assertThat(file.getPurpose()).isEqualTo("dispute_evidence");
        assertThat(file.getType()).isEqualTo("pdf");
        Dispute answered = court.theirs
                .v1()
                .disputes()
                .update(
                        dispute,
                        DisputeUpdateParams.builder()
                                .setEvidence(DisputeUpdateParams.Evidence.builder()
                                        .setReceipt(file.getId())
                                        .setUncategorizedText("Sent by post")
                                        .build())
                                .setSubmit(true)
                                .build());
        assertThat(answered.getStatus()).isEqualTo("under_review");
        assertThat(answered.getEvidenceDetails().getSubmissionCount()).isEqualTo(1);
        assertThat(answered.getEvidence().getReceipt()).isEqualTo(file.getId());
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> court.theirs
                        .v1()
                        .disputes()
                        .update(
                                dispute,
                                DisputeUpdateParams.builder().setSubmit(true).build())))
                .isNotNull();
    }

    @Test
    void ourEvidenceIsWhatTheirClientSends() throws StripeException, IOException {
        String dispute = disputed();
        String id = TimeOrderedId.next("evi");
        Evidence evidence = new Evidence(
                id,
                dispute,
                "Sent by post & signed",
                "1 × Tea",
                "Paid: €12.30",
                List.of(),
                List.of(new Document(Topic.RECEIPT, "application/pdf", PDF)));
        int before = court.requests.size();
        assertThat(((Provider.AnswersDisputes) court.ours).answer(evidence)).isEqualTo(new Submission.Taken());
        List<InboundRequest> ours = new ArrayList<>(court.requests.subList(before, court.requests.size()));
        assertThat(ours).extracting(InboundRequest::path).containsExactly("/v1/files", "/v1/disputes/" + dispute);

        court.theirs.v1().files().create(upload());
        assertThat(parts(ours.get(0))).isEqualTo(parts(court.last()));
        Dispute seen = court.theirs.v1().disputes().retrieve(dispute);
        assertThat(seen.getStatus()).isEqualTo("under_review");
        assertThat(seen.getMetadata()).containsEntry("tillgate_evidence", id);
        DisputeUpdateParams same = DisputeUpdateParams.builder()
                .setEvidence(DisputeUpdateParams.Evidence.builder()
                        .setProductDescription("1 × Tea")
                        .setUncategorizedText("Sent by post & signed\n\nPaid: €12.30")
                        .setReceipt(seen.getEvidence().getReceipt())
                        .build())
                .putMetadata("tillgate_evidence", id)
                .setSubmit(true)
                .build();
        RequestOptions key = RequestOptions.builder().setIdempotencyKey(id).build();
        // To the simulator it is a repeat: the same key, the same pairs.
        court.theirs.v1().disputes().update(dispute, same, key);
        assertThat(pairs(ours.get(1))).isEqualTo(pairs(court.last()));
        assertThat(ours.get(1).header("Content-Type")).isEqualTo(court.last().header("Content-Type"));
        assertThat(court.theirs
                        .v1()
                        .disputes()
                        .retrieve(dispute)
                        .getEvidenceDetails()
                        .getSubmissionCount())
                .isEqualTo(1);
    }

    @Test
    void theirClientKeepsEndpoints() throws StripeException {
        WebhookEndpoint made = court.theirs
                .v1()
                .webhookEndpoints()
                .create(WebhookEndpointCreateParams.builder()
                        .setUrl("http://gateway.test/hook")
                        .addEnabledEvent(EnabledEvent.CHARGE__DISPUTE__CREATED)
                        .build());
        assertThat(made.getSecret()).startsWith("whsec_");
        assertThat(court.theirs.v1().webhookEndpoints().retrieve(made.getId()).getSecret())
                .as("told once")
                .isNull();
        WebhookEndpoint changed = court.theirs
                .v1()
                .webhookEndpoints()
                .update(
                        made.getId(),
                        WebhookEndpointUpdateParams.builder().setDisabled(true).build());
        assertThat(changed.getStatus()).isEqualTo("disabled");
        assertThat(court.theirs.v1().webhookEndpoints().delete(made.getId()).getDeleted())
                .isTrue();
        assertThat(court.theirs.v1().webhookEndpoints().list().getData()).isEmpty();
    }

    @Test
    void ourEndpointIsWhatTheirClientMakes() throws StripeException, IOException {
        String token = "wish_0123456789abcdefghij";
        WebhookRequest wish = new WebhookRequest("http://gateway.test/hook", token, false);
        Registered made = (Registered) ((Provider.RegistersWebhook) court.ours).register(wish);
        InboundRequest ours = court.last();
        WebhookEndpointCreateParams.Builder same = WebhookEndpointCreateParams.builder()
                .setUrl(wish.url())
                .setApiVersion(WebhookEndpointCreateParams.ApiVersion.VERSION_2026_07_29_DAHLIA)
                .setDescription("Tillgate")
                .putMetadata("tillgate_registration", token);
        for (String event : events(ours)) {
            same.addEnabledEvent(Stream.of(EnabledEvent.values())
                    .filter(one -> one.getValue().equals(event))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("Stripe knows no " + event)));
        }
        RequestOptions key =
                RequestOptions.builder().setIdempotencyKey("wh_" + token).build();
        WebhookEndpoint theirs = court.theirs.v1().webhookEndpoints().create(same.build(), key);
        assertThat(pairs(ours)).isEqualTo(pairs(court.last()));
        assertThat(made.settings()).containsValue(theirs.getSecret());
    }

    private static List<String> events(InboundRequest request) {
        return Stream.of(new String(request.body(), StandardCharsets.UTF_8).split("&"))
                .filter(pair -> pair.startsWith("enabled_events["))
                .map(pair -> pair.substring(pair.indexOf('=') + 1))
                .toList();
    }

    private String disputed() throws IOException {
        court.ours.start(court.charge(AttemptId.next(), "pm_card_createDispute", CaptureMode.AUTOMATIC));
        return court.simulator
                .objects(Court.ACCOUNT, "dispute")
                .getLast()
                .path("id")
                .asText();
    }

    private static FileCreateParams upload() {
        return FileCreateParams.builder()
                .setPurpose(FileCreateParams.Purpose.DISPUTE_EVIDENCE)
                .setFile(new ByteArrayInputStream(PDF))
                .build();
    }

    /** Name, kind and content of each part; what the file is called is the sender's business. */
    private static List<String> parts(InboundRequest request) {
        return Objects.requireNonNull(Parts.read(request.header("Content-Type"), request.body())).stream()
                .map(DisputesAndEndpointsTest::part)
                .sorted()
                .toList();
    }

    private static String part(Part part) {
        return part.name() + (part.fileName() == null ? " text " : " file ") + part.text();
    }

    private static List<String> pairs(InboundRequest request) {
        return Stream.of(new String(request.body(), StandardCharsets.UTF_8).split("&"))
                .sorted()
                .toList();
    }
}
