package dev.tillgate.vault;

import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.vault.KeyShelf.KeptKey;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The installation's keys for access tokens and callbacks: made on first use, published as a JWKS, rotated without
 * downtime. A new key is published before it signs, so that every cached JWKS knows it by then; an old one stays
 * published until everything it has signed has expired. Several nodes share the keys; each looks at the stored ones
 * every half minute, and at once (once a second at most) when it meets a key it does not know. Call it outside
 * transactions: it may read the database.
 */
public final class SigningKeys {
    private static final Duration REFRESH = Duration.ofSeconds(30);
    private static final Duration RELOAD_FOR_UNKNOWN = Duration.ofSeconds(1);
    private static final String PURPOSE = "signing-key";
    /** The one that began last signs; among keys that two nodes made at once, the same one everywhere. */
    private static final Comparator<KeptKey> BY_AGE =
            Comparator.comparing(KeptKey::activeFrom).thenComparing(KeptKey::id);

    private final KeyShelf shelf;
    private final Vault vault;
    private final InstantSource clock;
    private final Plan plan;
    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable KeyRing ring;

    public SigningKeys(KeyShelf shelf, Vault vault, InstantSource clock) {
        this(shelf, vault, clock, Plan.standard());
    }

    public SigningKeys(KeyShelf shelf, Vault vault, InstantSource clock, Plan plan) {
        this.shelf = shelf;
        this.vault = vault;
        this.clock = clock;
        this.plan = plan;
    }

    /**
     * How keys are made and changed.
     *
     * @param algorithm of new keys; old ones keep theirs
     * @param publishAhead how long a key is published before it signs: longer than receivers keep a JWKS
     * @param keepAfter how long it is published after it has stopped signing: longer than what it signed is good for
     */
    public record Plan(KeyAlgorithm algorithm, Duration publishAhead, Duration keepAfter) {
        /** ES256, a day before and a day after. */
        public static Plan standard() {
            return new Plan(KeyAlgorithm.ES256, Duration.ofDays(1), Duration.ofDays(1));
        }
    }

    /** The key to sign with now. */
    public SigningKey current() {
        Instant now = clock.instant();
        KeyRing known = fresh(now, REFRESH);
        Optional<SigningKey> signing = known.signing(now);
        if (signing.isPresent()) {
            return signing.get();
        }
        // What is known may be old: look again before a key is made.
        Optional<SigningKey> stored = reloaded(now).signing(now);
        if (stored.isPresent()) {
            return stored.get();
        }
        shelf.add(made(now, now));
        return reloaded(now).signing(now).orElseThrow(() -> new IllegalStateException("a key just made is not there"));
    }

    /** The published key with this id, for verifying. */
    public Optional<PublishedKey> find(String id) {
        Instant now = clock.instant();
        Optional<PublishedKey> found = fresh(now, REFRESH).published(id, now);
        return found.isPresent() ? found : fresh(now, RELOAD_FOR_UNKNOWN).published(id, now);
    }

    /** The published keys as a JWKS document (RFC 7517), JSON; may be cached for an hour. */
    public String jwks() {
        current();
        Instant now = clock.instant();
        return fresh(now, REFRESH).jwks(now);
    }

    /**
     * Publishes a new key, which signs when every cached JWKS has it; then the present one stops. Does nothing while a
     * published key still waits for its turn. Answers the id of the key that will sign.
     */
    public String rotate() {
        current();
        Instant now = clock.instant();
        List<KeptKey> kept = shelf.all();
        Optional<KeptKey> waiting =
                kept.stream().filter(key -> key.activeFrom().isAfter(now)).max(BY_AGE);
        if (waiting.isPresent()) {
            return waiting.get().id();
        }
        KeptKey next = made(now, now.plus(plan.publishAhead()));
        shelf.add(next);
        // Only now: were this interrupted before, the old key would merely stay published longer.
        kept.stream()
                .filter(key -> key.retireAt() == null)
                .forEach(key -> shelf.retire(key.id(), next.activeFrom().plus(plan.keepAfter())));
        reloaded(now);
        return next.id();
    }

    /** {@link #rotate() Rotates} when the key that signs is older than this. For a timer; harmless on several nodes. */
    public boolean rotateIfOlderThan(Duration age) {
        current();
        Instant tooOld = clock.instant().minus(age);
        boolean old = shelf.all().stream().max(BY_AGE).stream()
                .anyMatch(key -> key.activeFrom().isBefore(tooOld));
        if (old) {
            rotate();
        }
        return old;
    }

    /** For a key that leaked: nothing it signed is good any more; a new one signs at once if it was the only one. */
    public void revoke(String id) {
        shelf.retire(id, clock.instant());
        reloaded(clock.instant());
        current();
    }

    private KeptKey made(Instant now, Instant activeFrom) {
        String id = TimeOrderedId.next("key");
        KeyPair pair = plan.algorithm().newPair();
        Base64.Encoder base64 = Base64.getEncoder();
        String secret = base64.encodeToString(pair.getPrivate().getEncoded());
        return new KeptKey(
                id,
                plan.algorithm().code(),
                base64.encodeToString(pair.getPublic().getEncoded()),
                vault.seal(PURPOSE, id, secret),
                now,
                activeFrom,
                null);
    }

    /** What is known, unless it is older than {@code age}: then it is read again, by one thread while others go on. */
    private KeyRing fresh(Instant now, Duration age) {
        KeyRing known = ring;
        if (known == null) {
            return reloaded(now);
        }
        if (!now.isAfter(known.loadedAt().plus(age)) || !loading.tryLock()) {
            return known;
        }
        try {
            return load(now);
        } catch (RuntimeException databaseAway) {
            // Signatures must be checked though the database is away for a moment; the keys hardly ever change.
            KeyRing kept = known.lookedAt(now);
            ring = kept;
            return kept;
        } finally {
            loading.unlock();
        }
    }

    private KeyRing reloaded(Instant now) {
        loading.lock();
        try {
            return load(now);
        } finally {
            loading.unlock();
        }
    }

    private KeyRing load(Instant now) {
        List<KeptKey> kept = shelf.all().stream().sorted(BY_AGE).toList();
        KeyRing loaded = KeyRing.of(kept, now, ring, key -> vault.open(PURPOSE, key.id(), key.sealedPrivateKey()));
        ring = loaded;
        return loaded;
    }
}
