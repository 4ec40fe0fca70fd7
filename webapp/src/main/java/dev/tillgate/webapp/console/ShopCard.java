package dev.tillgate.webapp.console;

import dev.tillgate.flow.shop.GuardBook.Counts;
import dev.tillgate.flow.shop.ShopConnection;
import java.util.Map;

/** A store's shop in short: how it is connected, and how its orders stand. */
public record ShopCard(ShopConnection connection, Counts counts) {
    /** How many orders are not yet as they should be. */
    public long troubles() {
        return counts.late() + counts.refused() + counts.givenUp();
    }

    /** What is to be done, in words; the key itself for a platform that has none. */
    public static String words(View view, String key, Map<String, String> details) {
        String text = view.textOr(key, key);
        for (Map.Entry<String, String> detail : details.entrySet()) {
            text = text.replace("{" + detail.getKey() + "}", detail.getValue());
        }
        return text;
    }

    /** The platform's own name. */
    public String platform(View view) {
        return view.textOr("platform." + connection.platform(), connection.platform());
    }
}
