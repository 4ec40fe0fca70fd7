package dev.tillgate.vault;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keys kept in memory, for tests that are not about storage. */
public final class ListShelf implements KeyShelf {
    private final List<KeptKey> keys = new ArrayList<>();
    private int reads;

    @Override
    public synchronized List<KeptKey> all() {
        reads++;
        return List.copyOf(keys);
    }

    @Override
    public synchronized void add(KeptKey key) {
        keys.add(key);
    }

    @Override
    public synchronized void retire(String id, Instant at) {
        keys.replaceAll(key -> key.id().equals(id)
                ? new KeptKey(
                        id,
                        key.algorithm(),
                        key.publicKey(),
                        key.sealedPrivateKey(),
                        key.createdAt(),
                        key.activeFrom(),
                        at)
                : key);
    }

    synchronized int reads() {
        return reads;
    }
}
