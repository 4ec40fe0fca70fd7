package dev.tillgate.provider.paypal;

import dev.tillgate.provider.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a notification. What is signed is {@code <transmission id>|<time>|<webhook id>|<CRC-32 of the raw
 * body, unsigned decimal>}; the webhook's id is the merchant's own and not in the request. A CRC does not resist
 * forgery, so a genuine signature alone is no proof of what the body says. Checked 2026-11-25:
 * https://developer.paypal.com/api/rest/webhooks/rest/
 *
 * @param time as it is written, because that is what is signed
 */
public record TransmissionSignature(
        String id, String time, String certUrl, String algorithm, String signature, Instant at) {
    public static final String ID = "PAYPAL-TRANSMISSION-ID";
    public static final String TIME = "PAYPAL-TRANSMISSION-TIME";
    public static final String SIGNATURE = "PAYPAL-TRANSMISSION-SIG";
    public static final String CERT_URL = "PAYPAL-CERT-URL";
    public static final String ALGORITHM = "PAYPAL-AUTH-ALGO";

    /** The only algorithm that PayPal uses. */
    public static final String SHA256_WITH_RSA = "SHA256withRSA";

    private static final int LONGEST = 1_000;

    /** What the headers say, or null when one is missing or not what it should be. */
    static @Nullable TransmissionSignature of(InboundRequest request) {
        String id = header(request, ID);
        String time = header(request, TIME);
        String url = header(request, CERT_URL);
        String algorithm = header(request, ALGORITHM);
        String signature = header(request, SIGNATURE);
        if (id == null || time == null || url == null || algorithm == null || signature == null) {
            return null;
        }
        try {
            Instant at = OffsetDateTime.parse(time).toInstant();
            return new TransmissionSignature(id, time, url, algorithm, signature, at);
        } catch (DateTimeParseException garbled) {
            return null;
        }
    }

    private static @Nullable String header(InboundRequest request, String name) {
        String value = request.header(name);
        return value == null || value.isEmpty() || value.length() > LONGEST ? null : value;
    }

    boolean isGenuine(PublicKey key, String webhookId, byte[] body) {
        try {
            Signature verifier = Signature.getInstance(SHA256_WITH_RSA);
            verifier.initVerify(key);
            verifier.update(message(id, time, webhookId, body));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException notGenuine) {
            return false;
        }
    }

    /** The bytes that are signed. */
    public static byte[] message(String id, String time, String webhookId, byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        return (id + "|" + time + "|" + webhookId + "|" + crc.getValue()).getBytes(StandardCharsets.UTF_8);
    }
}
