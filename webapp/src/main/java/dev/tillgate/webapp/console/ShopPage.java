package dev.tillgate.webapp.console;

import dev.tillgate.flow.shop.ShopGuard;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.merchant.Store;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A store's shop: the orders that do not agree, or what was repaired and noted.
 *
 * @param orders those that do not agree, or null when notes are shown
 * @param notes what was repaired and noted, or null when orders are shown
 */
public record ShopPage(
        View view,
        Store store,
        ShopCard card,
        @Nullable Listing<ShopGuard> orders,
        @Nullable Listing<ShopNote> notes) {
    public String path() {
        return view.path("/console/stores/" + store.id() + "/shop");
    }

    /** Why an order does not agree. */
    public String reason(ShopGuard guard) {
        String reason = guard.reason();
        return reason == null ? "" : ShopCard.words(view, reason, guard.details());
    }

    /** What a platform said in its own words, for whoever looks deeper; empty when it said nothing. */
    public String why(ShopGuard guard) {
        return guard.details().getOrDefault("why", "");
    }

    public String what(ShopNote note) {
        return ShopCard.words(view, note.what(), note.details());
    }

    /** The payments of an order. */
    public String payments(String reference) {
        return view.path("/console/payments?store=" + store.id() + "&order="
                + URLEncoder.encode(reference, StandardCharsets.UTF_8));
    }
}
