package dev.tillgate.store;

import dev.tillgate.merchant.ApiSecret;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "api_secret")
@IdClass(ApiSecretRow.Key.class)
@SuppressWarnings("NullAway.Init")
class ApiSecretRow {
    @Id
    String merchantId;

    @Id
    String clientId;

    @Id
    String id;

    @Column(columnDefinition = "char(64)")
    String digest;

    Instant createdAt;

    @Nullable
    Instant expiresAt;

    record Key(String merchantId, String clientId, String id) {}

    static ApiSecretRow of(ApiClientRow client, ApiSecret secret) {
        ApiSecretRow row = new ApiSecretRow();
        row.merchantId = client.merchantId;
        row.clientId = client.id;
        row.id = secret.id();
        row.digest = secret.digest();
        row.createdAt = Times.stored(secret.createdAt());
        row.expiresAt = Times.storedOrNull(secret.expiresAt());
        return row;
    }

    ApiSecret toRecord() {
        return new ApiSecret(id, digest, createdAt, expiresAt);
    }
}
