package dev.tillgate.store;

import dev.tillgate.flow.DisputeEvidence;
import dev.tillgate.flow.DisputeReader;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Disputes in the database. */
public final class StoredDisputes implements DisputeReader {
    /** How many must be answered, and the soonest deadline. */
    static final String OPEN = "SELECT COUNT(*), MIN(respond_by) FROM dispute WHERE status = 'NEEDS_RESPONSE'";

    private static final int MOST_OF_A_PAYMENT = 100;

    private static final String LINES = """
            select d, c, o.storeId, o.reference from DisputeRow d
            join DisputeCaseRow c on c.merchantId = d.merchantId and c.accountId = d.accountId and c.ref = d.ref
            join OrderRow o on o.merchantId = d.merchantId and o.id = d.orderId
            where d.merchantId = :merchant""";

    private final Sessions sessions;

    public StoredDisputes(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public List<Line> list(Filter filter, int skip, int limit) {
        StoreId store = filter.store();
        return lines(sessions.read(session -> session.createSelectionQuery(LINES + """
                         and (:store is null or o.storeId = :store) and (:status is null or d.status = :status)
                        order by case when d.status = 'NEEDS_RESPONSE' then 0 else 1 end,
                          case when d.status = 'NEEDS_RESPONSE' and d.respondBy is null then 1 else 0 end,
                          case when d.status = 'NEEDS_RESPONSE' then d.respondBy end,
                          d.createdAt desc, c.id""", Found.class)
                .setParameter("merchant", filter.merchant().value())
                .setParameter("store", store == null ? null : store.value(), String.class)
                .setParameter("status", name(filter), String.class)
                .setFirstResult(skip)
                .setMaxResults(limit)
                .getResultList()));
    }

    @Override
    public Optional<Line> find(MerchantId merchant, DisputeId id) {
        return sessions.read(session -> session.createSelectionQuery(LINES + " and c.id = :id", Found.class)
                        .setParameter("merchant", merchant.value())
                        .setParameter("id", id.value())
                        .uniqueResultOptional())
                .map(Found::toRecord);
    }

    @Override
    public Optional<DisputeEvidence> evidence(MerchantId merchant, DisputeId id) {
        return sessions.read(session -> Optional.ofNullable(session.get(
                        DisputeEvidenceRow.class, new DisputeEvidenceRow.Key(merchant.value(), id.value()))))
                .map(DisputeEvidenceRow::toRecord);
    }

    @Override
    public List<Line> of(MerchantId merchant, PaymentId payment) {
        return lines(sessions.read(session -> session.createSelectionQuery(
                        LINES + " and d.paymentId = :payment order by d.createdAt, c.id", Found.class)
                .setParameter("merchant", merchant.value())
                .setParameter("payment", payment.value())
                .setMaxResults(MOST_OF_A_PAYMENT)
                .getResultList()));
    }

    @Override
    public boolean note(MerchantId merchant, DisputeId id, String note, Instant now) {
        return sessions.inOne(session -> session.createNativeMutationQuery(
                                "UPDATE dispute_case SET note = ?1, noted_at = ?2 WHERE merchant_id = ?3 AND id = ?4")
                        .setParameter(1, note.isEmpty() ? null : note, String.class)
                        .setParameter(2, Times.column(now))
                        .setParameter(3, merchant.value())
                        .setParameter(4, id.value())
                        .executeUpdate()
                == 1);
    }

    private static @Nullable String name(Filter filter) {
        return filter.status() == null ? null : filter.status().name();
    }

    private static List<Line> lines(List<Found> found) {
        return found.stream().map(Found::toRecord).toList();
    }

    /** A line of the answers. */
    record Found(DisputeRow dispute, DisputeCaseRow added, String store, String reference) {
        Line toRecord() {
            return new Line(dispute.toRecord(), added.toRecord(), new StoreId(store), reference);
        }
    }
}
