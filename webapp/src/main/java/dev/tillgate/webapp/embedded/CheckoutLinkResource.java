package dev.tillgate.webapp.embedded;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.flow.Links;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.EmbeddedShop.Checkout;
import dev.tillgate.platform.EmbeddedShop.Place;
import dev.tillgate.platform.OfferPayment.Offer;
import dev.tillgate.webapp.api.Rates;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the block on a shop's Thank-you page asks for the payment's page. It proves by the shop's token that it stands
 * there, and names the checkout by its unguessable token; order, amount and currency are read at the shop.
 */
@Path("/shopify/{store}/checkout")
public final class CheckoutLinkResource {
    private static final String METHODS = "GET, OPTIONS";
    private static final int SLOW_SECONDS = 10;

    private final EmbeddedShops shops;
    private final Offers offers;
    private final Links links;
    /** Where an order of a shop is paid. */
    @FunctionalInterface
    interface Offers {
        Offer of(Connected shop, String reference);
    }

    /** By buyer's address: asking costs of what Shopify lets us ask for this shop. */
    private final Rates rates = new Rates(1, 20, System::nanoTime);

    CheckoutLinkResource(EmbeddedShops shops, Offers offers, Links links) {
        this.shops = shops;
        this.offers = offers;
        this.links = links;
    }

    /** The block runs in a worker of Shopify's whose origin is not fixed; no cookie is taken, the token decides. */
    @OPTIONS
    public Response may() {
        return shared(Response.noContent())
                .header("Access-Control-Allow-Methods", METHODS)
                .header("Access-Control-Allow-Headers", "Authorization")
                .header("Access-Control-Max-Age", "86400")
                .build();
    }

    @GET
    public Response link(
            @PathParam("store") String store,
            @QueryParam("token") @Nullable String checkout,
            @HeaderParam(HttpHeaders.AUTHORIZATION) @Nullable String authorization,
            @Context HttpServletRequest http) {
        rates.take(http.getRemoteAddr());
        return linked(store, checkout, authorization);
    }

    Response linked(String store, @Nullable String checkout, @Nullable String authorization) {
        Optional<EmbeddedShops.Found> found = shops.find(store);
        String token = EmbeddedShops.bearer(authorization);
        if (found.isEmpty() || token == null || !found.get().shop().isGenuine(Place.CHECKOUT, token)) {
            return shared(Response.status(401)).build();
        }
        if (checkout == null) {
            return answer(state("none"));
        }
        return switch (found.get().shop().order(checkout)) {
            case Checkout.Order order -> answer(offered(found.get(), order.reference()));
            case Checkout.NotYet notYet -> answer(wait(Duration.ofSeconds(2)));
            case Checkout.Later later -> answer(wait(later.after()));
            case Checkout.Refused refused -> answer(state("later"));
        };
    }

    private ObjectNode offered(EmbeddedShops.Found found, String reference) {
        return switch (offers.of(found.connected(), reference)) {
            case Offer.Pay pay ->
                state("pay").put("url", links.checkout(found.connected().merchant(), pay.payment()));
            case Offer.Settled settled -> state("paid");
            case Offer.Wait wait -> wait(wait.after());
            case Offer.Nothing nothing -> state("none");
        };
    }

    private static ObjectNode wait(Duration after) {
        long seconds = Math.max(1, Math.min(SLOW_SECONDS, after.toSeconds()));
        return state("wait").put("after", seconds);
    }

    private static ObjectNode state(String state) {
        return JsonNodeFactory.instance.objectNode().put("state", state);
    }

    private static Response answer(ObjectNode body) {
        return shared(Response.ok(body.toString(), MediaType.APPLICATION_JSON)).build();
    }

    private static Response.ResponseBuilder shared(Response.ResponseBuilder answer) {
        return answer.header("Access-Control-Allow-Origin", "*")
                .header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff");
    }
}
