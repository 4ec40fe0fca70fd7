package dev.tillgate.platform;

import java.time.Duration;
import java.util.Map;

/**
 * A shop whose own pages show a part of ours: a settings page within the shop's administration, and a block on the page
 * after the checkout. They prove by a short-lived token of the shop that they are shown there.
 */
public interface EmbeddedShop extends Platform {
    /** Where a token comes from. */
    enum Place {
        /** The shop's administration: the merchant or staff. */
        ADMINISTRATION,
        /** A page that a buyer sees. */
        CHECKOUT
    }

    /** Whether the shop issued this token just now, for our app and for this place. */
    boolean isGenuine(Place place, String token);

    /**
     * A merchant has opened the settings page: the visit may bring what is needed to speak with the shop.
     *
     * @return what is in the way, as a message key, or empty
     */
    String welcome(String token);

    /** The only origins that may frame the settings page, for {@code frame-ancestors}. */
    String frameAncestors();

    /** Which order came of a checkout, as the shop says. */
    Checkout order(String checkoutToken);

    /** Answer of {@link #order}. */
    sealed interface Checkout {
        record Order(String reference) implements Checkout {}

        /** None yet: orders become visible some seconds after the checkout. */
        record NotYet() implements Checkout {}

        record Later(String why, Duration after) implements Checkout {}

        /** A message key. */
        record Refused(String reason) implements Checkout {}
    }

    /** The shop's name for itself, to show. */
    String shopName();

    /** The app's public id at the shop, which its pages there must name. */
    String appId();

    /**
     * What the merchant installs in the shop, made for this connection: contents by path within one folder.
     *
     * @param pages where our pages for this shop begin, such as {@code https://pay.example/shopify/sto_1}
     */
    Map<String, String> appFiles(String pages);
}
