package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.stripe.StripeReading.Expected;
import dev.tillgate.provider.stripe.StripeWire.Reply;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Looks at Stripe how an attempt stands. */
final class StripeLook {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration SLOWLY = Duration.ofHours(1);

    private final StripeWire wire;
    private final StripeSearch search;

    StripeLook(StripeWire wire) {
        this.wire = wire;
        this.search = new StripeSearch(wire);
    }

    Expected expected(ChargeRequest request) {
        Duration askAgain = StripeMethods.isSlow(request.method()) ? SLOWLY : SOON;
        return Expected.answer(request.attempt(), request.amount(), wire.live(), askAgain);
    }

    Expected expected(OperationRequest request) {
        return Expected.answer(request.attempt(), request.charged(), wire.live(), SOON);
    }

    /** How it stands; it is looked for when no reference is known. */
    Outcome at(@Nullable String ref, Expected expected) throws IOException {
        if (ref == null) {
            StripeSearch.Found found = search.find(expected.attempt());
            String foundRef = found.ref();
            return foundRef == null ? found.otherwise() : at(foundRef, expected);
        }
        if (StripeReading.isIntent(ref)) {
            Reply reply = intent(ref);
            JsonNode intent = same(reply, ref);
            return intent == null ? trouble(reply) : StripeReading.intent(intent, expected);
        }
        if (!ref.matches("cs_[A-Za-z0-9_]+")) {
            return new Outcome.Unknown("not a reference of Stripe's");
        }
        StripeForm query = new StripeForm().put("expand[0]", "payment_intent.latest_charge");
        Reply reply = wire.get("/v1/checkout/sessions/" + ref, query);
        JsonNode session = same(reply, ref);
        return session == null ? trouble(reply) : StripeReading.session(session, expected);
    }

    Reply intent(String ref) throws IOException {
        return wire.get("/v1/payment_intents/" + ref, new StripeForm().put("expand[0]", "latest_charge"));
    }

    private static @Nullable JsonNode same(Reply reply, String ref) {
        JsonNode object = reply.object();
        return object != null && ref.equals(StrictJson.text(object, "id")) ? object : null;
    }

    private static Outcome trouble(Reply reply) {
        return reply.object() == null ? reply.trouble() : new Outcome.Unknown("the answer is about something else");
    }

    /**
     * The payment intent of an operation as the reference of a {@link Done}, without asking where it is known; anything
     * else says why there is none.
     *
     * @param needed the effect that the charge must have had, when it has to be looked for
     */
    Outcome located(OperationRequest request, Effect needed) throws IOException {
        String known = request.chargeRef();
        if (known != null && StripeReading.isIntent(known)) {
            return new Done(needed, known, request.charged());
        }
        Outcome state = at(known, expected(request));
        if (state instanceof Done done && StripeReading.isIntent(done.ref())) {
            return done;
        }
        if (state instanceof Outcome.Unknown || state instanceof Outcome.Refused) {
            return state;
        }
        return new Outcome.Refused("there is no such charge, or it is not paid");
    }
}
