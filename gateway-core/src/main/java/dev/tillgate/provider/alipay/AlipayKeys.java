package dev.tillgate.provider.alipay;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads keys as merchants paste them: PEM or bare Base64, private keys as PKCS#8 or PKCS#1. Alipay's own key tool writes
 * bare Base64 of either kind.
 */
final class AlipayKeys {
    /** {@code SEQUENCE { OID rsaEncryption, NULL }}, which PKCS#8 puts before a PKCS#1 key. */
    private static final byte[] RSA_ALGORITHM = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00
    };

    private AlipayKeys() {}

    /** The private key in this text, or null when there is none. */
    static @Nullable RSAPrivateCrtKey privateKey(String text) {
        byte[] der = decoded(text);
        if (der == null) {
            return null;
        }
        RSAPrivateCrtKey key = pkcs8(der);
        return key == null ? pkcs8(wrapped(der)) : key;
    }

    private static @Nullable RSAPrivateCrtKey pkcs8(byte[] der) {
        try {
            PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
            return key instanceof RSAPrivateCrtKey rsa ? rsa : null;
        } catch (GeneralSecurityException | IllegalArgumentException other) {
            return null;
        }
    }

    /** The PKCS#1 key in a PKCS#8 envelope, which is what the JDK reads. */
    private static byte[] wrapped(byte[] pkcs1) {
        byte[] version = {0x02, 0x01, 0x00};
        return element(0x30, join(version, RSA_ALGORITHM, element(0x04, pkcs1)));
    }

    private static byte[] element(int tag, byte[] content) {
        int length = content.length;
        byte[] head = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
        return join(head, content);
    }

    private static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] whole = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    /** The public key in this text, or null when there is none. */
    static @Nullable RSAPublicKey publicKey(String text) {
        byte[] der = decoded(text);
        if (der == null) {
            return null;
        }
        try {
            PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
            return key instanceof RSAPublicKey rsa ? rsa : null;
        } catch (GeneralSecurityException | IllegalArgumentException other) {
            return null;
        }
    }

    /** The public half of this key. */
    static RSAPublicKey publicHalf(RSAPrivateCrtKey key) {
        try {
            RSAPublicKeySpec spec = new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent());
            return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has RSA", impossible);
        }
    }

    static boolean same(RSAPublicKey one, RSAPublicKey other) {
        BigInteger modulus = one.getModulus();
        return modulus.equals(other.getModulus()) && one.getPublicExponent().equals(other.getPublicExponent());
    }

    /** The certificates in this text, in order; empty when there is none that can be read. */
    static List<X509Certificate> certificates(String text) {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (String block : text.split("(?<=-----END CERTIFICATE-----)", -1)) {
                int start = block.indexOf("-----BEGIN CERTIFICATE-----");
                if (start >= 0) {
                    byte[] pem = block.substring(start).getBytes(StandardCharsets.UTF_8);
                    add(factory, pem, certificates);
                }
            }
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has X.509", impossible);
        }
        return certificates;
    }

    /** Alipay's root file also holds certificates of SM2 keys, which the JDK may not read: they are passed over. */
    private static void add(CertificateFactory factory, byte[] pem, List<X509Certificate> certificates) {
        try {
            Certificate read = factory.generateCertificate(new ByteArrayInputStream(pem));
            if (read instanceof X509Certificate certificate) {
                certificates.add(certificate);
            }
        } catch (GeneralSecurityException unreadable) {
            // Not one that we can use.
        }
    }

    static @Nullable RSAPublicKey publicKey(X509Certificate certificate) {
        return certificate.getPublicKey() instanceof RSAPublicKey rsa ? rsa : null;
    }

    private static byte @Nullable [] decoded(String text) {
        String bare = text.replaceAll("-----(BEGIN|END) [A-Z0-9 ]+-----", "").replaceAll("\\s+", "");
        try {
            return bare.isEmpty() ? null : Base64.getDecoder().decode(bare);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }
}
