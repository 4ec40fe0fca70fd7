package dev.tillgate.provider.paypal.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.paypal.simulator.DerCertificate.Subject;
import dev.tillgate.provider.simulator.JsonBook;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The simulator's own root, and the certificates under it that notifications are signed with. Made once and kept in the
 * book; a rotation makes a new one under the same root, at another address.
 */
final class SimulatedCertificates {
    /** The subject that the sandbox's certificates have. */
    static final String NAME = "messageverificationcerts.sandbox.paypal.com";

    private static final String ROOT_NAME = "Practice root of the PayPal simulator";
    private static final String KIND = "certificate";
    private static final String ROOT = "root";
    private static final String CURRENT = "current";
    private static final Duration ROOT_LIFE = Duration.ofDays(3650);
    private static final Duration LEAF_LIFE = Duration.ofDays(365);
    private static final Duration BACK = Duration.ofDays(1);
    private static final int BITS = 2048;

    private final JsonBook book;
    private final InstantSource clock;

    SimulatedCertificates(JsonBook book, InstantSource clock) {
        this.book = book;
        this.clock = clock;
    }

    /** Making keys takes a while, so it is done when they are wanted. */
    private ObjectNode root() {
        return book.locked(() -> {
            ObjectNode known = book.get(KIND, ROOT);
            if (known != null) {
                return known;
            }
            KeyPair pair = pair();
            ObjectNode made = written(root(pair, clock.instant()), pair.getPrivate());
            book.put(KIND, ROOT, made);
            return made;
        });
    }

    /** Signs with a new certificate from now on; the earlier ones stay where they are. Returns the new one's id. */
    String rotate() {
        return book.locked(() -> {
            root();
            Instant now = clock.instant();
            KeyPair pair = pair();
            Subject subject = new Subject(NAME, pair.getPublic(), false, now.minus(BACK), now.plus(LEAF_LIFE));
            byte[] leaf = DerCertificate.write(subject, ROOT_NAME, key(ROOT), serial());
            String id = "CERT-" + UUID.randomUUID();
            ObjectNode kept = written(leaf, pair.getPrivate());
            book.put(KIND, id, kept);
            book.put(
                    KIND,
                    CURRENT,
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("certificate", id)
                            .put("until", subject.until().toEpochMilli()));
            return id;
        });
    }

    /** The id of the certificate that is signed with now. */
    String current() {
        return book.locked(() -> {
            ObjectNode current = book.get(KIND, CURRENT);
            boolean usable = current != null
                    && current.path("until").asLong() > clock.instant().toEpochMilli();
            return usable ? Objects.requireNonNull(current).path("certificate").asText() : rotate();
        });
    }

    /** The certificate alone in PEM, as PayPal's former library expects it, or null when there is none with this id. */
    @Nullable
    String pem(String id) {
        ObjectNode kept = id.startsWith("CERT-") ? book.get(KIND, id) : null;
        return kept == null ? null : kept.path("pem").asText();
    }

    String rootPem() {
        return root().path("pem").asText();
    }

    byte[] sign(String id, byte[] message) {
        return sign(key(id), message);
    }

    /** By a key that no notification is signed with. */
    byte[] signWrongly(byte[] message) {
        root();
        return sign(key(ROOT), message);
    }

    private static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA256withRSA", impossible);
        }
    }

    private static byte[] root(KeyPair pair, Instant now) {
        Subject subject = new Subject(ROOT_NAME, pair.getPublic(), true, now.minus(BACK), now.plus(ROOT_LIFE));
        return DerCertificate.write(subject, ROOT_NAME, pair.getPrivate(), serial());
    }

    private static BigInteger serial() {
        return new BigInteger(1, UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII)).shiftRight(160);
    }

    private static ObjectNode written(byte[] der, PrivateKey key) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("pem", DerCertificate.pem(der))
                .put("key", Base64.getEncoder().encodeToString(key.getEncoded()));
    }

    private PrivateKey key(String id) {
        ObjectNode kept = book.get(KIND, id);
        if (kept == null) {
            throw new IllegalStateException("no certificate " + id);
        }
        try {
            byte[] encoded = Base64.getDecoder().decode(kept.path("key").asText());
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException damaged) {
            throw new IllegalStateException("the book's key is damaged", damaged);
        }
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(BITS);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has RSA", impossible);
        }
    }
}
