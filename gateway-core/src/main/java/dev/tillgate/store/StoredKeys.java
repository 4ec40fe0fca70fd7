package dev.tillgate.store;

import dev.tillgate.vault.KeyShelf;
import java.time.Instant;
import java.util.List;

/** Signing keys in the table {@code signing_key}. */
public final class StoredKeys implements KeyShelf {
    private final Sessions sessions;

    public StoredKeys(Sessions sessions) {
        this.sessions = sessions;
    }

    @Override
    public List<KeptKey> all() {
        return sessions.read(session -> session.createSelectionQuery("from SigningKeyRow", SigningKeyRow.class)
                .getResultStream()
                .map(SigningKeyRow::toRecord)
                .toList());
    }

    @Override
    public void add(KeptKey key) {
        sessions.inOneDo(session -> session.insert(SigningKeyRow.of(key)));
    }

    @Override
    public void retire(String id, Instant at) {
        sessions.inOneDo(session -> {
            SigningKeyRow row = session.get(SigningKeyRow.class, id);
            if (row != null) {
                row.retireAt = Times.stored(at);
                session.update(row);
            }
        });
    }
}
