package dev.tillgate.platform.shopify;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of shops at Shopify. Nothing is sent to, and nothing is believed from, a name of another form. */
final class ShopDomain {
    /**
     * As Shopify's own library has it, of which only the first ending is for shops of merchants
     * (github.com/Shopify/shopify-app-js, shop-validator.ts, 2026-11-25).
     */
    private static final Pattern FORM =
            Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-_]*\\.(myshopify\\.com|shopify\\.com|myshopify\\.io|shop\\.dev)");

    private static final int LONGEST = 100;

    private ShopDomain() {}

    static boolean isValid(String name) {
        return name.length() <= LONGEST && FORM.matcher(name).matches();
    }

    /** Whether both name the same shop; upper and lower case are one. */
    static boolean same(String one, String other) {
        return isValid(one) && one.toLowerCase(Locale.ROOT).equals(other.toLowerCase(Locale.ROOT));
    }
}
