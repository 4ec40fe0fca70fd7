package dev.tillgate.judge.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.net.Webhook;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.stripe.Stripe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stripe's own verifier takes the simulator's notifications, and ours takes what theirs signs. */
class OurNotificationsTheirVerifierTest {
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
    void aGenuineOneIsTakenAndATamperedOneIsNot() throws Exception {
        InboundRequest notice = succeeded();
        String body = new String(notice.body(), StandardCharsets.UTF_8);
        String header = notice.header("Stripe-Signature");
        String secret = court.settings().get(Stripe.WEBHOOK_SECRET);
        Event event = Webhook.constructEvent(body, header, secret);
        assertThat(event.getApiVersion())
                .isEqualTo(com.stripe.Stripe.API_VERSION)
                .isEqualTo(Stripe.API_VERSION);
        PaymentIntent intent =
                (PaymentIntent) event.getDataObjectDeserializer().getObject().orElseThrow();
        assertThat(intent.getAmountReceived()).isEqualTo(1230);
        assertThatThrownBy(() -> Webhook.constructEvent(body.replace("1230", "9230"), header, secret))
                .isInstanceOf(SignatureVerificationException.class);
        assertThatThrownBy(() -> Webhook.constructEvent(body, header, secret + "x"))
                .isInstanceOf(SignatureVerificationException.class);
    }

    @Test
    void whileTheSecretIsRolledTheOldAndTheNewOneTakeIt() throws Exception {
        String old = court.settings().get(Stripe.WEBHOOK_SECRET);
        String both = court.simulator.rollSigningSecret(Court.ACCOUNT).get(Stripe.WEBHOOK_SECRET);
        InboundRequest notice = succeeded();
        String body = new String(notice.body(), StandardCharsets.UTF_8);
        for (String secret : both.split(" ")) {
            assertThat(Webhook.constructEvent(body, notice.header("Stripe-Signature"), secret))
                    .isNotNull();
        }
        assertThat(both).contains(old);
    }

    @Test
    void whatTheyWouldSignIsTakenByUs() throws Exception {
        InboundRequest notice = succeeded();
        String body = new String(notice.body(), StandardCharsets.UTF_8);
        String secret = court.settings().get(Stripe.WEBHOOK_SECRET);
        String header = Webhook.Signature.generateSignatureHeader(body, secret);
        assertThat(court.ours.read(signed(notice, header))).isInstanceOf(Notification.Verified.class);
        String wrong = Webhook.Signature.generateSignatureHeader(body, "whsec_another");
        assertThat(court.ours.read(signed(notice, wrong))).isInstanceOf(Notification.Rejected.class);
    }

    private static InboundRequest signed(InboundRequest notice, String header) {
        return new InboundRequest(
                "POST", "/notify", null, Map.of("Stripe-Signature", header), notice.body(), Instant.now());
    }

    private InboundRequest succeeded() throws IOException, InterruptedException {
        court.ours.start(court.charge(AttemptId.next(), "pm_card_visa", CaptureMode.AUTOMATIC));
        InboundRequest notice;
        do {
            notice = court.notices.poll(20, TimeUnit.SECONDS);
            assertThat(notice).as("a notification that it is paid").isNotNull();
        } while (!new String(notice.body(), StandardCharsets.UTF_8).contains("\"type\":\"payment_intent.succeeded\""));
        return notice;
    }
}
