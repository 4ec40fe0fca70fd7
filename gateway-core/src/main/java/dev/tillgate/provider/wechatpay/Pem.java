package dev.tillgate.provider.wechatpay;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads RSA keys and certificates from the text they are handed out in. */
final class Pem {
    private Pem() {}

    /** PKCS #8, as in {@code apiclient_key.pem}; null when it is anything else. */
    static @Nullable RSAPrivateCrtKey privateKey(String text) {
        try {
            byte[] bytes = bytes(text, "PRIVATE KEY");
            return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes))
                            instanceof RSAPrivateCrtKey key
                    ? key
                    : null;
        } catch (GeneralSecurityException | IllegalArgumentException garbled) {
            return null;
        }
    }

    /** As in {@code pub_key.pem}; null when it is anything else. */
    static @Nullable RSAPublicKey publicKey(String text) {
        try {
            byte[] bytes = bytes(text, "PUBLIC KEY");
            return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(bytes))
                            instanceof RSAPublicKey key
                    ? key
                    : null;
        } catch (GeneralSecurityException | IllegalArgumentException garbled) {
            return null;
        }
    }

    /** The first certificate in the text, if it holds an RSA key; else null. */
    static @Nullable X509Certificate certificate(String text) {
        try {
            byte[] bytes = bytes(text, "CERTIFICATE");
            return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes))
                                    instanceof X509Certificate certificate
                            && certificate.getPublicKey() instanceof RSAPublicKey
                    ? certificate
                    : null;
        } catch (GeneralSecurityException | IllegalArgumentException garbled) {
            return null;
        }
    }

    /** As WeChat writes it: upper case hexadecimal digits. */
    static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    }

    private static byte[] bytes(String text, String kind) {
        String begin = "-----BEGIN " + kind + "-----";
        int start = text.indexOf(begin);
        int end = text.indexOf("-----END " + kind + "-----");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no " + kind);
        }
        String base64 = text.substring(start + begin.length(), end).replaceAll("\\s", "");
        return Base64.getDecoder().decode(base64.getBytes(StandardCharsets.US_ASCII));
    }
}
