package dev.tillgate.provider.paypal.simulator;

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
import java.util.Locale;

/** Writes X.509 certificates in DER, as few of its parts as a chain of two needs; the JDK reads them and makes none. */
final class DerCertificate {
    private static final int SEQUENCE = 0x30;
    private static final byte[] SHA256_WITH_RSA =
            sequence(oid(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b), nothing());
    private static final byte[] COMMON_NAME = oid(0x55, 0x04, 0x03);
    private static final byte[] BASIC_CONSTRAINTS = oid(0x55, 0x1d, 0x13);
    private static final byte[] TRUE = tag(0x01, new byte[] {(byte) 0xff});
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private DerCertificate() {}

    /**
     * What is certified.
     *
     * @param authority whether it may certify others
     */
    record Subject(String name, PublicKey key, boolean authority, Instant from, Instant until) {}

    /** The certificate in DER. */
    static byte[] write(Subject subject, String issuer, PrivateKey issuerKey, BigInteger serial) {
        byte[] validity = sequence(time(subject.from()), time(subject.until()));
        byte[] basic = subject.authority() ? sequence(TRUE) : sequence();
        byte[] extension = sequence(BASIC_CONSTRAINTS, TRUE, tag(0x04, basic));
        byte[] content = sequence(
                tag(0xa0, tag(0x02, new byte[] {2})),
                tag(0x02, serial.toByteArray()),
                SHA256_WITH_RSA,
                name(issuer),
                validity,
                name(subject.name()),
                subject.key().getEncoded(),
                tag(0xa3, sequence(extension)));
        return sequence(content, SHA256_WITH_RSA, tag(0x03, join(new byte[] {0}, signed(content, issuerKey))));
    }

    static String pem(byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN CERTIFICATE-----\n" + lines + "\n-----END CERTIFICATE-----\n";
    }

    private static byte[] signed(byte[] content, PrivateKey key) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content);
            return signature.sign();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA256withRSA", impossible);
        }
    }

    private static byte[] name(String commonName) {
        byte[] value = tag(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
        return sequence(tag(0x31, sequence(COMMON_NAME, value)));
    }

    private static byte[] time(Instant at) {
        return tag(0x18, TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] nothing() {
        return new byte[] {5, 0};
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return tag(0x06, content);
    }

    private static byte[] sequence(byte[]... parts) {
        return tag(SEQUENCE, join(parts));
    }

    private static byte[] tag(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int start = digits[0] == 0 ? 1 : 0;
            out.write(0x80 | (digits.length - start));
            out.write(digits, start, digits.length - start);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
