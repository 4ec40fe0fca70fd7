package dev.tillgate.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "installation")
@SuppressWarnings("NullAway.Init")
class InstallationRow {
    @Id
    String name;

    String value;
    Instant updatedAt;

    static InstallationRow of(String name, String value, Instant now) {
        InstallationRow row = new InstallationRow();
        row.name = name;
        row.value = value;
        row.updatedAt = Times.stored(now);
        return row;
    }
}
