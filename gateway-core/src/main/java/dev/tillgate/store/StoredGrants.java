package dev.tillgate.store;

import dev.tillgate.merchant.ConnectGrant;
import dev.tillgate.merchant.GrantBook;
import java.time.Instant;
import java.util.Optional;
import org.hibernate.LockMode;

/** Approved connections in the database. */
public final class StoredGrants implements GrantBook {
    private final Sessions sessions;

    public StoredGrants(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public void insert(ConnectGrant grant, Instant now) {
        sessions.inOneDo(session -> {
            session.createMutationQuery("delete from ConnectGrantRow where merchantId = ?1 and expiresAt < ?2")
                    .setParameter(1, grant.merchant().value())
                    .setParameter(2, Times.stored(now))
                    .executeUpdate();
            session.insert(ConnectGrantRow.of(grant));
        });
    }

    @Override
    public Optional<ConnectGrant> take(String digest) {
        return sessions.inOne(session -> {
            Optional<ConnectGrantRow> row = session.createQuery(
                            "from ConnectGrantRow where digest = ?1", ConnectGrantRow.class)
                    .setParameter(1, digest)
                    .setHibernateLockMode(LockMode.PESSIMISTIC_WRITE)
                    .uniqueResultOptional();
            row.ifPresent(session::delete);
            return row.map(ConnectGrantRow::toRecord);
        });
    }
}
