package dev.tillgate.webapp.api;

import jakarta.ws.rs.core.MediaType;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program sends to get a token.
 *
 * @param secret never to be printed
 * @param scope what it asks for, or empty for all it may have
 * @param isBasic whether the secret came in the Authorization header
 */
record TokenForm(String clientId, String secret, String scope, boolean isBasic) {
    private static final String BASIC = "Basic ";

    /** @throws OAuthRefusal when it is not a form that asks for client credentials, or credentials are missing */
    static TokenForm read(@Nullable MediaType type, byte[] body, @Nullable String authorization) {
        if (type == null || !MediaType.APPLICATION_FORM_URLENCODED_TYPE.isCompatible(type)) {
            throw OAuthRefusal.of("invalid_request", "the body must be application/x-www-form-urlencoded");
        }
        Map<String, String> fields = fields(new String(body, StandardCharsets.UTF_8));
        String grant = fields.getOrDefault("grant_type", "");
        if (grant.isEmpty()) {
            throw OAuthRefusal.of("invalid_request", "grant_type is missing");
        }
        if (!grant.equals("client_credentials")) {
            throw OAuthRefusal.of("unsupported_grant_type", "only client_credentials is supported");
        }
        String scope = fields.getOrDefault("scope", "");
        String[] basic = basic(authorization);
        if (basic != null) {
            if (fields.containsKey("client_secret")) {
                throw OAuthRefusal.of("invalid_request", "credentials are both in the header and in the form");
            }
            return new TokenForm(basic[0], basic[1], scope, true);
        }
        if (!fields.containsKey("client_id") || !fields.containsKey("client_secret")) {
            throw OAuthRefusal.invalidClient(false);
        }
        return new TokenForm(fields.get("client_id"), fields.get("client_secret"), scope, false);
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "TokenForm";
    }

    private static String @Nullable [] basic(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            return null;
        }
        try {
            byte[] pair = Base64.getDecoder()
                    .decode(authorization.substring(BASIC.length()).trim());
            String text = new String(pair, StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw OAuthRefusal.invalidClient(true);
            }
            return new String[] {decoded(text.substring(0, colon)), decoded(text.substring(colon + 1))};
        } catch (IllegalArgumentException notBase64) {
            throw OAuthRefusal.invalidClient(true);
        }
    }

    private static Map<String, String> fields(String form) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : form.split("&")) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String name = decoded(pair.substring(0, equals));
            if (fields.put(name, decoded(pair.substring(equals + 1))) != null) {
                throw OAuthRefusal.of("invalid_request", "a parameter appears twice");
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw OAuthRefusal.of("invalid_request", "the form is not encoded correctly");
        }
    }
}
