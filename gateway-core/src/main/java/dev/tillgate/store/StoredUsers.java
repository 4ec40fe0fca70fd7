package dev.tillgate.store;

import dev.tillgate.merchant.ConsoleSession;
import dev.tillgate.merchant.ConsoleUser;
import dev.tillgate.merchant.UserBook;
import dev.tillgate.payment.MerchantId;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hibernate.LockMode;

/** People of the console and their log-ins in the database. */
public final class StoredUsers implements UserBook {
    private final Sessions sessions;

    public StoredUsers(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public boolean hasOwner() {
        return sessions.read(
                session -> session.createQuery("select count(u) from ConsoleUserRow u where u.role = ?1", Long.class)
                                .setParameter(1, ConsoleUser.Role.OWNER.name())
                                .getSingleResult()
                        > 0);
    }

    @Override
    public boolean insertOwner(ConsoleUser owner, String name, String value) {
        return sessions.inOne(session -> {
            InstallationRow fact = session.get(InstallationRow.class, name, LockMode.PESSIMISTIC_WRITE);
            if (fact == null || !fact.value.equals(value)) {
                return false;
            }
            session.delete(fact);
            session.insert(ConsoleUserRow.of(owner));
            return true;
        });
    }

    @Override
    public Optional<ConsoleUser> byEmail(String email) {
        return sessions.read(
                session -> session.createQuery("from ConsoleUserRow where email = ?1", ConsoleUserRow.class)
                        .setParameter(1, email)
                        .uniqueResultOptional()
                        .map(ConsoleUserRow::toRecord));
    }

    @Override
    public Optional<ConsoleUser> user(MerchantId merchant, String user) {
        ConsoleUserRow.Key key = new ConsoleUserRow.Key(merchant.value(), user);
        return sessions.read(session ->
                Optional.ofNullable(session.get(ConsoleUserRow.class, key)).map(ConsoleUserRow::toRecord));
    }

    @Override
    public ConsoleUser change(MerchantId merchant, String user, UnaryOperator<ConsoleUser> change) {
        ConsoleUserRow.Key key = new ConsoleUserRow.Key(merchant.value(), user);
        return sessions.inOne(session -> {
            ConsoleUserRow row = session.get(ConsoleUserRow.class, key, LockMode.PESSIMISTIC_WRITE);
            if (row == null) {
                throw new NoSuchElementException("no such person: " + user);
            }
            row.take(change.apply(row.toRecord()));
            session.update(row);
            return row.toRecord();
        });
    }

    @Override
    public void insert(ConsoleSession login) {
        sessions.inOneDo(session -> session.insert(ConsoleSessionRow.of(login)));
    }

    @Override
    public Optional<ConsoleSession> session(String digest) {
        return sessions.read(
                session -> session.createQuery("from ConsoleSessionRow where digest = ?1", ConsoleSessionRow.class)
                        .setParameter(1, digest)
                        .uniqueResultOptional()
                        .map(ConsoleSessionRow::toRecord));
    }

    @Override
    public void extend(ConsoleSession login, Instant expiresAt) {
        sessions.inOneDo(session -> session.createMutationQuery(
                        "update ConsoleSessionRow set expiresAt = ?1 where merchantId = ?2 and digest = ?3")
                .setParameter(1, Times.stored(expiresAt))
                .setParameter(2, login.merchant().value())
                .setParameter(3, login.digest())
                .executeUpdate());
    }

    @Override
    public void end(ConsoleSession login) {
        sessions.inOneDo(session -> session.createMutationQuery(
                        "delete from ConsoleSessionRow where merchantId = ?1 and digest = ?2")
                .setParameter(1, login.merchant().value())
                .setParameter(2, login.digest())
                .executeUpdate());
    }

    @Override
    public int purgeSessions(Instant now) {
        return sessions.inOne(
                session -> session.createMutationQuery("delete from ConsoleSessionRow where expiresAt < ?1")
                        .setParameter(1, Times.stored(now))
                        .executeUpdate());
    }
}
