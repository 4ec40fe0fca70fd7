package dev.tillgate.platform.custom;

import dev.tillgate.platform.Inbound;
import dev.tillgate.platform.OrderReading;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.platform.Reconciled;
import dev.tillgate.platform.ShopFact;
import dev.tillgate.platform.signed.SignedShop;
import dev.tillgate.provider.InboundRequest;
import java.util.List;
import java.util.Map;

/** Speaks the signed protocol at the store's callback address; one that cannot be read is believed when it says 2xx. */
final class CustomShop implements Platform.Tended {
    private final boolean reading;
    private final SignedShop shop;

    CustomShop(boolean reading, PlatformType.Tools tools) {
        this.reading = reading;
        this.shop = new SignedShop("custom", () -> addresses(tools), tools);
    }

    private static List<String> addresses(PlatformType.Tools tools) {
        String address = tools.signature().callbackAddress();
        return address == null ? List.of() : List.of(address);
    }

    @Override
    public Inbound read(InboundRequest request) {
        return shop.read(request);
    }

    @Override
    public OrderReading load(String reference) {
        return reading
                ? shop.load(reference)
                : new OrderReading.Refused("platform.custom.refused.not_reading", Map.of("order", reference));
    }

    @Override
    public Reconciled reconcile(ShopFact fact) {
        return reading ? shop.reconcile(fact) : new Reconciled.Agreed(List.of());
    }

    @Override
    public Tending tend() {
        return reading ? shop.tend() : Tending.FINE;
    }
}
