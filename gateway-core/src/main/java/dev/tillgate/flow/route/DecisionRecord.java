package dev.tillgate.flow.route;

import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import java.time.Instant;

/**
 * Why an attempt is made through its account, as kept beside it. {@code Route.decide(question)} is {@code decision}, at
 * any time after.
 */
public record DecisionRecord(
        MerchantId merchant,
        AttemptId attempt,
        PaymentId payment,
        Question question,
        Decision decision,
        Instant createdAt) {
    public static DecisionRecord of(Attempt attempt, Question question, Decision decision) {
        return new DecisionRecord(
                attempt.merchant(), attempt.id(), attempt.payment(), question, decision, attempt.createdAt());
    }
}
