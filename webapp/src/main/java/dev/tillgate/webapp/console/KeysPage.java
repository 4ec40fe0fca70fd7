package dev.tillgate.webapp.console;

import dev.tillgate.merchant.Store;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the address of a shop without the plugin.
 *
 * @param shop as entered
 * @param offered as entered
 * @param problem a message key, or null
 */
public record KeysPage(
        View view,
        Store store,
        String shop,
        String offered,
        @Nullable String problem) {
    public String action() {
        return view.path("/console/stores/" + store.id() + "/keys");
    }
}
