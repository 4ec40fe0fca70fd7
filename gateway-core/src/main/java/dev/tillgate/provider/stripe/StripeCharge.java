package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.money.Money;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.stripe.StripeReading.Expected;

/** The charge inside a payment intent: the second witness of what moved. */
final class StripeCharge {
    private StripeCharge() {}

    /** Whether the charge says too that this much of the amount was collected. */
    static boolean isCollected(JsonNode intent, Money amount, Money received, Expected expected) {
        JsonNode charge = intent.path("latest_charge");
        if (!expected.whole()) {
            return charge.isTextual() || charge.isObject();
        }
        return agrees(charge, intent, amount)
                && isTrue(charge, "captured")
                && received.equals(StripeReading.money(charge, "amount_captured"));
    }

    /** Whether the charge says too that all is reserved and nothing collected. */
    static boolean isReserved(JsonNode intent, Money amount, Expected expected) {
        JsonNode charge = intent.path("latest_charge");
        if (!expected.whole()) {
            return charge.isTextual() || charge.isObject();
        }
        Money captured = StripeReading.money(charge, "amount_captured");
        JsonNode flag = charge.path("captured");
        return agrees(charge, intent, amount)
                && flag.isBoolean()
                && !flag.booleanValue()
                && captured != null
                && captured.isZero();
    }

    private static boolean agrees(JsonNode charge, JsonNode intent, Money amount) {
        String id = StrictJson.text(charge, "id");
        String of = StrictJson.text(charge, "payment_intent");
        return "charge".equals(StrictJson.text(charge, "object"))
                && id != null
                && id.matches("(ch|py)_[A-Za-z0-9]+")
                && of != null
                && of.equals(StrictJson.text(intent, "id"))
                && isTrue(charge, "paid")
                && "succeeded".equals(StrictJson.text(charge, "status"))
                && amount.equals(StripeReading.money(charge, "amount"));
    }

    private static boolean isTrue(JsonNode node, String field) {
        JsonNode flag = node.path(field);
        return flag.isBoolean() && flag.booleanValue();
    }
}
