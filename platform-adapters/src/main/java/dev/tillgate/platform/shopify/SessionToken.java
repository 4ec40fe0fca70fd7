package dev.tillgate.platform.shopify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.platform.EmbeddedShop.Place;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The tokens by which Shopify's pages prove themselves to the app: a JWT signed with the client secret, good for a
 * minute (shopify.dev/docs/apps/build/authentication-authorization/session-tokens, 2026-11-25).
 */
final class SessionToken {
    private static final Pattern FORM = Pattern.compile("([\\w-]{1,500})\\.([\\w-]{1,3000})\\.([\\w-]{43})");
    /** As Shopify's own library has it. */
    private static final long TOLERANCE_SECONDS = 10;

    private static final String SCHEME = "https://";

    private SessionToken() {}

    static boolean isGenuine(Place place, String token, Settings settings, Instant now) {
        var parts = FORM.matcher(token);
        if (!parts.matches()) {
            return false;
        }
        byte[] expected = Hmac.sha256(
                settings.get(Shopify.CLIENT_SECRET),
                (parts.group(1) + "." + parts.group(2)).getBytes(StandardCharsets.US_ASCII));
        JsonNode header = json(parts.group(1));
        JsonNode claims = json(parts.group(2));
        byte[] signature = bytes(parts.group(3));
        return header != null
                && claims != null
                && signature != null
                && MessageDigest.isEqual(expected, signature)
                && "HS256".equals(StrictJson.text(header, "alg"))
                && isForUs(place, claims, settings)
                && isFresh(claims, now.getEpochSecond());
    }

    private static boolean isForUs(Place place, JsonNode claims, Settings settings) {
        String destination = StrictJson.text(claims, "dest");
        String issuer = StrictJson.text(claims, "iss");
        if (destination == null || !settings.get(Shopify.CLIENT_ID).equals(StrictJson.text(claims, "aud"))) {
            return false;
        }
        String host = destination.startsWith(SCHEME) ? destination.substring(SCHEME.length()) : destination;
        if (!ShopDomain.same(host, settings.get(Shopify.SHOP))) {
            return false;
        }
        // A buyer's token has no issuer; the administration's is its own address.
        return place == Place.ADMINISTRATION
                ? destination.startsWith(SCHEME) && (destination + "/admin").equals(issuer)
                : issuer == null || issuer.startsWith(destination);
    }

    private static boolean isFresh(JsonNode claims, long now) {
        Long until = StrictJson.integer(claims, "exp");
        Long from = StrictJson.integer(claims, "nbf");
        return until != null && now <= until + TOLERANCE_SECONDS && (from == null || now >= from - TOLERANCE_SECONDS);
    }

    private static @Nullable JsonNode json(String part) {
        byte[] bytes = bytes(part);
        return bytes == null ? null : StrictJson.object(bytes);
    }

    private static byte @Nullable [] bytes(String part) {
        try {
            return Base64.getUrlDecoder().decode(part);
        } catch (IllegalArgumentException garbled) {
            return null;
        }
    }
}
