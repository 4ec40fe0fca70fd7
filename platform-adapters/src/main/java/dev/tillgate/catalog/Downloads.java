package dev.tillgate.catalog;

import dev.tillgate.platform.woocommerce.WooCommerce;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What a store owner installs in the shop, as the build has packed it. */
public final class Downloads {
    /** Name of the file, and with it of the plugin and of the only folder within. */
    public static final String WOOCOMMERCE = "tillgate-for-woocommerce";

    private Downloads() {}

    /** The WooCommerce plugin, a zip; nothing in a build without the plugin's files. */
    public static Optional<byte[]> woocommerce() {
        try (InputStream in = WooCommerce.class.getResourceAsStream(WOOCOMMERCE + ".zip")) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
