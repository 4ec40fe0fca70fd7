package dev.tillgate.webapp.api.shape;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whether the gateway reaches the shop. */
@Schema(name = "ShopTest", description = "Whether the gateway reaches the shop.")
public record ShopTestJson(
        boolean reachable,

        @Schema(
                description = "Which address answered: the preferred one or the other",
                allowableValues = {"rest", "wc-api"})
        @Nullable
        String via,

        @Schema(description = "How far the shop's clock is ahead, in milliseconds") @Nullable
        Long clockSkewMs,

        @Schema(
                description = "What is wrong with the preferred address",
                allowableValues = {
                    "not_connected",
                    "address_refused",
                    "no_connection",
                    "no_answer",
                    "blocked",
                    "server_error",
                    "other_answer",
                    "bad_signature"
                })
        @Nullable
        String problem,

        @Schema(description = "The HTTP status that came back from there") @Nullable
        Integer status) {}
