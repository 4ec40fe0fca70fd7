package dev.tillgate.webapp.console;

import dev.tillgate.catalog.PaymentsApps;
import dev.tillgate.flow.shop.SessionBook.Place;
import dev.tillgate.flow.shop.ShopConnection;
import dev.tillgate.merchant.MerchantBook;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.InstalledApp;
import dev.tillgate.vault.SealBroken;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import dev.tillgate.webapp.payapps.OperatorApp;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Connects a store to a shop through the operator's payments app: the merchant chooses the store, consents at Shopify,
 * and goes on to Shopify's page where the method is switched on.
 */
@Path("/console/payments-app")
public final class PaymentsAppResource {
    private static final String PATH = "/console/payments-app";
    private static final String PURPOSE = "payments-app-consent";
    private static final Duration LIFE = Duration.ofMinutes(20);
    private static final String SEALED = "[A-Za-z0-9._-]{20,2000}";

    private final ShopResource.Books books;
    private final MerchantBook merchants;
    private final Gate gate;
    private final ConsolePages pages;
    private final ConnectAppResource.Place place;

    PaymentsAppResource(
            ShopResource.Books books,
            MerchantBook merchants,
            Gate gate,
            ConsolePages pages,
            ConnectAppResource.Place place) {
        this.books = books;
        this.merchants = merchants;
        this.gate = gate;
        this.pages = pages;
        this.place = place;
    }

    /** What a merchant is about to connect: sealed, it goes to the shop's platform and comes back. */
    private record Wish(StoreId store, String shop, boolean test, String who, Instant until) {
        String text() {
            return String.join(" ", store.value(), shop, Boolean.toString(test), who, until.toString());
        }

        static Wish of(String text) {
            String[] parts = text.split(" ", -1);
            return new Wish(
                    new StoreId(parts[0]), parts[1], Boolean.parseBoolean(parts[2]), parts[3], Instant.parse(parts[4]));
        }
    }

    @GET
    public Response page(
            @QueryParam("shop") @Nullable String shop, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(
                headers,
                operator -> books.paymentsApp().app().isEmpty()
                        ? pages.missing(asked, operator)
                        : form(asked, operator, shop != null && PaymentsApps.isShop(shop) ? shop : ""));
    }

    /** What the operator deploys at Shopify. */
    @GET
    @Path("files.zip")
    public Response files(@Context HttpHeaders headers, @Context UriInfo uri) {
        return gate.page(headers, operator -> books.paymentsApp()
                .app()
                .map(app -> pages.file(
                        "tillgate-payments-app.zip",
                        "application/zip",
                        FilesZip.of(
                                "tillgate-payments",
                                PaymentsApps.files(
                                        app.clientId(),
                                        app.apiVersion(),
                                        place.gateway().toString()))))
                .orElseGet(() -> pages.missing(Asked.of(headers, uri), operator)));
    }

    @POST
    public Response choose(
            @FormParam("shop") @Nullable String typed,
            @FormParam("store") @Nullable String id,
            @FormParam("test") @Nullable String test,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        Asked asked = new Asked(headers, null, null);
        return gate.form(headers, code, operator -> {
            Optional<OperatorApp> app = books.paymentsApp().app();
            String shop = Objects.requireNonNullElse(typed, "").strip().toLowerCase(Locale.ROOT);
            Optional<Store> store = Ids.of(id, StoreId::new).flatMap(one -> merchants.store(operator.merchant(), one));
            if (app.isEmpty()) {
                return pages.missing(asked, operator);
            }
            if (store.isEmpty() || !PaymentsApps.isShop(shop) || isOtherwiseConnected(store.get())) {
                return form(asked.saying("payments_app_form"), operator, shop);
            }
            Wish wish = new Wish(store.get().id(), shop, "yes".equals(test), who(operator), now().plus(LIFE));
            return gate.to(PATH + "/go?at=" + sealed(wish));
        });
    }

