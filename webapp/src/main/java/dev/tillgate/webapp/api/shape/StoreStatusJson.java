package dev.tillgate.webapp.api.shape;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** What a store offers at this moment. */
@Schema(name = "StoreStatus", description = "What a store offers at this moment.")
public record StoreStatusJson(
        String storeId,
        String storeName,

        @Schema(description = "Whether it offers a method that moves no money")
        boolean testMode,

        @Schema(description = "Methods in the store's order; empty: buyers cannot pay")
        List<String> methods,

        @Schema(description = "ISO 4217 codes that at least one method takes")
        List<String> currencies) {}
