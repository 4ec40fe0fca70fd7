package dev.tillgate.webapp.api.shape;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a program sends to get a token, as RFC 6749 section 4.4.2 has it. Describes the form; it is never made. */
@Schema(name = "TokenRequest")
public record TokenBody(
        @Schema(allowableValues = "client_credentials") String grantType,

        @Schema(description = "What is asked for, blanks between; without it all the client may have") @Nullable
        String scope,

        @Schema(description = "Unless HTTP Basic is used") @Nullable
        String clientId,

        @Schema(description = "Unless HTTP Basic is used") @Nullable
        String clientSecret) {
    /** Never the secret. */
    @Override
    public String toString() {
        return "TokenBody";
    }
}
