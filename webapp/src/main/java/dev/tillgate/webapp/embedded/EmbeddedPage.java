package dev.tillgate.webapp.embedded;

import dev.tillgate.flow.shop.GuardBook.Counts;
import dev.tillgate.webapp.page.Frame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The page within a shop's administration.
 *
 * @param appId named to the shop's script, which brings the token
 * @param shown what is to be seen, or null while there is no token yet
 */
public record EmbeddedPage(
        Frame frame, String appId, @Nullable Shown shown) {
    /**
     * How the connection stands.
     *
     * @param problems message keys of what the merchant must do
     * @param console where more is to be seen
     */
    public record Shown(String shop, List<String> problems, Counts counts, String console) {
        public long troubles() {
            return counts.late() + counts.refused() + counts.givenUp();
        }
    }

    public String text(String key, Object... values) {
        return frame.text(key, values);
    }

    public String problem(String key) {
        return frame.texts().getOr(key, key);
    }
}
