package dev.tillgate.store;

import dev.tillgate.flow.PolicyBook;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentPolicy;
import dev.tillgate.payment.StoreId;
import dev.tillgate.store.PaymentPolicyRow.Key;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Policies in the database. */
public final class StoredPolicies implements PolicyBook {
    private final Sessions sessions;
    private final InstantSource clock;

    public StoredPolicies(Sessions sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Map<String, PaymentPolicy> policies(MerchantId merchant, StoreId store) {
        List<PaymentPolicyRow> rows = sessions.read(session -> session.createSelectionQuery(
                        "from PaymentPolicyRow where merchantId = :merchant and storeId = :store order by method",
                        PaymentPolicyRow.class)
                .setParameter("merchant", merchant.value())
                .setParameter("store", store.value())
                .getResultList());
        Map<String, PaymentPolicy> policies = new LinkedHashMap<>();
        rows.forEach(row -> policies.put(row.method, row.toRecord()));
        return policies;
    }

    @Override
    public void set(MerchantId merchant, StoreId store, String method, PaymentPolicy policy) {
        PaymentPolicyRow row = PaymentPolicyRow.of(merchant, store, method, policy, clock.instant());
        sessions.inOneDo(session -> {
            if (find(session, row.key()) == null) {
                session.insert(row);
            } else {
                session.update(row);
            }
        });
    }

    @Override
    public void clear(MerchantId merchant, StoreId store, String method) {
        sessions.inOneDo(session -> {
            PaymentPolicyRow row = find(session, new Key(merchant.value(), store.value(), method));
            if (row != null) {
                session.delete(row);
            }
        });
    }

    private static @Nullable PaymentPolicyRow find(StatelessSession session, Key key) {
        return session.get(PaymentPolicyRow.class, key);
    }

    /** The method's own policy, else the store's, else the usual one; within a transaction that is open already. */
    static PaymentPolicy inForce(StatelessSession session, MerchantId merchant, StoreId store, String method) {
        List<PaymentPolicyRow> rows = session.createSelectionQuery("""
                        from PaymentPolicyRow
                        where merchantId = :merchant and storeId = :store and method in (:method, :any)
                        order by method desc""", PaymentPolicyRow.class)
                .setParameter("merchant", merchant.value())
                .setParameter("store", store.value())
                .setParameter("method", method)
                .setParameter("any", ANY_METHOD)
                .getResultList();
        // An asterisk sorts before every method's code.
        return rows.isEmpty() ? PaymentPolicy.USUAL : rows.getFirst().toRecord();
    }
}
