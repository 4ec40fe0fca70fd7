package dev.tillgate.webapp.console;

import dev.tillgate.merchant.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Connecting a store to a shop through the operator's payments app.
 *
 * @param stores to choose from
 * @param shop its name at the platform, as far as known
 * @param consent where the merchant goes on to consent, or null while a store is being chosen
 */
public record PaymentsAppPage(
        View view,
        List<Store> stores,
        String shop,
        @Nullable String consent) {}
