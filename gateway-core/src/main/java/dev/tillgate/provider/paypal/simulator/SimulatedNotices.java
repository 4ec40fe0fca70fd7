package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.TransmissionSignature;
import dev.tillgate.provider.paypal.simulator.PayPalLedger.Entry;
import dev.tillgate.provider.simulator.JsonBook;
import dev.tillgate.provider.simulator.NoticeFault;
import dev.tillgate.provider.simulator.NoticePost;
import dev.tillgate.provider.simulator.Simulator.Setup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes, signs and sends notifications, and says afterwards whether it was us who sent one. */
final class SimulatedNotices implements AutoCloseable {
    /** A try, and 24 more within three days, ever farther apart; PayPal does not say how far. */
    private static final List<Duration> PAUSES = pauses();

    private final SimulatedAccounts accounts;
    private final SimulatedWebhooks webhooks;
    private final SimulatedCertificates certificates;
    private final String baseUrl;
    private final InstantSource clock;
    private final @Nullable NoticePost post;

    /** What notifications are signed with, and for whom. */
    record Signs(SimulatedAccounts accounts, SimulatedWebhooks webhooks, SimulatedCertificates certificates) {}

    SimulatedNotices(JsonBook book, Signs signs, Setup setup) {
        this.accounts = signs.accounts;
        this.webhooks = signs.webhooks;
        this.certificates = signs.certificates;
        this.baseUrl = setup.baseUrl();
        this.clock = setup.clock();
        Exchange sender = setup.sender();
        this.post = sender == null ? null : new NoticePost(book, sender, this::write, SimulatedNotices::taken, PAUSES);
    }

    private static List<Duration> pauses() {
        List<Duration> pauses = new ArrayList<>();
        for (long seconds : new long[] {5, 15, 30, 60, 120, 300, 600, 1_800, 3_600}) {
            pauses.add(Duration.ofSeconds(seconds));
        }
        while (pauses.size() < 24) {
            pauses.add(Duration.ofMinutes(275));
        }
        return List.copyOf(pauses);
    }

    private static boolean taken(Answer answer) {
        return answer.status() >= 200 && answer.status() < 300;
    }

    void resume() {
        if (post != null) {
            post.resume();
        }
    }

    void tell(Entry entry, String type, ObjectNode resource, NoticeFault fault) {
        // Practicing accounts of one merchant share this one: each is told only of what it asked for.
        List<ObjectNode> those = webhooks.of(entry.account()).stream()
                .filter(one ->
                        entry.notifyUrl().isEmpty() || one.path("url").asText().equals(entry.notifyUrl()))
                .toList();
        boolean registered = !those.isEmpty();
        if (post == null || !registered && entry.notifyUrl().isEmpty()) {
            return;
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("id", "WH-" + OrderJson.newId() + "-" + OrderJson.newId());
        event.put("event_version", "1.0");
        event.put("create_time", OrderJson.time(clock.instant()));
        event.put("resource_type", resourceType(type));
        event.put("resource_version", type.startsWith("CUSTOMER.") ? "1.0" : "2.0");
        event.put("event_type", type);
        event.put("summary", "Practice: " + type);
        event.set("resource", related(entry, type, resource));
        event.putArray("links");
        ObjectNode notice = JsonNodeFactory.instance.objectNode();
        String id = event.path("id").asText();
        notice.put("account", entry.account()).put("body", event.toString());
        if (!registered) {
            notice.put("webhook", accounts.webhookId(entry.account()));
            post.take(notice.put("id", id).put("url", entry.notifyUrl()), fault);
        }
        for (ObjectNode webhook : SimulatedWebhooks.hearing(those, type)) {
            String webhookId = webhook.path("id").asText();
            ObjectNode one = notice.deepCopy().put("id", id + " " + webhookId).put("webhook", webhookId);
            post.take(one.put("url", webhook.path("url").asText()), fault);
        }
    }

    /** Whether this is the id of one of the account's webhooks, or of the one it has without registering any. */
    private boolean isWebhook(String account, String id) {
        return accounts.webhookId(account).equals(id)
                || webhooks.of(account).stream()
                        .anyMatch(one -> one.path("id").asText().equals(id));
    }

    private static ObjectNode related(Entry entry, String type, ObjectNode resource) {
        ObjectNode told = resource.deepCopy();
        if (type.startsWith("PAYMENT.")) {
            told.putObject("supplementary_data").putObject("related_ids").put("order_id", entry.id());
        }
        return told;
    }

    private static String resourceType(String type) {
        if (type.startsWith("CHECKOUT.ORDER.")) {
            return "checkout-order";
        }
        if (type.startsWith("CUSTOMER.DISPUTE.")) {
            return "dispute";
        }
        boolean refund = type.endsWith(".REFUNDED") || type.startsWith("PAYMENT.REFUND.");
        return refund ? "refund" : type.startsWith("PAYMENT.AUTHORIZATION.") ? "authorization" : "capture";
    }

    private Ask write(ObjectNode notice, boolean wrongSignature) {
        byte[] body = notice.path("body").asText().getBytes(StandardCharsets.UTF_8);
        String id = UUID.randomUUID().toString();
        String time = OrderJson.time(clock.instant());
        String webhookId = notice.path("webhook").asText();
        byte[] message = TransmissionSignature.message(id, time, webhookId, body);
        String certificate = certificates.current();
        byte[] signature = wrongSignature ? certificates.signWrongly(message) : certificates.sign(certificate, message);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put(TransmissionSignature.ID, id);
        headers.put(TransmissionSignature.TIME, time);
        headers.put(TransmissionSignature.CERT_URL, baseUrl + "/v1/notifications/certs/" + certificate);
        headers.put(TransmissionSignature.ALGORITHM, TransmissionSignature.SHA256_WITH_RSA);
        headers.put(TransmissionSignature.SIGNATURE, Base64.getEncoder().encodeToString(signature));
        return Ask.post(notice.path("url").asText(), headers, body);
    }

    /** Whether the notification in this question was signed here for this account's webhook. */
    boolean isOurs(String account, byte[] question) {
        JsonNode asked = StrictJson.object(question);
        String whole = new String(question, StandardCharsets.UTF_8);
        int event = whole.indexOf("\"webhook_event\":");
        String url = asked == null ? null : StrictJson.text(asked, "cert_url");
        if (asked == null || event < 0 || url == null) {
            throw new WireError(400, "MISSING_REQUIRED_PARAMETER");
        }
        // PayPal checks the checksum of the event as it is sent here, so its bytes are taken as they are.
        String raw = whole.substring(event + "\"webhook_event\":".length(), whole.lastIndexOf('}'));
        String id = asked.path("transmission_id").asText();
        String time = asked.path("transmission_time").asText();
        String webhook = asked.path("webhook_id").asText();
        byte[] message = TransmissionSignature.message(id, time, webhook, raw.getBytes(StandardCharsets.UTF_8));
        String certificate = url.substring(url.lastIndexOf('/') + 1);
        boolean known = certificates.pem(certificate) != null && isWebhook(account, webhook);
        // RSA signatures of this kind are always the same for the same bytes.
        String expected = known ? Base64.getEncoder().encodeToString(certificates.sign(certificate, message)) : "";
        return known && expected.equals(asked.path("transmission_sig").asText());
    }

    @Override
    public void close() {
        if (post != null) {
            post.close();
        }
    }
}
