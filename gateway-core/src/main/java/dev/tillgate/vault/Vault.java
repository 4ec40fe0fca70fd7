package dev.tillgate.vault;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets under the installation's master key: seals text for storage (AES-256-GCM), derives keys and computes
 * message authentication codes, each for one purpose, so that what was made for one purpose is worthless for another.
 *
 * <p>Sealed text is ASCII, {@code v1.<key id>.<nonce and ciphertext, base64url>}: 47 characters plus 4/3 of the UTF-8
 * bytes. It opens only for the same purpose and place (usually the row's id), so a row's secret cannot be copied to
 * another row. Thread-safe; prints nothing of its keys.
 */
public final class Vault {
    private static final String VERSION = "v1";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] SALT = "dev.tillgate.vault.v1".getBytes(StandardCharsets.US_ASCII);
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random = new SecureRandom();
    /** The current key first; older ones open and verify only. */
    private final List<Master> masters = new ArrayList<>();

    /** @param masterKey 32 bytes */
    public Vault(byte[] masterKey) {
        this(masterKey, List.of());
    }

    /**
     * @param masterKey 32 bytes; seals and signs from now on
     * @param olderKeys keys used before, still good for opening and verifying
     */
    public Vault(byte[] masterKey, List<byte[]> olderKeys) {
        masters.add(new Master(masterKey));
        olderKeys.forEach(key -> masters.add(new Master(key)));
    }

    /**
     * Seals text for storage.
     *
     * @param purpose what kind of secret, such as {@code provider-settings}; constant in the caller
     * @param place where it is kept, such as the row's id; the same must be given to open it
     */
    public String seal(String purpose, String place, String text) {
        Master master = masters.getFirst();
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, master, purpose, place, nonce);
            byte[] plain = text.getBytes(StandardCharsets.UTF_8);
            ByteBuffer sealed = ByteBuffer.allocate(NONCE_BYTES + cipher.getOutputSize(plain.length))
                    .put(nonce)
                    .put(cipher.doFinal(plain));
            return VERSION + "." + master.id + "." + ENCODER.encodeToString(sealed.array());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has AES-GCM", missing);
        }
    }

    /**
     * Opens what was sealed for the same purpose and place.
     *
     * @throws SealBroken when it was changed, belongs elsewhere, or its key is not known
     */
    public String open(String purpose, String place, String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(VERSION)) {
            throw new SealBroken("not sealed text (" + purpose + ")");
        }
        Master master = master(parts[1]);
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(parts[2]);
            if (bytes.length < NONCE_BYTES + TAG_BITS / 8) {
                throw new SealBroken("sealed text is cut off (" + purpose + ")");
            }
            byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, master, purpose, place, nonce);
            byte[] plain = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException changed) {
            throw new SealBroken("sealed text was changed, or belongs to another purpose or place (" + purpose + ")");
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has AES-GCM", missing);
        }
    }

    /** Whether the text was sealed under an older key than the current one, and should be sealed anew. */
    public boolean isOutdated(String sealed) {
        return !sealed.startsWith(VERSION + "." + masters.getFirst().id + ".");
    }

    /** A message authentication code (HMAC-SHA256) as 43 characters of base64url, for links and the like. */
    public String mac(String purpose, String text) {
        return ENCODER.encodeToString(masters.getFirst().mac(purpose, text));
    }

    /** Whether {@link #mac} gave this code for this purpose and text, now or under an older key; in constant time. */
    public boolean isMac(String purpose, String text, String code) {
        byte[] given = code.getBytes(StandardCharsets.UTF_8);
        boolean match = false;
        for (Master master : masters) {
            byte[] expected = ENCODER.encodeToString(master.mac(purpose, text)).getBytes(StandardCharsets.US_ASCII);
            match |= MessageDigest.isEqual(expected, given);
        }
        return match;
    }

    /** A key of 32 bytes for one purpose; the same each time. The caller must not print or store it. */
    public byte[] derive(String purpose) {
        return masters.getFirst().key("derive", purpose).clone();
    }

    /** Says which master key it holds (a fingerprint), nothing more. */
    @Override
    public String toString() {
        return "Vault[key " + masters.getFirst().id + "]";
    }

    private Master master(String id) {
        return masters.stream()
                .filter(m -> m.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new SealBroken(
                        "sealed under a master key that is not known here: was the master key replaced?"));
    }

    private static Cipher cipher(int mode, Master master, String purpose, String place, byte[] nonce)
            throws GeneralSecurityException {
        byte[] where = place.getBytes(StandardCharsets.UTF_8);
        // A key for each place: however many rows are sealed, random nonces under one key stay far from repeating.
        byte[] key = Hkdf.expand(master.key("seal", purpose), where);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((VERSION + "\0" + purpose + "\0").getBytes(StandardCharsets.UTF_8));
        cipher.updateAAD(where);
        return cipher;
    }

    /** One master key: only what is derived from it is kept. */
    private static final class Master {
        private final byte[] root;
        private final String id;
        private final Map<String, byte[]> keys = new ConcurrentHashMap<>();

        private Master(byte[] masterKey) {
            if (masterKey.length != KEY_BYTES) {
                throw new IllegalArgumentException("the master key must have " + KEY_BYTES + " bytes");
            }
            root = Hkdf.extract(SALT, masterKey);
            id = HexFormat.of().formatHex(Hkdf.expand(root, "id"), 0, 4);
        }

        private byte[] key(String use, String purpose) {
            return keys.computeIfAbsent(use + "\0" + purpose, info -> Hkdf.expand(root, info));
        }

        private byte[] mac(String purpose, String text) {
            return Hkdf.hmac(key("mac", purpose), text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
