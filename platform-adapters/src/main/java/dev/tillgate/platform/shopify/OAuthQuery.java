package dev.tillgate.platform.shopify;

import dev.tillgate.provider.Settings;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Queries with which Shopify sends a merchant to us: sorted, encoded again and signed with the client secret, good for 90
 * seconds (github.com/Shopify/shopify-app-js, hmac-validator.ts, 2026-11-25).
 */
final class OAuthQuery {
    private static final long TOLERANCE_SECONDS = 90;
    private static final int LONGEST = 4_000;
    private static final String HMAC = "hmac";
    private static final String SCOPES = "write_payment_gateways,write_payment_sessions";

    private OAuthQuery() {}

    static String consent(Settings settings, String redirect, String state) {
        return "https://" + settings.get(Shopify.SHOP) + "/admin/oauth/authorize?client_id="
                + encoded(settings.get(Shopify.CLIENT_ID)) + "&scope=" + encoded(SCOPES) + "&redirect_uri="
                + encoded(redirect) + "&state=" + encoded(state);
    }

    static boolean isGenuine(String query, Settings settings, Instant now) {
        Optional<Map<String, String>> read = read(query);
        return read.isPresent()
                && isSigned(read.get(), settings.get(Shopify.CLIENT_SECRET), now)
                && ShopDomain.same(read.get().getOrDefault("shop", ""), settings.get(Shopify.SHOP));
    }

    /** Whether Shopify signed it with this secret just now, for whichever shop. */
    static boolean isSigned(String query, String secret, Instant now) {
        return read(query).filter(values -> isSigned(values, secret, now)).isPresent();
    }

    private static boolean isSigned(Map<String, String> values, String secret, Instant now) {
        String signature = values.getOrDefault(HMAC, "");
        String time = values.getOrDefault("timestamp", "");
        if (!signature.matches("[0-9a-f]{64}") || !time.matches("[0-9]{1,12}")) {
            return false;
        }
        String signed = values.entrySet().stream()
                .filter(value -> !value.getKey().equals(HMAC))
                .map(value -> encoded(value.getKey()) + "=" + encoded(value.getValue()))
                .collect(Collectors.joining("&"));
        byte[] expected = Hmac.sha256(secret, signed.getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(expected, HexFormat.of().parseHex(signature))
                && Math.abs(now.getEpochSecond() - Long.parseLong(time)) <= TOLERANCE_SECONDS;
    }

    /** Nothing when it is not to be understood, or says one thing twice. */
    private static Optional<Map<String, String>> read(String query) {
        Map<String, String> values = new TreeMap<>();
        if (query.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            for (String pair : query.split("&", -1)) {
                int at = pair.indexOf('=');
                String name = URLDecoder.decode(at < 0 ? pair : pair.substring(0, at), StandardCharsets.UTF_8);
                String value = at < 0 ? "" : URLDecoder.decode(pair.substring(at + 1), StandardCharsets.UTF_8);
                if (values.put(name, value) != null) {
                    return Optional.empty();
                }
            }
            return Optional.of(values);
        } catch (IllegalArgumentException garbled) {
            return Optional.empty();
        }
    }

    /** As JavaScript's encodeURIComponent does it. */
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%21", "!")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%7E", "~");
    }
}
