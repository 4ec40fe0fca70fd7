package dev.tillgate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "notification")
@SuppressWarnings("NullAway.Init")
class NotificationRow extends WaitingRow {
    @Column(updatable = false)
    String accountId;

    /** Sealed: path, headers and body may hold personal data. */
    @Column(updatable = false)
    String request;
}
