package dev.tillgate.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.vault.KeyShelf.KeptKey;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.PublicJwk;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The keys as they were at one moment, ready for use. Immutable. */
final class KeyRing {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Instant loadedAt;
    private final List<Entry> entries;

    private KeyRing(Instant loadedAt, List<Entry> entries) {
        this.loadedAt = loadedAt;
        this.entries = entries;
    }

    /**
     * @param kept the one that is to sign last
     * @param before what was known before; keys in it are not decoded again
     * @param opener opens the sealed private key
     */
    static KeyRing of(List<KeptKey> kept, Instant now, @Nullable KeyRing before, Function<KeptKey, String> opener) {
        List<Entry> entries = new ArrayList<>();
        for (KeptKey key : kept) {
            if (isOver(key, now)) {
                continue;
            }
            Optional<Entry> known = before == null
                    ? Optional.empty()
                    : before.entries.stream()
                            .filter(e -> e.kept.id().equals(key.id()))
                            .findFirst();
            entries.add(
                    known.isPresent()
                            ? new Entry(key, known.get().signing, known.get().published)
                            : entry(key, opener.apply(key)));
        }
        return new KeyRing(now, List.copyOf(entries));
    }

    Instant loadedAt() {
        return loadedAt;
    }

    /** The same keys, not to be read again too soon. */
    KeyRing lookedAt(Instant now) {
        return new KeyRing(now, entries);
    }

    Optional<SigningKey> signing(Instant now) {
        return entries.stream()
                .filter(e -> !e.kept.activeFrom().isAfter(now) && !isOver(e.kept, now))
                .reduce((older, newer) -> newer)
                .map(Entry::signing);
    }

    Optional<PublishedKey> published(String id, Instant now) {
        return entries.stream()
                .filter(e -> e.kept.id().equals(id) && !isOver(e.kept, now))
                .findFirst()
                .map(Entry::published);
    }

    String jwks(Instant now) {
        List<Map<String, Object>> keys = entries.stream()
                .filter(e -> !isOver(e.kept, now))
                .map(e -> jwk(e.published))
                .toList();
        try {
            return JSON.writeValueAsString(Map.of("keys", keys));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("text in maps is always JSON", impossible);
        }
    }

    private static Map<String, Object> jwk(PublishedKey published) {
        PublicJwk<PublicKey> jwk = Jwks.builder()
                .key(published.key())
                .id(published.id())
                .algorithm(published.algorithm().code())
                .publicKeyUse("sig")
                .build();
        return new LinkedHashMap<>(new TreeMap<>(jwk));
    }

    private static boolean isOver(KeptKey key, Instant now) {
        Instant retireAt = key.retireAt();
        return retireAt != null && !retireAt.isAfter(now);
    }

    private static Entry entry(KeptKey kept, String secret) {
        KeyAlgorithm algorithm = KeyAlgorithm.of(kept.algorithm());
        Base64.Decoder base64 = Base64.getDecoder();
        try {
            KeyFactory factory = KeyFactory.getInstance(algorithm.family());
            PublicKey shown = factory.generatePublic(new X509EncodedKeySpec(base64.decode(kept.publicKey())));
            SigningKey signing = new SigningKey(
                    kept.id(), algorithm, factory.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(secret))));
            return new Entry(kept, signing, new PublishedKey(kept.id(), algorithm, shown));
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("signing key " + kept.id() + " cannot be read", unreadable);
        }
    }

    private record Entry(KeptKey kept, SigningKey signing, PublishedKey published) {}
}
