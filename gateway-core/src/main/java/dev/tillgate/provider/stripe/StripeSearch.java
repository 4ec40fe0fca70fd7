package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.stripe.StripeWire.Reply;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an attempt became when its answer was lost: looks through all Checkout sessions, then all payment intents,
 * that were made around the time of the attempt. Only what was read to its end shows that there is nothing.
 */
final class StripeSearch {
    private static final String SESSIONS = "/v1/checkout/sessions";
    private static final String INTENTS = "/v1/payment_intents";
    private static final Duration BEFORE = Duration.ofMinutes(5);
    private static final Duration AFTER = Duration.ofMinutes(30);
    private static final int A_PAGE = 50;
    private static final int MOST_PAGES = 60;
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    /** The characters of an id that hold its milliseconds. */
    private static final int TIME_LENGTH = 10;

    private final StripeWire wire;

    StripeSearch(StripeWire wire) {
        this.wire = wire;
    }

    /** What was found: an id, or nothing for sure, or neither. */
    record Found(@Nullable String ref, Outcome otherwise) {}

    /** The session or payment intent of this attempt. */
    Found find(AttemptId attempt) throws IOException {
        Found session = scan(SESSIONS, attempt);
        return session.otherwise() instanceof Outcome.NotSent ? scan(INTENTS, attempt) : session;
    }

    private Found scan(String path, AttemptId attempt) throws IOException {
        Instant made = madeAt(attempt);
        String last = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            StripeForm query = new StripeForm()
                    .put("created[gte]", Long.toString(made.minus(BEFORE).getEpochSecond()))
                    .put("created[lte]", Long.toString(made.plus(AFTER).getEpochSecond()))
                    .put("limit", Integer.toString(A_PAGE))
                    .maybe("starting_after", last);
            Reply reply = wire.get(path, query);
            JsonNode list = reply.object();
            if (list == null) {
                return neither(reply.trouble());
            }
            List<JsonNode> items = items(list);
            JsonNode more = list.get("has_more");
            if (items == null || more == null || !more.isBoolean()) {
                return unknown("not a list");
            }
            Found found = among(items, path, attempt);
            if (found != null) {
                return found;
            }
            if (reply.mentions(attempt.value())) {
                return unknown("the attempt is mentioned in a way that is not understood");
            }
            if (!more.booleanValue()) {
                return neither(new Outcome.NotSent("Stripe has no record of it"));
            }
            last = items.isEmpty() ? null : StrictJson.text(items.get(items.size() - 1), "id");
            if (last == null) {
                return unknown("a list without an end");
            }
        }
        return unknown("too many payments at that time to look through");
    }

    /** The one that is ours, or doubt about one that cannot be read, or null when all are others'. */
    private static @Nullable Found among(List<JsonNode> items, String path, AttemptId attempt) {
        String object = path.equals(SESSIONS) ? "checkout.session" : "payment_intent";
        for (JsonNode item : items) {
            String id = StrictJson.text(item, "id");
            JsonNode metadata = item.path("metadata");
            if (!object.equals(StrictJson.text(item, "object")) || id == null || !metadata.isObject()) {
                return unknown("the list holds something that is not understood");
            }
            boolean named = attempt.value().equals(StrictJson.text(item, "client_reference_id"));
            boolean marked = attempt.value().equals(StrictJson.text(metadata, StripeReading.ATTEMPT));
            if (named || marked) {
                return new Found(id, new Outcome.Unknown("found"));
            }
            if (isHalfOurs(item, metadata)) {
                return unknown("the list holds something of ours that is not whole");
            }
        }
        return null;
    }

    /** Each of ours says so twice: one word that is lost or changed must not make it another's. */
    private static boolean isHalfOurs(JsonNode item, JsonNode metadata) {
        boolean session = item.has("client_reference_id");
        String twin =
                session ? StrictJson.text(item, "client_reference_id") : StrictJson.text(metadata, StripeReading.AGAIN);
        boolean twinIsOurs = twin != null && TimeOrderedId.isWellFormed(twin, AttemptId.PREFIX);
        AttemptId marked = StripeOperations.attempt(metadata);
        if (marked == null) {
            return twinIsOurs || metadata.has(StripeReading.ATTEMPT) || metadata.has(StripeReading.AGAIN);
        }
        return !marked.value().equals(twin);
    }

    private static Found unknown(String why) {
        return neither(new Outcome.Unknown(why));
    }

    private static Found neither(Outcome otherwise) {
        return new Found(null, otherwise);
    }

    /** The objects of a list, or null when it is none. */
    static @Nullable List<JsonNode> items(JsonNode list) {
        JsonNode data = list.get("data");
        if (!"list".equals(StrictJson.text(list, "object")) || data == null || !data.isArray()) {
            return null;
        }
        List<JsonNode> items = new ArrayList<>();
        for (JsonNode item : data) {
            if (!item.isObject()) {
                return null;
            }
            items.add(item);
        }
        return items;
    }

    /** When the attempt was made: its id says so. */
    static Instant madeAt(AttemptId attempt) {
        long millis = 0;
        String text = attempt.value();
        int start = AttemptId.PREFIX.length() + 1;
        for (int i = start; i < start + TIME_LENGTH; i++) {
            millis = millis << 5 | ALPHABET.indexOf(text.charAt(i));
        }
        return Instant.ofEpochMilli(millis);
    }
}
