package dev.tillgate.webapp.api.shape;

import io.swagger.v3.oas.annotations.media.Schema;

/** New secrets, shown this once. */
@Schema(name = "NewSecrets", description = "New secrets, shown this once; those before stay good for a day.")
public record RotationJson(
        String clientId,
        String clientSecret,

        @Schema(description = "Standard Webhooks secret, for both directions")
        String callbackSecret,

        @Schema(description = "Until when the secrets before are good", format = "date-time")
        String oldUntil) {
    /** Never the secrets. */
    @Override
    public String toString() {
        return "RotationJson[" + clientId + "]";
    }
}
