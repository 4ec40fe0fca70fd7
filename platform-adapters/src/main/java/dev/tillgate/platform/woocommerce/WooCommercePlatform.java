package dev.tillgate.platform.woocommerce;

import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.PlatformType.Tools;
import dev.tillgate.platform.ProvesAccess;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.signed.SignedShop;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Settings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One WooCommerce shop, spoken with through its plugin or through its REST interface. */
public final class WooCommercePlatform implements Platform.Tended, Platform.Polled, ProvesAccess {
    private static final String ID = "woocommerce";

    private final Platform.Tended door;

    WooCommercePlatform(Settings settings, Tools tools) {
        door = settings.getOr(WooCommerce.DOOR, WooCommerce.PLUGIN).equals(WooCommerce.REST)
                ? new RestDoor(settings, tools)
                : new SignedShop(ID, () -> addresses(settings), tools);
    }

    @Override
    public Inbound read(InboundRequest request) {
        return door.read(request);
    }

    @Override
    public OrderReading load(String reference) {
        return door.load(reference);
    }

    @Override
    public Reconciled reconcile(ShopFact fact) {
        return door.reconcile(fact);
    }

    @Override
    public Tending tend() {
        return door.tend();
    }

    /** The plugin tells of every change by itself, again and again until it was heard; it need not be asked. */
    @Override
    public Changes changedSince(Instant since, int limit) {
        return door instanceof RestDoor rest ? rest.changedSince(since, limit) : new Changes(List.of(), since, "");
    }

    @Override
    public Optional<String> prove() {
        return door instanceof RestDoor rest
                ? rest.prove()
                : door.tend().broken().stream().findFirst();
    }

    /** The one the shop prefers first. */
    private static List<String> addresses(Settings settings) {
        return Stream.of(WooCommerce.NOTIFY_URL, WooCommerce.FALLBACK)
                .map(name -> settings.getOr(name, ""))
                .filter(url -> !url.isEmpty())
                .toList();
    }
}
