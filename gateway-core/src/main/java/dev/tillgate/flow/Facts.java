package dev.tillgate.flow;

import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.Payment;
import dev.tillgate.provider.Dispute;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an event says: the payment as it stands, and the attempt or operation it is about. No personal data. */
final class Facts {
    private static final int MAX_DETAIL = 400;

    private Facts() {}

    static Map<String, Object> of(OrderFile file, Payment payment) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("order_reference", file.order().reference());
        facts.put("order_revision", payment.revision());
        facts.put("payment_id", payment.id().value());
        facts.put("status", name(payment.status()));
        put(facts, "amount", payment.amount());
        facts.put("currency", payment.amount().currencyCode());
        put(facts, "captured", payment.captured());
        put(facts, "refunded", payment.refunded());
        return facts;
    }

    static Map<String, Object> of(OrderFile file, Payment payment, Attempt attempt) {
        Map<String, Object> facts = of(file, payment);
        facts.put("attempt_id", attempt.id().value());
        facts.put("attempt_status", name(attempt.status()));
        facts.put("method", attempt.method());
        facts.put("provider", attempt.provider());
        putIfKnown(facts, "provider_reference", attempt.providerRef());
        putIfKnown(facts, "decline_reason", attempt.declineReason() == null ? null : name(attempt.declineReason()));
        return facts;
    }

    static Map<String, Object> of(OrderFile file, Payment payment, Attempt attempt, Operation operation) {
        Map<String, Object> facts = of(file, payment, attempt);
        boolean refund = operation.kind() == OperationKind.REFUND;
        facts.put(refund ? "refund_id" : "operation_id", operation.id().value());
        facts.put(refund ? "refund_status" : "operation_status", name(operation.status()));
        facts.put("cause", name(operation.cause()));
        put(facts, refund ? "refund_amount" : "operation_amount", operation.amount());
        return facts;
    }

    /** @param policy what the store's policy makes of the difference */
    static Map<String, Object> of(
            OrderFile file, Payment payment, Attempt attempt, Reckoning reckoning, String policy) {
        Map<String, Object> facts = of(file, payment, attempt);
        put(facts, "received", reckoning.total());
        put(facts, "missing", reckoning.missing());
        put(facts, "excess", reckoning.excess());
        facts.put("policy", policy);
        return facts;
    }

    static Map<String, Object> of(OrderFile file, Payment payment, Attempt attempt, Dispute dispute) {
        Map<String, Object> facts = of(file, payment, attempt);
        facts.put("dispute_reference", shortened(dispute.ref()));
        facts.put("dispute_status", name(dispute.status()));
        facts.put("dispute_reason", shortened(dispute.reason()));
        put(facts, "dispute_amount", dispute.amount());
        putIfKnown(
                facts,
                "respond_by",
                dispute.respondBy() == null ? null : dispute.respondBy().toString());
        return facts;
    }

    /** A note short enough to be stored. */
    static String shortened(String text) {
        return text.length() <= MAX_DETAIL ? text : text.substring(0, MAX_DETAIL);
    }

    private static void put(Map<String, Object> facts, String name, Money money) {
        facts.put(name, money.toDecimalText());
        facts.put(name + "_minor", money.minorUnits());
    }

    private static void putIfKnown(Map<String, Object> facts, String name, @Nullable String value) {
        if (value != null) {
            facts.put(name, value);
        }
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
