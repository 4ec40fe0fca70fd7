package dev.tillgate.store;

import dev.tillgate.merchant.AccountBook;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.vault.Vault;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hibernate.LockMode;

/** Provider accounts in the database, their settings sealed. */
public final class StoredAccounts implements AccountBook {
    private final Sessions sessions;
    private final SealedSettings settings;
    private final Runnable changed;

    /** @param changed run after every change, so that what is cached on this node is forgotten */
    public StoredAccounts(Sessions sessions, Vault vault, Runnable changed) {
        this.sessions = sessions;
        this.settings = new SealedSettings(vault);
        this.changed = changed;
    }

    @Override
    public void insert(ProviderAccount account) {
        String sealed = settings.seal(account.id(), account.settings());
        sessions.inOneDo(session -> session.insert(ProviderAccountRow.of(account, sealed)));
        changed.run();
    }

    @Override
    public Optional<ProviderAccount> account(MerchantId merchant, AccountId account) {
        ProviderAccountRow.Key key = new ProviderAccountRow.Key(merchant.value(), account.value());
        return sessions.read(session -> Optional.ofNullable(session.get(ProviderAccountRow.class, key)))
                .map(this::opened);
    }

    @Override
    public List<ProviderAccount> accounts(MerchantId merchant) {
        List<ProviderAccountRow> rows = sessions.read(session -> session.createQuery(
                        "from ProviderAccountRow where merchantId = ?1 order by id", ProviderAccountRow.class)
                .setParameter(1, merchant.value())
                .setMaxResults(1000)
                .getResultList());
        return rows.stream().map(this::opened).toList();
    }

    @Override
    public ProviderAccount change(MerchantId merchant, AccountId account, UnaryOperator<ProviderAccount> change) {
        ProviderAccountRow.Key key = new ProviderAccountRow.Key(merchant.value(), account.value());
        ProviderAccount after = sessions.inOne(session -> {
            ProviderAccountRow row = session.get(ProviderAccountRow.class, key, LockMode.PESSIMISTIC_WRITE);
            if (row == null) {
                throw new NoSuchElementException("no such provider account: " + account);
            }
            ProviderAccount wanted = change.apply(opened(row));
            row.take(wanted, settings.seal(account, wanted.settings()));
            session.update(row);
            return opened(row);
        });
        changed.run();
        return after;
    }

    private ProviderAccount opened(ProviderAccountRow row) {
        return row.toRecord(settings.open(row));
    }
}
