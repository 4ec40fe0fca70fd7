package dev.tillgate.webapp.embedded;

import dev.tillgate.flow.Links;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.platform.Connections;
import dev.tillgate.platform.OfferPayment;
import dev.tillgate.webapp.page.Pages;
import java.net.URI;
import java.util.List;

/** What is served within the pages of shops. */
public final class EmbeddedPages {
    private EmbeddedPages() {}

    /** What it stands on. */
    public record Ground(Connections connections, OfferPayment offers, GuardBook guards) {}

    public static List<Object> resources(Ground ground, Pages pages, Links links, URI publicUrl) {
        EmbeddedShops shops = EmbeddedShops.of(ground.connections());
        return List.of(
                new EmbeddedPageResource(shops, ground.guards(), pages, publicUrl.toString()),
                new CheckoutLinkResource(shops, ground.offers()::run, links));
    }
}
