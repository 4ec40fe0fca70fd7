package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Evidence;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Registration;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.Submission;
import dev.tillgate.provider.stripe.StripeReading.Expected;
import dev.tillgate.provider.stripe.StripeWire.Reply;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * Speaks with Stripe for one account. A charge without an instrument is a Checkout session ({@code cs_…}) until it is
 * paid; from then on, and with an instrument from the start, its reference is the payment intent's ({@code pi_…}).
 */
public final class StripeProvider
        implements Provider.Captures,
                Provider.Refunds,
                Provider.Voids,
                Provider.QueriesOperations,
                Provider.AnswersDisputes,
                Provider.RegistersWebhook {
    private static final String SESSIONS = "/v1/checkout/sessions";
    private static final String INTENTS = "/v1/payment_intents";
    private static final String REFUNDS = "/v1/refunds";
    private static final int MOST_REFUND_PAGES = 20;

    private final StripeWire wire;
    private final StripeRequests requests;
    private final StripeLook look;
    private final StripeNotices notices;
    private final StripeEvidence evidence;
    private final StripeWebhooks webhooks;

    /** @param clock not needed: requests carry no time of ours and notifications say when they came */
    public StripeProvider(Settings settings, Exchange exchange, InstantSource clock) {
        this.wire = new StripeWire(settings, exchange);
        this.requests = new StripeRequests(settings);
        this.look = new StripeLook(wire);
        this.notices = new StripeNotices(settings, wire);
        this.evidence = new StripeEvidence(wire);
        this.webhooks = new StripeWebhooks(settings, wire);
    }

    @Override
    public Outcome start(ChargeRequest request) throws IOException {
        String instrument = request.instrument();
        if (instrument != null && !StripeRequests.isInstrument(instrument)) {
            return new Outcome.Refused("not an instrument that Stripe issued");
        }
        StripeForm form;
        try {
            form = instrument == null ? requests.session(request) : requests.intent(request, instrument);
        } catch (InvalidMoney cannot) {
            return new Outcome.Refused(String.valueOf(cannot.getMessage()));
        }
        Expected expected = look.expected(request);
        String path = instrument == null ? SESSIONS : INTENTS;
        Reply reply = wire.post(path, request.attempt().value(), form, request.notifyUrl());
        JsonNode object = reply.object();
        if (object != null) {
            return instrument == null
                    ? StripeReading.session(object, expected)
                    : StripeReading.intent(object, expected);
        }
        return notStarted(reply, expected);
    }

    /** A decline comes as an error, with the payment intent inside. */
    private static Outcome notStarted(Reply reply, Expected expected) {
        JsonNode error = reply.error();
        JsonNode intent = error == null ? null : error.get("payment_intent");
        if (intent == null || !reply.is(402) && !reply.is(400)) {
            return reply.trouble();
        }
        Outcome state = StripeReading.intent(intent, expected.inError());
        return state instanceof Outcome.Declined ? state : new Outcome.Unknown("an error, and the payment goes on");
    }

    @Override
    public Outcome query(ChargeQuery query) throws IOException {
        return look.at(query.providerRef(), look.expected(query.request()));
    }

    @Override
    public Notification read(InboundRequest request) {
        return notices.read(request);
    }

    @Override
    public Outcome capture(OperationRequest request) throws IOException {
        Outcome at = look.located(request, Effect.AUTHORIZED);
        if (!(at instanceof Done reserved)) {
            return at;
        }
        StripeForm form;
        try {
            form = StripeRequests.capture(request);
        } catch (InvalidMoney cannot) {
            return new Outcome.Refused(String.valueOf(cannot.getMessage()));
        }
        Reply reply = send(INTENTS + "/" + reserved.ref() + "/capture", request, form);
        JsonNode intent = reply.object();
        if (intent != null) {
            return surely(captureOf(intent, request, reserved.ref()));
        }
        if (reply.saysChanged()) {
            Outcome known = queryOperation(request);
            return known instanceof Outcome.NotSent ? new Outcome.Refused("it cannot be captured any more") : known;
        }
        return reply.trouble();
    }

    @Override
    public Outcome refund(OperationRequest request) throws IOException {
        Outcome at = look.located(request, Effect.CAPTURED);
        if (!(at instanceof Done collected)) {
            return at;
        }
        StripeForm form;
        try {
            form = StripeRequests.refund(request, collected.ref());
        } catch (InvalidMoney cannot) {
            return new Outcome.Refused(String.valueOf(cannot.getMessage()));
        }
        Reply reply = send(REFUNDS, request, form);
        JsonNode refund = reply.object();
        return refund == null ? reply.trouble() : StripeOperations.refund(refund, request, collected.ref());
    }

    @Override
    public Outcome cancel(OperationRequest request) throws IOException {
        String ref = request.chargeRef();
        if (ref == null) {
            Outcome state = look.at(null, look.expected(request));
            if (state instanceof Outcome.PayerMust must) {
                ref = must.ref();
            } else if (state instanceof Done done && done.effect() == Effect.AUTHORIZED) {
                ref = done.ref();
            } else {
                Outcome told = StripeOperations.voided(request, state);
                return told instanceof Outcome.NotSent ? new Outcome.Refused("there is no such charge") : told;
            }
        }
        return StripeReading.isIntent(ref) ? cancelIntent(ref, request) : expire(ref, request);
    }

    private Outcome expire(String session, OperationRequest request) throws IOException {
        StripeForm form = new StripeForm().put("expand[0]", "payment_intent.latest_charge");
        Reply reply = send(SESSIONS + "/" + session + "/expire", request, form);
        Expected expected = look.expected(request);
        JsonNode object = reply.object();
        if (object != null) {
            boolean same = session.equals(StrictJson.text(object, "id"));
            return surely(StripeOperations.voided(
                    request, same ? StripeReading.session(object, expected) : new Outcome.Unknown("another session")));
        }
        if (reply.error() == null || !reply.is(400)) {
            return reply.trouble();
        }
        // Not open any more: paid, reserved, or closed before.
        Outcome state = look.at(session, expected);
        if (state instanceof Done done && done.effect() == Effect.AUTHORIZED) {
            return cancelIntent(done.ref(), request);
        }
        if (state instanceof Outcome.PayerMust must && StripeReading.isIntent(must.ref())) {
            return cancelIntent(must.ref(), request);
        }
        return surely(StripeOperations.voided(request, state));
    }

    private Outcome cancelIntent(String intent, OperationRequest request) throws IOException {
        StripeForm form =
                new StripeForm().put("cancellation_reason", "abandoned").put("expand[0]", "latest_charge");
        Reply reply = send(INTENTS + "/" + intent + "/cancel", request, form);
        Expected expected = look.expected(request);
        JsonNode object = reply.object();
        if (object != null) {
            boolean same = intent.equals(StrictJson.text(object, "id"));
            return surely(StripeOperations.voided(
                    request, same ? StripeReading.intent(object, expected) : new Outcome.Unknown("another payment")));
        }
        if (reply.error() == null || !reply.is(400)) {
            return reply.trouble();
        }
        return surely(StripeOperations.voided(request, look.at(intent, expected)));
    }

    @Override
    public Outcome queryOperation(OperationRequest request) throws IOException {
        return switch (request.kind()) {
            case CAPTURE -> queryCapture(request);
            case VOID -> StripeOperations.voided(request, look.at(request.chargeRef(), look.expected(request)));
            case REFUND -> queryRefund(request);
        };
    }

    private Outcome queryCapture(OperationRequest request) throws IOException {
        Outcome at = look.located(request, Effect.AUTHORIZED);
        if (!(at instanceof Done located)) {
            return at instanceof Outcome.Unknown ? at : new Outcome.Unknown("the payment is not known");
        }
        Reply reply = look.intent(located.ref());
        JsonNode intent = reply.object();
        return intent == null ? reply.trouble() : captureOf(intent, request, located.ref());
    }

    private Outcome captureOf(JsonNode intent, OperationRequest request, String ref) {
        boolean same = ref.equals(StrictJson.text(intent, "id"));
        Outcome state = same
                ? StripeReading.intent(intent, look.expected(request))
                : new Outcome.Unknown("the answer is about another payment");
        return StripeOperations.capture(intent, request, state);
    }

    private Outcome queryRefund(OperationRequest request) throws IOException {
        String ref = request.operationRef();
        if (ref != null && ref.matches("(re|pyr)_[A-Za-z0-9]+")) {
            Reply reply = wire.get(REFUNDS + "/" + ref, new StripeForm());
            JsonNode refund = reply.object();
            boolean same = refund != null && ref.equals(StrictJson.text(refund, "id"));
            return refund == null || !same ? asked(reply) : StripeOperations.refund(refund, request, null);
        }
        Outcome at = look.located(request, Effect.CAPTURED);
        return at instanceof Done collected
                ? listedRefund(request, collected.ref())
                : at instanceof Outcome.Unknown ? at : new Outcome.Unknown("the payment is not known");
    }

    private Outcome listedRefund(OperationRequest request, String intent) throws IOException {
        String last = null;
        for (int page = 0; page < MOST_REFUND_PAGES; page++) {
            StripeForm query = new StripeForm()
                    .put("payment_intent", intent)
                    .put("limit", "50")
                    .maybe("starting_after", last);
            Reply reply = wire.get(REFUNDS, query);
            JsonNode list = reply.object();
            List<JsonNode> refunds = list == null ? null : StripeSearch.items(list);
            JsonNode more = list == null ? null : list.get("has_more");
            if (refunds == null || more == null || !more.isBoolean()) {
                return asked(reply);
            }
            Outcome found = StripeOperations.among(refunds, request, intent);
            if (found != null) {
                return found;
            }
            if (reply.mentions(request.operation().value())) {
                return new Outcome.Unknown("the refund is mentioned in a way that is not understood");
            }
            if (!more.booleanValue()) {
                return new Outcome.NotSent("Stripe has no record of this refund");
            }
            last = refunds.isEmpty() ? null : StrictJson.text(refunds.get(refunds.size() - 1), "id");
            if (last == null) {
                return new Outcome.Unknown("a list without an end");
            }
        }
        return new Outcome.Unknown("too many refunds to look through");
    }

    @Override
    public Submission answered(Evidence about) throws IOException {
        return evidence.answered(about);
    }

    @Override
    public Submission answer(Evidence about) throws IOException {
        return evidence.answer(about);
    }

    @Override
    public Registration register(WebhookRequest request) throws IOException {
        return webhooks.register(request);
    }

    @Override
    public void unregister(List<String> ids) throws IOException {
        webhooks.unregister(ids);
    }

    private static Outcome asked(Reply reply) {
        return reply.object() != null ? new Outcome.Unknown("not what was asked for") : reply.trouble();
    }

    /**
     * Sends an operation. Where Stripe only repeats the failure of an earlier try that surely did nothing, the key is
     * used up for a day: the same is sent once more with another one.
     */
    private Reply send(String path, OperationRequest request, StripeForm form) throws IOException {
        String key = request.operation().value();
        Reply reply = wire.post(path, key, form, null);
        boolean harmless = request.kind() != OperationKind.REFUND
                || reply.repeatsFailure() && queryOperation(request) instanceof Outcome.NotSent;
        // Captures and voids cannot be done twice; a refund can, so it is looked for first.
        return reply.repeatsFailure() && harmless ? wire.post(path, key + "_again", form, null) : reply;
    }

    /** An answer to a request that was carried out cannot say that there is no record of it. */
    private static Outcome surely(Outcome outcome) {
        return outcome instanceof Outcome.NotSent ? new Outcome.Unknown("it was done, and does not show") : outcome;
    }

    /** Settings hold secrets. */
    @Override
    public String toString() {
        return "StripeProvider" + (wire.live() ? "[live]" : "[not live]");
    }
}
