package dev.tillgate.store;

import dev.tillgate.flow.DisputeEvidence;
import dev.tillgate.flow.DisputeEvidence.Words;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.provider.Submission;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "dispute_evidence")
@IdClass(DisputeEvidenceRow.Key.class)
@SuppressWarnings("NullAway.Init")
class DisputeEvidenceRow {
    @Id
    String merchantId;

    @Id
    String disputeId;

    String id;

    @Column(updatable = false)
    String orderId;

    String status;

    String statement;

    String products;

    String record;

    String refunds;

    int asked;

    @Nullable
    Instant leftAt;

    @Nullable
    Instant dueAt;

    @Nullable
    String why;

    @Nullable
    String detail;

    Instant createdAt;

    @Nullable
    Instant settledAt;

    record Key(String merchantId, String disputeId) {}

    static DisputeEvidenceRow of(DisputeEvidence one) {
        DisputeEvidenceRow row = new DisputeEvidenceRow();
        row.merchantId = one.merchant().value();
        row.disputeId = one.dispute().value();
        row.id = one.id();
        row.orderId = one.order().value();
        row.status = one.status().name();
        row.statement = one.words().statement();
        row.products = one.words().products();
        row.record = one.words().record();
        row.refunds = String.join("\n", one.words().refunds());
        row.asked = one.asked();
        row.leftAt = Times.storedOrNull(one.leftAt());
        row.dueAt = Times.storedOrNull(one.dueAt());
        row.why = one.why() == null ? null : one.why().name();
        row.detail = Texts.cut(one.detail(), Texts.SHORT_DETAIL);
        row.createdAt = Times.stored(one.createdAt());
        row.settledAt = Times.storedOrNull(one.settledAt());
        return row;
    }

    DisputeEvidence toRecord() {
        return new DisputeEvidence(
                new MerchantId(merchantId),
                new DisputeId(disputeId),
                id,
                new OrderId(orderId),
                DisputeEvidence.Status.valueOf(status),
                new Words(statement, products, record, refunds.isEmpty() ? List.of() : List.of(refunds.split("\n"))),
                asked,
                leftAt,
                dueAt,
                why == null ? null : Submission.Reason.valueOf(why),
                detail,
                createdAt,
                settledAt);
    }
}
