package dev.tillgate.store;

import dev.tillgate.merchant.ApiClient;
import dev.tillgate.merchant.ApiSecret;
import dev.tillgate.merchant.ClientBook;
import dev.tillgate.merchant.ClientDirectory;
import dev.tillgate.merchant.ClientId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hibernate.LockMode;
import org.hibernate.StatelessSession;

/** API clients and the digests of their secrets in the database. Not cached: a revoked secret is dead at once. */
public final class StoredClients implements ClientBook, ClientDirectory {
    private final Sessions sessions;

    public StoredClients(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public Optional<ApiClient> client(ClientId id) {
        return sessions.read(session -> session.createQuery("from ApiClientRow where id = ?1", ApiClientRow.class)
                .setParameter(1, id.value())
                .uniqueResultOptional()
                .map(row -> withSecrets(session, row)));
    }

    @Override
    public Optional<ApiClient> client(MerchantId merchant, ClientId client) {
        ApiClientRow.Key key = new ApiClientRow.Key(merchant.value(), client.value());
        return sessions.read(session ->
                Optional.ofNullable(session.get(ApiClientRow.class, key)).map(row -> withSecrets(session, row)));
    }

    @Override
    public List<ApiClient> clients(MerchantId merchant, StoreId store) {
        return sessions.read(session -> {
            List<ApiClientRow> rows = session.createQuery(
                            "from ApiClientRow where merchantId = ?1 and storeId = ?2 order by id", ApiClientRow.class)
                    .setParameter(1, merchant.value())
                    .setParameter(2, store.value())
                    .setMaxResults(200)
                    .getResultList();
            return rows.stream().map(row -> withSecrets(session, row)).toList();
        });
    }

    @Override
    public void insert(ApiClient client) {
        sessions.inOneDo(session -> {
            ApiClientRow row = ApiClientRow.of(client);
            session.insert(row);
            client.secrets().forEach(secret -> session.insert(ApiSecretRow.of(row, secret)));
        });
    }

    @Override
    public ApiClient change(MerchantId merchant, ClientId client, UnaryOperator<ApiClient> change) {
        ApiClientRow.Key key = new ApiClientRow.Key(merchant.value(), client.value());
        return sessions.inOne(session -> {
            ApiClientRow row = session.get(ApiClientRow.class, key, LockMode.PESSIMISTIC_WRITE);
            if (row == null) {
                throw new NoSuchElementException("no such API client: " + client);
            }
            List<ApiSecretRow> before = secrets(session, row);
            ApiClient after = change.apply(row.toRecord(before));
            row.take(after);
            session.update(row);
            List<String> kept = after.secrets().stream().map(ApiSecret::id).toList();
            List<String> known = before.stream().map(secret -> secret.id).toList();
            before.stream().filter(secret -> !kept.contains(secret.id)).forEach(session::delete);
            for (ApiSecret secret : after.secrets()) {
                if (known.contains(secret.id())) {
                    session.update(ApiSecretRow.of(row, secret));
                } else {
                    session.insert(ApiSecretRow.of(row, secret));
                }
            }
            return after;
        });
    }

    private static ApiClient withSecrets(StatelessSession session, ApiClientRow row) {
        return row.toRecord(secrets(session, row));
    }

    private static List<ApiSecretRow> secrets(StatelessSession session, ApiClientRow row) {
        return session.createQuery(
                        "from ApiSecretRow where merchantId = ?1 and clientId = ?2 order by id", ApiSecretRow.class)
                .setParameter(1, row.merchantId)
                .setParameter(2, row.id)
                .getResultList();
    }
}
