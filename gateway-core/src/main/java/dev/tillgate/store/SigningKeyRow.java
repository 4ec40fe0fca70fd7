package dev.tillgate.store;

import dev.tillgate.vault.KeyShelf.KeptKey;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "signing_key")
@SuppressWarnings("NullAway.Init")
class SigningKeyRow {
    @Id
    String id;

    @Column(updatable = false)
    String algorithm;

    @Column(updatable = false)
    String publicKey;

    @Column(updatable = false)
    String privateKey;

    @Column(updatable = false)
    Instant createdAt;

    @Column(updatable = false)
    Instant activeFrom;

    @Nullable
    Instant retireAt;

    static SigningKeyRow of(KeptKey key) {
        SigningKeyRow row = new SigningKeyRow();
        row.id = key.id();
        row.algorithm = key.algorithm();
        row.publicKey = key.publicKey();
        row.privateKey = key.sealedPrivateKey();
        row.createdAt = Times.stored(key.createdAt());
        row.activeFrom = Times.stored(key.activeFrom());
        row.retireAt = Times.storedOrNull(key.retireAt());
        return row;
    }

    KeptKey toRecord() {
        return new KeptKey(id, algorithm, publicKey, privateKey, createdAt, activeFrom, retireAt);
    }
}
