package dev.tillgate.webapp.embedded;

import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.platform.EmbeddedShop.Place;
import dev.tillgate.webapp.page.LanguageChoice;
import dev.tillgate.webapp.page.MessageBundle;
import dev.tillgate.webapp.page.Pages;
import dev.tillgate.webapp.page.Texts;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page that a merchant sees when opening the app within the shop's administration. Each request proves itself by a
 * token of the shop; without a good one the page only fetches a fresh token and asks again.
 */
@Path("/shopify/{store}")
public final class EmbeddedPageResource {
    private static final String APP_BRIDGE = "https://cdn.shopify.com";

    private final EmbeddedShops shops;
    private final GuardBook guards;
    private final Pages pages;
    private final String address;
    private final MessageBundle messages = MessageBundle.nextTo(EmbeddedPageResource.class);

    /** @param address of the gateway, without a slash at the end */
    EmbeddedPageResource(EmbeddedShops shops, GuardBook guards, Pages pages, String address) {
        this.shops = shops;
        this.guards = guards;
        this.pages = pages;
        this.address = address;
    }

    @GET
    public Response page(
            @PathParam("store") String store,
            @QueryParam("id_token") @Nullable String fromLoad,
            @QueryParam("locale") @Nullable String locale,
            @Context HttpHeaders headers) {
        String fromFetch = EmbeddedShops.bearer(headers.getHeaderString(HttpHeaders.AUTHORIZATION));
        String token = fromFetch != null ? fromFetch : fromLoad;
        Optional<EmbeddedShops.Found> known = shops.find(store);
        if (known.isEmpty()) {
            return pages.protect(Response.status(404)).build();
        }
        EmbeddedShops.Found found = known.get();
        boolean genuine = token != null && found.shop().isGenuine(Place.ADMINISTRATION, token);
        if (!genuine && fromFetch != null) {
            return pages.protect(Response.status(401))
                    .header("X-Shopify-Retry-Invalid-Session-Request", "1")
                    .build();
        }
        LanguageChoice choice = LanguageChoice.of(null, locale, headers);
        Texts texts = messages.in(choice.language());
        EmbeddedPage page = genuine && token != null
                ? shown(texts, found, found.shop().welcome(token))
                : new EmbeddedPage(frame(texts), found.shop().appId(), null);
        return framed(
                pages.html(genuine ? 200 : 401, choice.language(), "embedded/shop.jte", page),
                found.shop().frameAncestors());
    }

    private EmbeddedPage shown(Texts texts, EmbeddedShops.Found found, String problem) {
        MerchantId merchant = found.connected().merchant();
        return new EmbeddedPage(
                frame(texts),
                found.shop().appId(),
                new EmbeddedPage.Shown(
                        found.shop().shopName(),
                        problem.isEmpty() ? List.of() : List.of(problem),
                        guards.counts(merchant, found.connected().store()),
                        address + "/console/stores/" + found.connected().store() + "/shop"));
    }

    private dev.tillgate.webapp.page.Frame frame(Texts texts) {
        return pages.frame(texts, texts.get("embedded.title"), List.of("shell.css", "console.css"), List.of());
    }

    /** Only this shop's administration may show the page in a frame, and only Shopify's own script runs in it. */
    private static Response framed(Response.ResponseBuilder answer, String ancestors) {
        String policy = String.join(
                "; ",
                "default-src 'none'",
                "style-src 'self'",
                "script-src " + APP_BRIDGE,
                "img-src 'self'",
                "connect-src 'self' " + APP_BRIDGE,
                "form-action 'none'",
                "frame-ancestors " + ancestors,
                "base-uri 'none'");
        return answer.header("Content-Security-Policy", null)
                .header("Content-Security-Policy", policy)
                .header("X-Frame-Options", null)
                .header("Cross-Origin-Opener-Policy", null)
                .build();
    }
}
