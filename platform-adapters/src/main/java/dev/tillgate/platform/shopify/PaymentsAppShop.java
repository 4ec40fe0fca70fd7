package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.flow.shop.ShopSession;
import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.InstalledApp;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.PlatformType.Tools;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.SessionShop;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/**
 * One shop that has installed the payments app. Resolving and rejecting are final at Shopify and exclude each other; the
 * same one repeated succeeds and says the same (shopify.dev/docs/api/payments-apps, 2026-11-25).
 */
public final class PaymentsAppShop implements Platform.Tended, SessionShop, InstalledApp {
    /**
     * What Shopify says while its own request is not finished, as in github.com/Shopify/shopify-app-template-node
     * #1346 (2026-11-25). The same words stand for a session that has ended otherwise.
     */
    private static final String TOO_EARLY = "has not been received";

    private static final Duration MOMENT = Duration.ofSeconds(5);
    /** After this it was surely received: something else is wrong. */
    private static final Duration RECEIVING = Duration.ofHours(1);

    private static final Duration LATER = Duration.ofMinutes(1);

    private final Settings settings;
    private final Tools tools;
    private final ShopifyTokens tokens;
    private final AdminApi api;

    PaymentsAppShop(Settings settings, Tools tools) {
        this.settings = settings;
        this.tools = tools;
        tokens = new ShopifyTokens(settings, tools);
        api = new AdminApi(settings, tools, tokens, "/payments_apps/api/");
    }

    @Override
    public Inbound read(InboundRequest request) {
        return Webhooks.read(request, settings);
    }

    /** Shopify shows orders to other apps only: sessions are all there is. */
    @Override
    public OrderReading load(String reference) {
        return new OrderReading.Refused("platform.shopify_payments.no_orders", Map.of());
    }

    @Override
    public Reconciled reconcile(ShopFact fact) {
        return new Reconciled.Refused("platform.shopify_payments.no_orders", Map.of());
    }

    @Override
    public Tending tend() {
        return switch (api.ask(SessionDocuments.LOOK, JsonNodeFactory.instance.objectNode())) {
            case ApiAnswer.Data data -> Tending.FINE;
            case ApiAnswer.Closed closed -> new Tending(List.of(), List.of(reason(closed)));
            case ApiAnswer.NotNow not -> new Tending(List.of(), List.of("platform.shopify.away"));
            case ApiAnswer.Lost lost -> new Tending(List.of(), List.of("platform.shopify.away"));
        };
    }

    @Override
    public Demand demand(ShopSession.Kind kind, byte[] body) {
        return SessionBody.read(kind, body);
    }

    @Override
    public Told tell(ShopSession session, Verdict verdict) {
        return switch (session.kind()) {
            case PAYMENT -> payment(session, verdict);
            case REFUND ->
                other(session, verdict, SessionDocuments.REFUND_RESOLVE, SessionDocuments.REFUND_REJECT, "refund");
            case CAPTURE ->
                other(session, verdict, SessionDocuments.CAPTURE_RESOLVE, SessionDocuments.CAPTURE_REJECT, "capture");
            case VOID -> other(session, verdict, SessionDocuments.VOID_RESOLVE, SessionDocuments.VOID_REJECT, "void");
        };
    }

    private Told payment(ShopSession session, Verdict verdict) {
        ObjectNode variables = id(session);
        return switch (verdict) {
            case Verdict.Resolve resolve -> {
                if (resolve.authorizedUntil() != null) {
                    variables.put(
                            "until",
                            resolve.authorizedUntil()
                                    .truncatedTo(ChronoUnit.SECONDS)
                                    .toString());
                }
                yield told(session, SessionDocuments.PAYMENT_RESOLVE, variables, new Form("paymentSession", "Resolve"));
            }
            case Verdict.Reject reject -> {
                variables
                        .putObject("reason")
                        .put("code", reject.reason() == Reason.CANCELED ? "CANCELLED_PAYMENT" : "PROCESSING_ERROR");
                yield told(session, SessionDocuments.PAYMENT_REJECT, variables, new Form("paymentSession", "Reject"));
            }
            case Verdict.Pending pending -> {
                variables
                        .put(
                                "until",
                                pending.until().truncatedTo(ChronoUnit.SECONDS).toString())
                        .put("reason", "PARTNER_ACTION_REQUIRED");
                yield told(session, SessionDocuments.PAYMENT_PENDING, variables, new Form("paymentSession", "Pending"));
            }
        };
    }

