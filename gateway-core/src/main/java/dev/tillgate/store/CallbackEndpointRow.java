package dev.tillgate.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The part of a store's row that is about callbacks. Never inserted: it comes into being with its store. */
@Entity
@Table(name = "store")
@IdClass(CallbackEndpointRow.Key.class)
@SuppressWarnings("NullAway.Init")
class CallbackEndpointRow {
    @Id
    String merchantId;

    @Id
    String id;

    @Nullable
    String callbackUrl;

    @Nullable
    String callbackSecrets;

    @Nullable
    Instant callbackDisabledAt;

    @Column(nullable = false)
    Instant updatedAt;

    record Key(String merchantId, String id) {}
}
