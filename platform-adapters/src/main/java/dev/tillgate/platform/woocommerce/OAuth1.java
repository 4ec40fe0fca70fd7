package dev.tillgate.platform.woocommerce;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One-legged OAuth 1.0a (RFC 5849) with HMAC-SHA256, in the query: how WooCommerce knows a caller where there is no TLS,
 * so that the secret itself never travels. https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication-over-http
 * (checked 2026-11-25): the key is the consumer secret and an ampersand.
 */
final class OAuth1 {
    private static final String HMAC = "HmacSHA256";
    private static final String METHOD = "HMAC-SHA256";

    private final String key;
    private final String secret;

    OAuth1(String key, String secret) {
        this.key = key;
        this.secret = secret;
    }

    /**
     * The query with everything that proves who asks.
     *
     * @param url without query
     * @param query decoded names and values
     */
    Map<String, String> signed(String method, String url, Map<String, String> query, String nonce, long epochSecond) {
        Map<String, String> all = new TreeMap<>(query);
        all.put("oauth_consumer_key", key);
        all.put("oauth_nonce", nonce);
        all.put("oauth_signature_method", METHOD);
        all.put("oauth_timestamp", Long.toString(epochSecond));
        all.put("oauth_version", "1.0");
        all.put("oauth_signature", signature(text(method, url, all)));
        return all;
    }

    /** What is signed (RFC 5849, 3.4.1). */
    static String text(String method, String url, Map<String, String> parameters) {
        Map<String, String> encoded = new TreeMap<>();
        parameters.forEach((name, value) -> encoded.put(encoded(name), encoded(value)));
        return method + "&" + encoded(url) + "&" + encoded(query(encoded));
    }

    /** Percent-encoded as RFC 3986 has it: a blank is not a plus. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /** Encoded pairs in their order, with ampersands between. */
    static String query(Map<String, String> encoded) {
        StringBuilder query = new StringBuilder();
        encoded.forEach((name, value) -> query.append(query.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(value));
        return query.toString();
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec((encoded(secret) + "&").getBytes(StandardCharsets.UTF_8), HMAC));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has " + HMAC, missing);
        }
    }
}
