package dev.tillgate.provider.alipay.simulator;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/** Writes plain X.509 certificates, which the JDK can read and not write. */
final class CertificateWriter {
    /** {@code SEQUENCE { OID sha256WithRSAEncryption, NULL }}. */
    private static final byte[] SHA256_RSA = {
        0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 0x01, 0x01, 0x0b, 0x05, 0x00
    };

    private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private CertificateWriter() {}

    /** Who is certified, with which key, by whom. */
    record Subject(String name, PublicKey key, BigInteger serial, Instant from, Instant to) {}

    /** The certificate as PEM. */
    static String pem(Subject subject, String issuer, PrivateKey issuerKey) {
        byte[] version = element(0xa0, element(0x02, new byte[] {2}));
        byte[] validity =
                element(0x30, join(text(0x18, TIME.format(subject.from())), text(0x18, TIME.format(subject.to()))));
        byte[] content = element(
                0x30,
                join(
                        version,
                        element(0x02, subject.serial().toByteArray()),
                        SHA256_RSA,
                        name(issuer),
                        validity,
                        name(subject.name()),
                        subject.key().getEncoded()));
        byte[] signature = join(new byte[] {0}, signed(content, issuerKey));
        byte[] whole = element(0x30, join(content, SHA256_RSA, element(0x03, signature)));
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(whole);
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] name(String commonName) {
        byte[] pair = element(0x30, join(COMMON_NAME, text(0x0c, commonName)));
        return element(0x30, element(0x31, pair));
    }

    private static byte[] signed(byte[] content, PrivateKey key) {
        try {
            Signature rsa = Signature.getInstance("SHA256withRSA");
            rsa.initSign(key);
            rsa.update(content);
            return rsa.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] text(int tag, String text) {
        return element(tag, text.getBytes(StandardCharsets.UTF_8));
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
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            whole.writeBytes(part);
        }
        return whole.toByteArray();
    }
}
