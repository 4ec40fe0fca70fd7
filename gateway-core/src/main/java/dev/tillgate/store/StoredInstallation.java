package dev.tillgate.store;

import dev.tillgate.merchant.InstallationFacts;
import java.time.Clock;
import java.util.Optional;

/** The installation's small facts in the database. */
public final class StoredInstallation implements InstallationFacts {
    private final Sessions sessions;
    private final Clock clock;

    public StoredInstallation(Sessions sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Override
    public Optional<String> get(String name) {
        return sessions.read(session ->
                Optional.ofNullable(session.get(InstallationRow.class, name)).map(row -> row.value));
    }

    @Override
    public void put(String name, String value) {
        if (!putIfAbsent(name, value)) {
            sessions.inOneDo(session -> session.update(InstallationRow.of(name, value, clock.instant())));
        }
    }

    @Override
    public boolean putIfAbsent(String name, String value) {
        try {
            sessions.inOneDo(session -> session.insert(InstallationRow.of(name, value, clock.instant())));
            return true;
        } catch (RuntimeException failure) {
            if (Reruns.isDuplicate(failure, "PRIMARY")) {
                return false;
            }
            throw failure;
        }
    }
}