    private Told other(ShopSession session, Verdict verdict, String resolving, String rejecting, String name) {
        ObjectNode variables = id(session);
        return switch (verdict) {
            case Verdict.Resolve resolve -> told(session, resolving, variables, new Form(name + "Session", "Resolve"));
            case Verdict.Reject reject -> {
                boolean ended = reject.reason() == Reason.AUTHORIZATION_EXPIRED;
                variables.putObject("reason").put("code", ended ? "AUTHORIZATION_EXPIRED" : "PROCESSING_ERROR");
                yield told(session, rejecting, variables, new Form(name + "Session", "Reject"));
            }
            case Verdict.Pending pending -> throw new IllegalArgumentException("only payments can be pending");
        };
    }

    /**
     * Where the answer says what.
     *
     * @param subject the field with the session
     * @param verb the end of the mutation's name
     */
    private record Form(String subject, String verb) {
        String mutation() {
            return subject + verb;
        }

        /** The name under which the state must be there. */
        String state() {
            return verb.equals("Resolve") ? "resolved" : verb.equals("Reject") ? "rejected" : "pending";
        }
    }

    private static ObjectNode id(ShopSession session) {
        return JsonNodeFactory.instance.objectNode().put("id", SessionBody.gid(session.kind(), session.id()));
    }

    private Told told(ShopSession session, String document, ObjectNode variables, Form form) {
        return switch (api.ask(document, variables)) {
            case ApiAnswer.Data data -> told(session, data.data().path(form.mutation()), form);
            case ApiAnswer.NotNow not -> new Told.Later(not.why(), not.after());
            case ApiAnswer.Lost lost -> new Told.Later(lost.why(), lost.after());
            case ApiAnswer.Closed closed -> new Told.Refused(reason(closed));
        };
    }

    /** Believed only when Shopify says itself how the session stands. */
    private Told told(ShopSession session, JsonNode answer, Form form) {
        JsonNode errors = answer.path("userErrors");
        JsonNode said = answer.path(form.subject());
        if (!errors.isEmpty()) {
            return refused(session, errors);
        }
        if (!said.path("state").hasNonNull(form.state())) {
            return new Told.Later("what Shopify answered is not complete", LATER);
        }
        String next =
                said.path("nextAction").path("context").path("redirectUrl").asText("");
        return new Told.Confirmed(next.matches("https://[!-~]{1,1990}") ? next : null);
    }

    private Told refused(ShopSession session, JsonNode errors) {
        boolean early = false;
        for (JsonNode error : errors) {
            early |= error.path("message").asText("").contains(TOO_EARLY);
        }
        boolean young =
                session.receivedAt().plus(RECEIVING).isAfter(tools.clock().instant());
        return early && young
                ? new Told.Later("Shopify has not finished its own request yet", MOMENT)
                : new Told.Refused("platform.shopify_payments.not_taken");
    }

    private static String reason(ApiAnswer.Closed closed) {
        return switch (closed.reason()) {
            case "platform.shopify.revoked" -> "platform.shopify_payments.revoked";
            case "platform.shopify.scopes" -> "platform.shopify_payments.scopes";
            default -> closed.reason();
        };
    }

    @Override
    public String consentAddress(String redirect, String state) {
        return OAuthQuery.consent(settings, redirect, state);
    }

    @Override
    public boolean isGenuine(String query) {
        return OAuthQuery.isGenuine(query, settings, tools.clock().instant());
    }

    @Override
    public String install(String code, String handle) {
        if (tokens.authorize(code) instanceof ShopifyTokens.Found.None none) {
            return none.why() instanceof ApiAnswer.Closed closed ? reason(closed) : "platform.shopify.away";
        }
        ObjectNode variables =
                JsonNodeFactory.instance.objectNode().put("handle", handle).put("ready", true);
        return switch (api.ask(SessionDocuments.CONFIGURE, variables)) {
            case ApiAnswer.Data data -> {
                JsonNode answer = data.data().path("paymentsAppConfigure");
                boolean ready =
                        answer.path("paymentsAppConfiguration").path("ready").asBoolean();
                yield ready && answer.path("userErrors").isEmpty() ? "" : "platform.shopify_payments.not_ready";
            }
            case ApiAnswer.Closed closed -> reason(closed);
            case ApiAnswer.NotNow not -> "platform.shopify.away";
            case ApiAnswer.Lost lost -> "platform.shopify.away";
        };
    }

    @Override
    public String settingsPage() {
        return "https://" + settings.get(Shopify.SHOP) + "/services/payments_partners/gateways/"
                + settings.get(Shopify.CLIENT_ID) + "/settings";
    }
}
