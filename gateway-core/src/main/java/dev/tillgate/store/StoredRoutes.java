package dev.tillgate.store;

import dev.tillgate.flow.route.DecisionRecord;
import dev.tillgate.flow.route.RouteBook;
import dev.tillgate.flow.route.RouteRule;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Routing's rules and decisions in the database. */
public final class StoredRoutes implements RouteBook {
    /** How long a decision is kept. */
    static final Duration KEPT = Duration.ofDays(180);

    private static final int PART = 1_000;
    private static final int BATCH = 1_000;
    private static final int MOST_BATCHES = 100;

    /** Greater than every id: where the newest part begins. */
    private static final String AFTER_ALL = "~";

    /** Bounded before it is joined: a part costs the same however few of its attempts are wanted. */
    static final String PAST = """
            SELECT a.id, a.payment_id, a.account_id, a.amount, a.currency, a.status, a.method, p.capture_mode, o.country,
              d.question, d.verdicts, d.created_at
            FROM (SELECT merchant_id, id, payment_id, account_id, amount, currency, status, method FROM attempt
              WHERE merchant_id = ? AND id < ? AND id >= ? ORDER BY id DESC LIMIT ?) a
            LEFT JOIN payment p ON p.merchant_id = a.merchant_id AND p.id = a.payment_id AND p.store_id = ?
              AND a.method = ?
            LEFT JOIN shop_order o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
            LEFT JOIN route_decision d ON d.merchant_id = p.merchant_id AND d.attempt_id = a.id
            ORDER BY a.id DESC""";

    private final Sessions sessions;
    private final Runnable changed;
    private final int part;

    /** @param changed run after every change, so that what is cached on this node is forgotten */
    public StoredRoutes(Sessions sessions, Runnable changed) {
        this(sessions, changed, PART);
    }

    /** @param part how many attempts are looked through at a time */
    StoredRoutes(Sessions sessions, Runnable changed, int part) {
        this.sessions = sessions;
        this.changed = changed;
        this.part = part;
    }

    @Override
    public Map<AccountId, RouteRule> rules(MerchantId merchant, StoreId store, String method) {
        List<RouteRuleRow> rows = sessions.read(session -> session.createQuery(
                        "from RouteRuleRow where merchantId = ?1 and storeId = ?2 and method = ?3", RouteRuleRow.class)
                .setParameter(1, merchant.value())
                .setParameter(2, store.value())
                .setParameter(3, method)
                .getResultList());
        Map<AccountId, RouteRule> rules = new HashMap<>();
        rows.forEach(row -> rules.put(new AccountId(row.accountId), row.toRecord()));
        return rules;
    }

    @Override
    public void change(MerchantId merchant, StoreId store, String method, Map<AccountId, RouteRule> rules) {
        sessions.inOneDo(session -> {
            // The store is the lock of what belongs to it.
            session.get(StoreRow.class, new StoreRow.Key(merchant.value(), store.value()), LockMode.PESSIMISTIC_WRITE);
            rules.forEach((account, rule) ->
                    put(session, new RouteRuleRow.Key(merchant.value(), store.value(), method, account.value()), rule));
        });
        changed.run();
    }

    @Override
    public List<DecisionRecord> decisions(MerchantId merchant, PaymentId payment) {
        List<RouteDecisionRow> rows = sessions.read(session -> session.createQuery(
                        "from RouteDecisionRow where merchantId = ?1 and paymentId = ?2 order by attemptId",
                        RouteDecisionRow.class)
                .setParameter(1, merchant.value())
                .setParameter(2, payment.value())
                .setMaxResults(100)
                .getResultList());
        return rows.stream().map(RouteDecisionRow::toRecord).toList();
    }

    @Override
    public Past past(Span span, @Nullable AttemptId before) {
        return sessions.readPlain(connection -> past(connection, span, before));
    }

    /** Removes decisions that have served their time, in small transactions; what one run leaves, the next removes. */
    public int removeOld(Instant now) {
        int removed = 0;
        for (int i = 0; i < MOST_BATCHES; i++) {
            int some = sessions.inOne(session -> session.createNativeMutationQuery(
                            "DELETE FROM route_decision WHERE created_at < :before ORDER BY created_at LIMIT :most")
                    .setParameter("before", Times.column(now.minus(KEPT)))
                    .setParameter("most", BATCH)
                    .executeUpdate());
            removed += some;
            if (some < BATCH) {
                break;
            }
        }
        return removed;
    }

    private static void put(StatelessSession session, RouteRuleRow.Key key, RouteRule rule) {
        RouteRuleRow row = RouteRuleRow.of(key, rule);
        if (session.get(RouteRuleRow.class, key) == null) {
            session.insert(row);
        } else {
            session.update(row);
        }
    }

    private Past past(Connection connection, Span span, @Nullable AttemptId before) throws SQLException {
        List<PastAttempt> found = new ArrayList<>();
        int seen = 0;
        String last = "";
        try (PreparedStatement statement = connection.prepareStatement(PAST)) {
            statement.setString(1, span.merchant().value());
            statement.setString(2, before == null ? AFTER_ALL : before.value());
            statement.setString(3, TimeOrderedId.leastAt(AttemptId.PREFIX, span.since()));
            statement.setInt(4, part);
            statement.setString(5, span.store().value());
            statement.setString(6, span.method());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    seen++;
                    last = row.getString(1);
                    if (row.getString(8) != null) {
                        found.add(attempt(row, span.merchant()));
                    }
                }
            }
        }
        return new Past(found, seen, seen < part ? null : new AttemptId(last));
    }

    private static PastAttempt attempt(ResultSet row, MerchantId merchant) throws SQLException {
        AttemptId id = new AttemptId(row.getString(1));
        PaymentId payment = new PaymentId(row.getString(2));
        String question = row.getString(10);
        return new PastAttempt(
                id,
                payment,
                new AccountId(row.getString(3)),
                Money.ofMinor(row.getLong(4), row.getString(5)),
                AttemptStatus.valueOf(row.getString(6)),
                CaptureMode.valueOf(row.getString(8)),
                row.getString(9),
                question == null
                        ? null
                        : new DecisionRecord(
                                merchant,
                                id,
                                payment,
                                RouteJson.question(question),
                                RouteJson.decision(row.getString(11)),
                                Times.read(row, 12)));
    }
}