    /** A page of our own with a link: a form may only lead to our own addresses. */
    @GET
    @Path("go")
    public Response go(@QueryParam("at") @Nullable String at, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> {
            Optional<Wish> wish = opened(at, operator);
            Optional<InstalledApp> platform = wish.flatMap(one -> platform(operator.merchant(), one));
            if (wish.isEmpty() || platform.isEmpty() || at == null) {
                return gate.to(PATH + "?said=stale");
            }
            String address = platform.get().consentAddress(place.gateway() + PATH + "/done", at);
            return pages.show(
                    asked,
                    operator,
                    "stores",
                    "payments_app.title",
                    "console/paymentsapp.jte",
                    view -> new PaymentsAppPage(view, List.of(), wish.get().shop(), address));
        });
    }

    /** The merchant comes back from Shopify, which has signed the query. */
    @GET
    @Path("done")
    public Response done(
            @QueryParam("code") @Nullable String code,
            @QueryParam("state") @Nullable String state,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        String query = Objects.requireNonNullElse(uri.getRequestUri().getRawQuery(), "");
        return gate.page(headers, operator -> {
            Optional<Wish> wish = opened(state, operator);
            Optional<InstalledApp> platform = wish.flatMap(one -> platform(operator.merchant(), one));
            if (wish.isEmpty()
                    || platform.isEmpty()
                    || code == null
                    || code.length() > 200
                    || !platform.get().isGenuine(query)) {
                return gate.to(PATH + "?said=stale");
            }
            return install(operator.merchant(), wish.get(), platform.get(), code);
        });
    }

    private Response install(MerchantId merchant, Wish wish, InstalledApp platform, String code) {
        Optional<Store> store = merchants.store(merchant, wish.store());
        Optional<OperatorApp> app = books.paymentsApp().app();
        if (store.isEmpty() || app.isEmpty() || isOtherwiseConnected(store.get())) {
            return gate.to(PATH + "?said=stale");
        }
        books.shops()
                .connect(merchant, wish.store(), PaymentsApps.TYPE, app.get().of(wish.shop()));
        String problem = platform.install(code, store.get().name());
        if (!problem.isEmpty()) {
            books.connections().change(merchant, wish.store(), connection -> connection.withProblems(List.of(problem)));
            return gate.to("/console/stores/" + wish.store() + "/shop");
        }
        books.paymentsApp().places().take(new Place(merchant, wish.store(), wish.shop(), wish.test()), now());
        return Response.seeOther(URI.create(platform.settingsPage())).build();
    }

    private Response form(Asked asked, Operator operator, String shop) {
        return pages.show(
                asked,
                operator,
                "stores",
                "payments_app.title",
                "console/paymentsapp.jte",
                view -> new PaymentsAppPage(view, merchants.stores(operator.merchant()), shop, null));
    }

    /** A store has one shop; another kind must be disconnected first. */
    private boolean isOtherwiseConnected(Store store) {
        return books.connections()
                .find(store.merchant(), store.id())
                .filter(ShopConnection::isActive)
                .filter(known -> !known.platform().equals(PaymentsApps.TYPE.id()))
                .isPresent();
    }

    private Optional<InstalledApp> platform(MerchantId merchant, Wish wish) {
        return books.paymentsApp().app().map(app ->
                (InstalledApp) books.shops().tried(merchant, wish.store(), PaymentsApps.TYPE, app.of(wish.shop())));
    }

    private String sealed(Wish wish) {
        return books.paymentsApp().vault().seal(PURPOSE, "", wish.text());
    }

    /** Nothing unless it was sealed for this very person, not long ago. */
    private Optional<Wish> opened(@Nullable String sealed, Operator operator) {
        if (sealed == null || !sealed.matches(SEALED)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Wish.of(books.paymentsApp().vault().open(PURPOSE, "", sealed)))
                    .filter(wish ->
                            wish.who().equals(who(operator)) && wish.until().isAfter(now()));
        } catch (SealBroken | IllegalArgumentException | IndexOutOfBoundsException forged) {
            return Optional.empty();
        }
    }

    private static String who(Operator operator) {
        return operator.session().digest();
    }

    private Instant now() {
        return place.clock().instant();
    }
}
