package dev.tillgate.vault;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where signing keys are kept. Each method is a short transaction of its own. */
public interface KeyShelf {
    /** Every key, in no particular order. */
    List<KeptKey> all();

    void add(KeptKey key);

    /** Sets until when a key is published. */
    void retire(String id, Instant at);

    /**
     * A key as it is kept.
     *
     * @param id the {@code kid} of what it signs
     * @param algorithm the {@code alg} of what it signs
     * @param publicKey X.509, base64
     * @param sealedPrivateKey PKCS#8, base64, sealed by the {@link Vault}
     * @param activeFrom published before it signs
     * @param retireAt published until then, or null while no other is to follow
     */
    record KeptKey(
            String id,
            String algorithm,
            String publicKey,
            String sealedPrivateKey,
            Instant createdAt,
            Instant activeFrom,
            @Nullable Instant retireAt) {
        /** Without the keys. */
        @Override
        public String toString() {
            return "KeptKey[" + id + " " + algorithm + " from " + activeFrom + " until " + retireAt + "]";
        }
    }
}
