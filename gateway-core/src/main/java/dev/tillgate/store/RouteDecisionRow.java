package dev.tillgate.store;

import dev.tillgate.flow.route.DecisionRecord;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "route_decision")
@IdClass(RouteDecisionRow.Key.class)
@SuppressWarnings("NullAway.Init")
class RouteDecisionRow {
    @Id
    String merchantId;

    @Id
    String attemptId;

    String paymentId;
    String question;
    String verdicts;
    Instant createdAt;

    record Key(String merchantId, String attemptId) {}

    static RouteDecisionRow of(DecisionRecord decision) {
        RouteDecisionRow row = new RouteDecisionRow();
        row.merchantId = decision.merchant().value();
        row.attemptId = decision.attempt().value();
        row.paymentId = decision.payment().value();
        row.question = RouteJson.question(decision.question());
        row.verdicts = RouteJson.decision(decision.decision());
        row.createdAt = Times.stored(decision.createdAt());
        return row;
    }

    DecisionRecord toRecord() {
        return new DecisionRecord(
                new MerchantId(merchantId),
                new AttemptId(attemptId),
                new PaymentId(paymentId),
                RouteJson.question(question),
                RouteJson.decision(verdicts),
                createdAt);
    }
}
