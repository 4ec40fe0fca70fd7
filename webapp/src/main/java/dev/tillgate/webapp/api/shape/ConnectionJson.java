package dev.tillgate.webapp.api.shape;

import io.swagger.v3.oas.annotations.media.Schema;

/** A plugin's credentials and where everything is, shown this once. */
@Schema(name = "Connection", description = "A plugin's credentials and where everything is; shown this once.")
public record ConnectionJson(
        String storeId,

        @Schema(description = "The gateway's address") String gateway,
        @Schema(description = "Where the API begins") String apiBase,

        @Schema(description = "Where access tokens are given")
        String tokenUrl,

        String clientId,
        String clientSecret,

        @Schema(description = "Standard Webhooks secret, for both directions")
        String callbackSecret,

        @Schema(description = "Issuer of the gateway's tokens")
        String issuer,

        @Schema(description = "Keys of the gateway's tokens")
        String jwksUrl,

        @Schema(description = "Where the shop sends its own messages")
        String inboundUrl,

        @Schema(description = "Whether it offers a method that moves no money")
        boolean testMode,

        String storeName) {
    /** Never the secrets. */
    @Override
    public String toString() {
        return "ConnectionJson[" + storeId + "]";
    }
}
