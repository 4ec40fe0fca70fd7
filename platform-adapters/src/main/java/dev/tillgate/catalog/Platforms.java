package dev.tillgate.catalog;

import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.custom.Custom;
import dev.tillgate.platform.shopify.PaymentsApp;
import dev.tillgate.platform.shopify.Shopify;
import dev.tillgate.platform.woocommerce.WooCommerce;
import java.util.List;
import java.util.Optional;

/** Every shop platform there is: adding one adds one line here. */
public final class Platforms {
    public static final List<PlatformType> ALL = List.of(
            // One a line, as adding one is one line.
            Custom.TYPE, Shopify.TYPE, PaymentsApp.TYPE, WooCommerce.TYPE);

    private Platforms() {}

    /** The platform with this id. */
    public static Optional<PlatformType> find(String id) {
        return ALL.stream().filter(type -> type.id().equals(id)).findFirst();
    }
}
