package dev.tillgate.webapp.payapps;

import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.vault.Vault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a buyer goes from our pages, and from there to wherever the shop's platform says. The order's name stands in the
 * address, with a code over it that only this installation can compute.
 */
public final class BackLinks {
    private static final String PURPOSE = "session-back";
    private static final int LONGEST = 600;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final Vault vault;
    private final String base;

    BackLinks(Vault vault, URI publicUrl) {
        this.vault = vault;
        this.base = publicUrl + PATH;
    }

    /** How their paths begin. */
    public static final String PATH = "/shopify/payments/back/";

    /** An order of a store. */
    record Target(StoreId store, String reference) {}

    String of(StoreId store, String reference) {
        String name = ENCODER.encodeToString(reference.getBytes(StandardCharsets.UTF_8));
        return base + store + "/" + name + "." + vault.mac(PURPOSE, store + " " + name);
    }

    Optional<Target> read(String store, String token) {
        int point = token.indexOf('.');
        if (token.length() > LONGEST || point < 1 || !TimeOrderedId.isWellFormed(store, StoreId.PREFIX)) {
            return Optional.empty();
        }
        String name = token.substring(0, point);
        if (!vault.isMac(PURPOSE, store + " " + name, token.substring(point + 1))) {
            return Optional.empty();
        }
        return Optional.of(new Target(
                new StoreId(store), new String(Base64.getUrlDecoder().decode(name), StandardCharsets.UTF_8)));
    }
}
