package dev.tillgate.webapp.api.shape;

import io.swagger.v3.oas.annotations.media.Schema;

/** An access token, as RFC 6749 section 5.1 has it. */
@Schema(name = "Token", description = "An access token (RFC 6749).")
public record TokenJson(
        @Schema(description = "Send it as Authorization: Bearer …")
        String accessToken,

        @Schema(allowableValues = "Bearer") String tokenType,
        @Schema(description = "Seconds until it ends") long expiresIn,

        @Schema(description = "What it allows, blanks between")
        String scope) {
    /** Never the token. */
    @Override
    public String toString() {
        return "TokenJson[" + scope + "]";
    }
}
