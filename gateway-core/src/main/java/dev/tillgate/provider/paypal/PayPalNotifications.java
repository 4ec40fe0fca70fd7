package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.PayPalCertificates.Found;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Verifies notifications. The certificate is the first way; where it cannot be believed for a reason that is not the
 * sender's (an unknown algorithm, chain or name), PayPal itself is asked whether it sent this.
 *
 * <p>The time is that of the first sending for all we know: PayPal does not say whether a repeat has a new one, and
 * repeats come for three days. So a notification may be old; replaying one is harmless, because its id is kept and
 * nothing is believed before a query confirms it. One from the future is not taken.
 */
final class PayPalNotifications {
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /** PayPal tries 25 times over 3 days; a day more for clocks and queues. */
    private static final Duration OLDEST = Duration.ofDays(4);

    private final PayPalWire wire;
    private final PayPalCertificates certificates;
    private final PayPalConfirmation confirmation;
    private final String webhookId;

    PayPalNotifications(Settings settings, PayPalWire wire) {
        this.wire = wire;
        this.certificates = new PayPalCertificates(settings, wire);
        this.confirmation = new PayPalConfirmation(wire);
        this.webhookId = settings.getOr(PayPal.WEBHOOK_ID, "");
    }

    Notification read(InboundRequest request) {
        if (webhookId.isEmpty()) {
            return new Notification.Later("the account's webhook is not registered yet");
        }
        TransmissionSignature signature = TransmissionSignature.of(request);
        if (signature == null) {
            return new Notification.Rejected("without PayPal's headers");
        }
        if (!certificates.allows(signature.certUrl())) {
            return new Notification.Rejected("the certificate's address is not PayPal's");
        }
        Instant now = request.receivedAt();
        if (signature.at().isAfter(now.plus(AHEAD)) || signature.at().isBefore(now.minus(OLDEST))) {
            return new Notification.Rejected("sent days ago, or in the future");
        }
        JsonNode event = StrictJson.object(request.body());
        if (event == null) {
            return new Notification.Rejected("not readable");
        }
        if (!signature.algorithm().equals(TransmissionSignature.SHA256_WITH_RSA)) {
            return askPayPal(signature, request.body(), event);
        }
        return switch (certificates.find(signature.certUrl(), now)) {
            case Found.Trusted trusted ->
                signature.isGenuine(trusted.certificate().getPublicKey(), webhookId, request.body())
                        ? confirmation.of(event)
                        : new Notification.Rejected("not signed by PayPal for this webhook");
            case Found.Unreachable unreachable -> new Notification.Later(unreachable.why());
            case Found.Unusable unusable -> askPayPal(signature, request.body(), event);
        };
    }

    /** The second check: https://developer.paypal.com/docs/api/webhooks/v1/#verify-webhook-signature_post */
    private Notification askPayPal(TransmissionSignature signature, byte[] body, JsonNode event) {
        try {
            Answer answer = wire.ask("/v1/notifications/verify-webhook-signature", question(signature, body));
            JsonNode told = answer.status() == 200 ? StrictJson.object(answer.body()) : null;
            String status = told == null ? null : StrictJson.text(told, "verification_status");
            if ("SUCCESS".equals(status)) {
                return confirmation.of(event);
            }
            return "FAILURE".equals(status)
                    ? new Notification.Rejected("PayPal says that it did not send this")
                    : new Notification.Later("PayPal does not say whether it sent this");
        } catch (IOException lost) {
            return new Notification.Later("PayPal cannot be asked whether it sent this");
        }
    }

    /** The event goes back as the bytes it came in: written anew, it would have another checksum. */
    private byte[] question(TransmissionSignature signature, byte[] body) {
        ObjectNode question = JsonNodeFactory.instance.objectNode();
        question.put("auth_algo", signature.algorithm());
        question.put("cert_url", signature.certUrl());
        question.put("transmission_id", signature.id());
        question.put("transmission_sig", signature.signature());
        question.put("transmission_time", signature.time());
        question.put("webhook_id", webhookId);
        String open = question.toString();
        byte[] start = (open.substring(0, open.length() - 1) + ",\"webhook_event\":").getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[start.length + body.length + 1];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        whole[whole.length - 1] = '}';
        return whole;
    }
}
