package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider.WebhookRequest;
import dev.tillgate.provider.PublicAddress;
import dev.tillgate.provider.Registration;
import dev.tillgate.provider.Registration.Reason;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.stripe.StripeWire.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints for events. Stripe tells an endpoint's secret once, in the answer that makes it; a repeat with the same key
 * tells it again for a day. See docs.stripe.com/api/webhook_endpoints, checked 2026-11-25.
 */
final class StripeWebhooks {
    static final String MARK = "tillgate_registration";

    private static final String ENDPOINTS = "/v1/webhook_endpoints";
    private static final int MOST_PAGES = 5;

    /** What the gateway reads; the guide for merchants names the same. */
    static final List<String> EVENTS = List.of(
            "checkout.session.completed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.async_payment_failed",
            "checkout.session.expired",
            "payment_intent.succeeded",
            "payment_intent.payment_failed",
            "payment_intent.canceled",
            "payment_intent.amount_capturable_updated",
            "payment_intent.processing",
            "payment_intent.requires_action",
            "refund.created",
            "refund.updated",
            "refund.failed",
            "charge.dispute.created",
            "charge.dispute.updated",
            "charge.dispute.closed");

    private final StripeWire wire;
    private final String mode;
    private final boolean hasSecret;

    StripeWebhooks(Settings settings, StripeWire wire) {
        this.wire = wire;
        this.mode = settings.get(Stripe.MODE);
        this.hasSecret = !settings.getOr(Stripe.WEBHOOK_SECRET, "").isEmpty();
    }

    Registration register(WebhookRequest request) throws IOException {
        Reason wrong = mode.equals(Stripe.PRACTICE)
                ? null
                : PublicAddress.problem(request.url(), mode.equals(Stripe.LIVE), false);
        if (wrong != null) {
            return new Registration.Refused(wrong, "");
        }
        Listed listed = listed(request);
        if (listed.trouble != null) {
            return listed.trouble;
        }
        if (!listed.others.isEmpty() && !listed.ours && !request.replace()) {
            return hasSecret ? updated(listed.others.getFirst(), request) : new Registration.AsksConsent();
        }
        return made(request, listed);
    }

    private Registration made(WebhookRequest request, Listed listed) throws IOException {
        StripeForm form = new StripeForm().put("url", request.url());
        events(form, EVENTS);
        form.put("api_version", Stripe.API_VERSION)
                .put("description", "Tillgate")
                .put("metadata[" + MARK + "]", request.token());
        Reply reply = wire.post(ENDPOINTS, "wh_" + request.token(), form, null);
        JsonNode made = reply.object();
        if (made == null) {
            return refused(reply);
        }
        String secret = StrictJson.text(made, "secret");
        boolean ours = request.url().equals(StrictJson.text(made, "url"))
                && request.token().equals(StrictJson.text(made.path("metadata"), MARK));
        if (!ours || secret == null || !secret.matches("whsec_[A-Za-z0-9+/=_-]{8,}")) {
            return new Registration.Unknown("the answer does not tell what was made");
        }
        return new Registration.Registered(
                Map.of(Stripe.WEBHOOK_SECRET, secret),
                listed.others.stream()
                        .map(one -> Objects.requireNonNullElse(StrictJson.text(one, "id"), ""))
                        .toList());
    }

    /** The one that is there gets what it lacks; its secret is the one that the account knows, for all we can tell. */
    private Registration updated(JsonNode endpoint, WebhookRequest request) throws IOException {
        Set<String> events = new TreeSet<>();
        endpoint.path("enabled_events").forEach(event -> events.add(event.asText()));
        boolean all = events.contains("*") || events.containsAll(EVENTS);
        if (!all || !"enabled".equals(StrictJson.text(endpoint, "status"))) {
            events.addAll(EVENTS);
            StripeForm form = new StripeForm();
            events(form, events.contains("*") ? List.of("*") : List.copyOf(events));
            form.put("disabled", "false");
            String id = Objects.requireNonNullElse(StrictJson.text(endpoint, "id"), "");
            Reply reply = wire.post(ENDPOINTS + "/" + id, "wh_" + request.token() + "_update", form, null);
            if (reply.object() == null) {
                return refused(reply);
            }
        }
        return new Registration.Registered(Map.of(), List.of());
    }

    void unregister(List<String> ids) throws IOException {
        for (String id : ids) {
            Reply reply = wire.delete(ENDPOINTS + "/" + id);
            if (reply.object() == null && !reply.is(404)) {
                throw new IOException("the old endpoint could not be removed");
            }
        }
    }

    private static void events(StripeForm form, List<String> events) {
        for (int i = 0; i < events.size(); i++) {
            form.put("enabled_events[" + i + "]", events.get(i));
        }
    }

    /** Endpoints with this address: the one that this very wish made, and others. */
    private Listed listed(WebhookRequest request) throws IOException {
        Listed listed = new Listed();
        String last = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            Reply reply =
                    wire.get(ENDPOINTS, new StripeForm().put("limit", "100").maybe("starting_after", last));
            JsonNode list = reply.object();
            List<JsonNode> endpoints = list == null ? null : StripeSearch.items(list);
            JsonNode more = list == null ? null : list.get("has_more");
            if (endpoints == null || more == null || !more.isBoolean()) {
                listed.trouble = refused(reply);
                return listed;
            }
            for (JsonNode endpoint : endpoints) {
                last = StrictJson.text(endpoint, "id");
                boolean here = request.url().equals(StrictJson.text(endpoint, "url"));
                boolean ours = request.token().equals(StrictJson.text(endpoint.path("metadata"), MARK));
                listed.ours |= here && ours;
                if (here && !ours && last != null && last.matches("we_[A-Za-z0-9]{1,200}")) {
                    listed.others.add(endpoint);
                }
            }
            if (!more.booleanValue() || last == null) {
                return listed;
            }
        }
        return listed;
    }

    private static Registration refused(Reply reply) {
        JsonNode error = reply.error();
        if (error == null || !(reply.trouble() instanceof Outcome.Refused)) {
            return new Registration.Unknown("the answer says nothing of what happened");
        }
        String code = Objects.requireNonNullElse(StrictJson.text(error, "code"), "");
        String message = Objects.requireNonNullElse(StrictJson.text(error, "message"), "");
        if (reply.is(401) || reply.is(403)) {
            return new Registration.Refused(Reason.CREDENTIALS, code);
        }
        // Stripe has no code for that, only words.
        boolean tooMany = message.contains("maximum of") && message.contains("webhook endpoints");
        return new Registration.Refused(tooMany ? Reason.TOO_MANY : Reason.OTHER, code);
    }

    private static final class Listed {
        private final List<JsonNode> others = new ArrayList<>();
        private boolean ours;
        private @Nullable Registration trouble;
    }
}
