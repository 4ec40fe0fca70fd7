package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.JsonBook;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Consumer;

/** Refunds. Runs under the book's lock. */
final class RefundDesk {
    static final String KIND = "refund";
    /** When a refund that had gone out came back. */
    static final String CAME_BACK = "_came_back_at";

    private final JsonBook book;
    private final Events events;
    private final Intents intents;
    private final InstantSource clock;
    private final Consumer<ObjectNode> later;

    /** @param later is told of what goes on by itself at its due time */
    RefundDesk(JsonBook book, Events events, Intents intents, InstantSource clock, Consumer<ObjectNode> later) {
        this.later = later;
        this.book = book;
        this.events = events;
        this.intents = intents;
        this.clock = clock;
    }

    ObjectNode find(String account, String id) {
        ObjectNode refund = book.get(KIND, id);
        if (refund == null || !Shapes.is(refund, Shapes.ACCOUNT, account)) {
            throw Refusal.missing("refund", id);
        }
        return refund;
    }

    ObjectNode create(String account, Params params) {
        params.only(Set.of("payment_intent", "amount", "reason", "metadata"));
        ObjectNode intent = intents.find(account, params.needed("payment_intent"));
        if (!Shapes.is(intent, "status", "succeeded") || !(intent.path(Shapes.CHARGE) instanceof ObjectNode charge)) {
            throw Refusal.invalid(null, "This PaymentIntent does not have a successful charge to refund.")
                    .about("payment_intent");
        }
        long released =
                charge.path("amount").asLong() - charge.path("amount_captured").asLong();
        long left = charge.path("amount_captured").asLong()
                - (charge.path("amount_refunded").asLong() - released);
        if (left <= 0) {
            throw Refusal.invalid("charge_already_refunded", "Charge has already been refunded.");
        }
        Long asked = params.numberOrNull("amount");
        long amount = asked == null ? left : asked;
        if (amount < 1 || amount > left) {
            throw Refusal.invalid(null, "Refund amount is greater than unrefunded amount on charge")
                    .about("amount");
        }
        ObjectNode refund = refund(params, intent, amount);
        TestInstrument.Later then =
                TestInstrument.Later.valueOf(intent.path("_later").asText("NOTHING"));
        if (then == TestInstrument.Later.REFUND_PENDING || then == TestInstrument.Later.REFUND_FAILS) {
            boolean fails = then == TestInstrument.Later.REFUND_FAILS;
            refund.put("status", fails ? "succeeded" : "pending").put(Shapes.DUE_FOR, fails ? "fail" : "succeed");
            if (!fails) {
                refund.put("pending_reason", "processing");
            }
            refund.put(Shapes.DUE, clock.instant().plus(Intents.A_WHILE).toEpochMilli());
        }
        charge.put("amount_refunded", charge.path("amount_refunded").asLong() + amount);
        charge.put("refunded", amount == left);
        intents.save(intent);
        save(refund);
        later.accept(refund);
        events.tell("refund.created", refund, intent);
        events.tell("charge.refunded", charge, intent);
        return refund;
    }

    private ObjectNode refund(Params params, ObjectNode intent, long amount) {
        ObjectNode refund = Shapes.object();
        refund.put("id", Shapes.newId("re")).put("object", "refund").put("amount", amount);
        refund.putNull("balance_transaction")
                .put("charge", intent.path("latest_charge").asText());
        refund.put("created", clock.instant().getEpochSecond());
        refund.put("currency", intent.path("currency").asText());
        refund.set("metadata", params.pairs("metadata"));
        refund.put("payment_intent", intent.path("id").asText());
        Shapes.text(refund, "reason", params.text("reason"));
        refund.putNull("receipt_number").put("status", "succeeded");
        return refund.put(Shapes.ACCOUNT, intent.path(Shapes.ACCOUNT).asText());
    }

    /** What it was waiting for has come. */
    void due(ObjectNode refund) {
        boolean fails = Shapes.is(refund, Shapes.DUE_FOR, "fail");
        refund.remove(Shapes.DUE);
        refund.remove("pending_reason");
        refund.put("status", fails ? "failed" : "succeeded");
        ObjectNode intent = book.get(Intents.KIND, refund.path("payment_intent").asText());
        if (intent == null) {
            return;
        }
        if (fails) {
            refund.put("failure_reason", "expired_or_canceled_card");
            refund.put(CAME_BACK, clock.instant().getEpochSecond());
            if (intent.path(Shapes.CHARGE) instanceof ObjectNode charge) {
                long back = charge.path("amount_refunded").asLong()
                        - refund.path("amount").asLong();
                charge.put("amount_refunded", back).put("refunded", false);
                intents.save(intent);
            }
        }
        save(refund);
        events.tell(fails ? "refund.failed" : "refund.updated", refund, intent);
    }

    private void save(ObjectNode refund) {
        book.put(KIND, refund.path("id").asText(), refund);
    }
}
