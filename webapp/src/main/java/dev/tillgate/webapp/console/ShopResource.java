package dev.tillgate.webapp.console;

import dev.tillgate.flow.shop.ConnectionBook;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.flow.shop.SessionBook;
import dev.tillgate.flow.shop.ShopGuard;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.merchant.MerchantBook;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.platform.Connections;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import dev.tillgate.webapp.payapps.OperatorApp;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A store's shop: what the gateway repaired there, what it could not, and trying it again. */
@Path("/console/stores/{id}/shop")
public final class ShopResource {
    private static final int MOST_AGAIN = 10_000;

    private final Books books;
    private final Gate gate;
    private final ConsolePages pages;
    private final Clock clock;

    /** What the pages are read from. */
    public record Books(ConnectionBook connections, GuardBook guards, Connections shops, PaymentsApp paymentsApp) {
        Optional<ShopCard> card(MerchantId merchant, StoreId store) {
            return connections
                    .find(merchant, store)
                    .map(connection -> new ShopCard(connection, guards.counts(merchant, store), shops.address(store)));
        }
    }

    /** The operator's payments app, if there is one, and which stores answer for which shops of it. */
    public record PaymentsApp(Optional<OperatorApp> app, SessionBook places, Vault vault) {}

    private final MerchantBook merchants;

    ShopResource(Books books, MerchantBook merchants, Gate gate, ConsolePages pages, Clock clock) {
        this.books = books;
        this.merchants = merchants;
        this.gate = gate;
        this.pages = pages;
        this.clock = clock;
    }

    /** The orders that do not agree. */
    @GET
    public Response orders(
            @PathParam("id") String id,
            @QueryParam("after") @Nullable String after,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return known(id, asked, (operator, store, card) -> {
            OrderId cursor = Ids.of(after, OrderId::new).orElse(null);
            List<ShopGuard> read = books.guards.troubles(operator.merchant(), store.id(), cursor, Listing.SIZE + 1);
            Listing<ShopGuard> list =
                    Listing.of(read, Map.of(), cursor == null ? null : cursor.value(), guard -> guard.order()
                            .value());
            return show(asked, operator, view -> new ShopPage(view, store, card, list, null));
        });
    }

    /** What was repaired and noted. */
    @GET
    @Path("notes")
    public Response notes(
            @PathParam("id") String id,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("after") @Nullable String after,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return known(id, asked, (operator, store, card) -> {
            ShopNote.Kind wanted = Ids.of(kind, ShopNote.Kind::valueOf).orElse(null);
            String cursor = after != null && TimeOrderedId.isWellFormed(after, ShopNote.PREFIX) ? after : null;
            List<ShopNote> read = books.guards.notes(operator.merchant(), store.id(), wanted, cursor, Listing.SIZE + 1);
            Listing<ShopNote> list =
                    Listing.of(read, Map.of("kind", wanted == null ? "" : wanted.name()), cursor, ShopNote::id);
            return show(asked, operator, view -> new ShopPage(view, store, card, null, list));
        });
    }

    /** Looks at one order again, or at all that do not agree, as if they were new. */
    @POST
    @Path("again")
    public Response again(
            @PathParam("id") String id,
            @FormParam("order") @Nullable String order,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        Asked asked = new Asked(headers, null, null);
        return gate.form(headers, code, operator -> {
            Optional<Store> store = store(operator, id);
            if (store.isEmpty()) {
                return pages.missing(asked, operator);
            }
            MerchantId merchant = operator.merchant();
            Optional<OrderId> one = Ids.of(order, OrderId::new);
            if (one.isPresent()) {
                books.guards.look(merchant, store.get().id(), one.get(), clock.instant());
            } else {
                books.guards.lookAtRefused(merchant, store.get().id(), MOST_AGAIN, clock.instant());
            }
            return gate.to("/console/stores/" + store.get().id() + "/shop?said=looking");
        });
    }

    private Response show(Asked asked, Operator operator, java.util.function.Function<View, Object> page) {
        return pages.show(asked, operator, "stores", "shop.title", "console/shop.jte", page);
    }

    /** Answers about a store's shop. */
    private interface Answer {
        Response of(Operator operator, Store store, ShopCard card);
    }

    private Response known(String id, Asked asked, Answer answer) {
        return gate.page(asked.headers(), operator -> {
            Optional<Store> store = store(operator, id);
            Optional<ShopCard> card = store.flatMap(found -> books.card(operator.merchant(), found.id()));
            return card.isEmpty()
                    ? pages.missing(asked, operator)
                    : answer.of(operator, store.orElseThrow(), card.get());
        });
    }

    private Optional<Store> store(Operator operator, String id) {
        return Ids.of(id, StoreId::new).flatMap(store -> merchants.store(operator.merchant(), store));
    }
}
