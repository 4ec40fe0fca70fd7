package dev.tillgate.store;

import dev.tillgate.flow.route.Blame;
import dev.tillgate.flow.route.Rate;
import dev.tillgate.flow.route.RouteFacts.LiveRates;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.ErrorTable;
import dev.tillgate.provider.ProviderType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the attempts of the last half hour went, by account and method, counted anew every ten seconds for merchants that
 * have a choice to make. One look at a bounded part of the attempts' own key: the attempts themselves pay nothing for it.
 */
public final class StoredRates implements LiveRates {
    private static final Duration WINDOW = Duration.ofMinutes(30);
    private static final Duration MAX_AGE = Duration.ofSeconds(10);
    private static final int MOST = 5_000;

    static final String RECENT = """
            SELECT account_id, method, provider, status, decline_reason,
              CASE WHEN status = 'DECLINED' THEN detail END AS code, CASE WHEN asked > 0 THEN 1 ELSE 0 END AS lost, COUNT(*)
            FROM (SELECT account_id, method, provider, status, decline_reason, detail, asked FROM attempt
              WHERE merchant_id = ? AND id >= ? ORDER BY id DESC LIMIT ?) a
            GROUP BY account_id, method, provider, status, decline_reason, code, lost""";

    private final Sessions sessions;
    private final Map<String, ErrorTable> declines = new HashMap<>();
    private final InstantSource clock;
    private final AgedCache<MerchantId, Map<Way, Rate>> rates = new AgedCache<>(MAX_AGE);

    private record Way(AccountId account, String method) {}

    /** @param types whose error tables say who is to blame for a decline */
    public StoredRates(Sessions sessions, List<ProviderType> types, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
        types.forEach(type -> declines.put(type.id(), type.rules().declines()));
    }

    @Override
    public @Nullable Rate of(MerchantId merchant, AccountId account, String method) {
        return rates.get(merchant, () -> Optional.of(read(merchant)))
                .orElse(Map.of())
                .get(new Way(account, method));
    }

    private Map<Way, Rate> read(MerchantId merchant) {
        return sessions.readPlain(connection -> count(connection, merchant));
    }

    private Map<Way, Rate> count(Connection connection, MerchantId merchant) throws SQLException {
        Map<Way, Rate> counted = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(RECENT)) {
            statement.setString(1, merchant.value());
            statement.setString(
                    2, TimeOrderedId.leastAt(AttemptId.PREFIX, clock.instant().minus(WINDOW)));
            statement.setInt(3, MOST);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    int many = row.getInt(8);
                    Blame blame = blame(row);
                    if (blame != Blame.NOT_COUNTED) {
                        counted.merge(
                                new Way(new AccountId(row.getString(1)), row.getString(2)),
                                new Rate(blame == Blame.NONE ? many : 0, many),
                                Rate::plus);
                    }
                }
            }
        }
        return counted;
    }

    private Blame blame(ResultSet row) throws SQLException {
        String reason = row.getString(5);
        String code = row.getString(6);
        ErrorTable table = declines.get(row.getString(3));
        return Blame.of(
                AttemptStatus.valueOf(row.getString(4)),
                reason == null ? null : DeclineReason.valueOf(reason),
                table == null || code == null ? null : table.find(code),
                row.getInt(7));
    }
}
