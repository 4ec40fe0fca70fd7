package dev.tillgate.webapp.api.shape;

import io.swagger.v3.oas.annotations.media.Schema;

/** A way in which a payment can be made. */
@Schema(name = "Method", description = "A way in which a payment can be made.")
public record MethodJson(
        @Schema(example = "card") String method,
        @Schema(example = "sandbox") String provider,

        @Schema(pattern = "^acc_[0-9a-z]{26}$", description = "The merchant's account at the provider")
        String accountId,

        @Schema(allowableValues = {"redirect", "scan", "transfer"})
        String style,

        @Schema(description = "Offer this one first") boolean recommended,

        @Schema(description = "Why it stands where it stands, as a stable short name")
        String reason) {}
