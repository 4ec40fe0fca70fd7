package dev.tillgate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

@Entity
@Table(name = "chat_arrival")
@SuppressWarnings("NullAway.Init")
class ChatArrivalRow extends WaitingRow {
    @Column(updatable = false)
    String channelId;

    @Column(updatable = false)
    String conversation;

    /** Sealed: it is what somebody wrote. */
    @Column(updatable = false)
    String content;
}
