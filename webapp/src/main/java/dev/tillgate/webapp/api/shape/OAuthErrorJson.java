package dev.tillgate.webapp.api.shape;

import io.swagger.v3.oas.annotations.media.Schema;

/** Why no token is given, as RFC 6749 section 5.2 has it. */
@Schema(name = "OAuthError", description = "Why no token is given (RFC 6749).")
public record OAuthErrorJson(
        @Schema(
                allowableValues = {
                    "invalid_request",
                    "invalid_client",
                    "unauthorized_client",
                    "unsupported_grant_type",
                    "invalid_scope"
                })
        String error,

        String errorDescription) {}
