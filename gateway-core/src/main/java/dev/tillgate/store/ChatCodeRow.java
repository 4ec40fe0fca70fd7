package dev.tillgate.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "chat_code")
@IdClass(ChatCodeRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ChatCodeRow {
    @Id
    String merchantId;

    /** A hash. */
    @Id
    String code;

    String storeId;

    /** Sealed. */
    String grantToken;

    Instant expiresAt;

    record Key(String merchantId, String code) {}
}
