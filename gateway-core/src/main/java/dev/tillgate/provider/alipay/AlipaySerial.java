package dev.tillgate.provider.alipay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What Alipay calls the serial number of a certificate: MD5 of its issuer's name and its serial number as decimal
 * digits. See {@code AntCertificationUtil} of the vendor's SDK 4.40 (checked 2026-11-25).
 */
final class AlipaySerial {
    private static final String RSA_SIGNED = "1.2.840.113549.1.1.";

    private AlipaySerial() {}

    static String of(X509Certificate certificate) {
        String text = certificate.getIssuerX500Principal().getName() + certificate.getSerialNumber();
        try {
            byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has MD5", impossible);
        }
    }

    /** Of a file of roots: those signed with RSA count, in the file's order. Empty when there is none. */
    static String ofRoots(List<X509Certificate> roots) {
        return roots.stream()
                .filter(root -> root.getSigAlgOID().startsWith(RSA_SIGNED))
                .map(AlipaySerial::of)
                .collect(Collectors.joining("_"));
    }
}
