package dev.tillgate.provider.wechatpay.simulator;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/** Writes X.509 certificates (RFC 5280): version 3, one common name, signed with SHA-256 and RSA by their own key. */
final class CertificateMaker {
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int UTF8 = 0x0c;
    private static final int UTC_TIME = 0x17;
    private static final int VERSION = 0xa0;
    private static final byte[] SHA256_WITH_RSA = HexFormat.of().parseHex("300d06092a864886f70d01010b0500");
    private static final byte[] COMMON_NAME = HexFormat.of().parseHex("0603550403");
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private CertificateMaker() {}

    /** The certificate's bytes (DER). */
    static byte[] make(KeyPair keys, BigInteger serial, String name, Instant from, Instant until) {
        byte[] whole = part(SEQUENCE, COMMON_NAME, part(UTF8, name.getBytes(StandardCharsets.UTF_8)));
        byte[] names = part(SEQUENCE, part(SET, whole));
        byte[] body = part(
                SEQUENCE,
                part(VERSION, part(INTEGER, BigInteger.TWO.toByteArray())),
                part(INTEGER, serial.toByteArray()),
                SHA256_WITH_RSA,
                names,
                part(SEQUENCE, part(UTC_TIME, time(from)), part(UTC_TIME, time(until))),
                names,
                keys.getPublic().getEncoded());
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            return part(SEQUENCE, body, SHA256_WITH_RSA, part(BITS, new byte[1], signature.sign()));
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException("the key cannot sign", unusable);
        }
    }

    private static byte[] time(Instant instant) {
        return SECONDS.format(instant).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] part(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] bytes : contents) {
            content.writeBytes(bytes);
        }
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.write(tag);
        int length = content.size();
        if (length < 128) {
            part.write(length);
        } else if (length < 256) {
            part.write(0x81);
            part.write(length);
        } else {
            part.write(0x82);
            part.write(length >> 8);
            part.write(length);
        }
        part.writeBytes(content.toByteArray());
        return part.toByteArray();
    }
}
