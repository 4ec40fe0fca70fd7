package dev.tillgate.provider.alipay.simulator;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Signatures and ciphers of the other side, written apart from the client's. */
final class SimulatorCrypto {
    private SimulatorCrypto() {}

    static KeyPair newKeys(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    static PrivateKey privateKey(String base64) {
        try {
            PKCS8EncodedKeySpec spec =
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
            return KeyFactory.getInstance("RSA").generatePrivate(spec);
        } catch (GeneralSecurityException spoiled) {
            throw new IllegalStateException("the book holds a spoiled key", spoiled);
        }
    }

    static PublicKey publicKey(String base64) {
        try {
            X509EncodedKeySpec spec = new X509EncodedKeySpec(Base64.getDecoder().decode(base64));
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException spoiled) {
            throw new IllegalStateException("the book holds a spoiled key", spoiled);
        }
    }

    /** {@code a=1&b=2} of what is not empty, by name. */
    static String joined(Map<String, String> fields, String... without) {
        List<String> names = new ArrayList<>(fields.keySet());
        names.removeAll(List.of(without));
        Collections.sort(names);
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            String value = fields.getOrDefault(name, "");
            if (!value.isEmpty()) {
                text.append(text.isEmpty() ? "" : "&").append(name).append('=').append(value);
            }
        }
        return text.toString();
    }

    static String sign(PrivateKey key, String text) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(key);
            rsa.update(text.getBytes(StandardCharsets.UTF_8));
            return base64(rsa.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static boolean isSigned(PublicKey key, String text, String sign) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initVerify(key);
            rsa.update(text.getBytes(StandardCharsets.UTF_8));
            return rsa.verify(Base64.getDecoder().decode(sign));
        } catch (GeneralSecurityException | IllegalArgumentException garbled) {
            return false;
        }
    }

    static String encrypted(String key, String plain) {
        try {
            return base64(cipher(key, Cipher.ENCRYPT_MODE).doFinal(plain.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static @Nullable String decrypted(String key, String text) {
        try {
            byte[] plain =
                    cipher(key, Cipher.DECRYPT_MODE).doFinal(Base64.getDecoder().decode(text));
            return new String(plain, StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException foreign) {
            return null;
        }
    }

    private static Cipher cipher(String key, int mode) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        byte[] bytes = Base64.getDecoder().decode(key);
        cipher.init(mode, new SecretKeySpec(bytes, "AES"), new IvParameterSpec(new byte[16]));
        return cipher;
    }

    /** Bytes that follow from the secret and a purpose. */
    static byte[] derived(String secret, String purpose) {
        return hash("SHA-256", secret + "\u0000" + purpose);
    }

    static String md5(String text) {
        return HexFormat.of().formatHex(hash("MD5", text));
    }

    private static byte[] hash(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
