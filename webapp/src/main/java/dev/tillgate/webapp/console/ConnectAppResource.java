package dev.tillgate.webapp.console;

import dev.tillgate.catalog.Platforms;
import dev.tillgate.flow.shop.ShopConnection;
import dev.tillgate.merchant.MerchantBook;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.EmbeddedShop;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connects a store to a shop by an app of the merchant's own: steps, settings, the app's files, a test, and the end. */
@Path("/console/stores/{id}/app/{type}")
public final class ConnectAppResource {
    private static final int LONGEST = 200;
    private static final String SECTION = "stores";

    private final ShopResource.Books books;
    private final MerchantBook merchants;
    private final Gate gate;
    private final ConsolePages pages;
    private final Place place;

    /** @param gateway its public address */
    record Place(URI gateway, Clock clock) {}

    ConnectAppResource(ShopResource.Books books, MerchantBook merchants, Gate gate, ConsolePages pages, Place place) {
        this.books = books;
        this.merchants = merchants;
        this.gate = gate;
        this.pages = pages;
        this.place = place;
    }

    @GET
    public Response page(
            @PathParam("id") String id,
            @PathParam("type") String type,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> {
            Optional<Store> store = store(operator, id);
            Optional<PlatformType> platform = platform(type);
            if (store.isEmpty() || platform.isEmpty()) {
                return pages.missing(asked, operator);
            }
            Map<String, String> values = connection(operator.merchant(), store.get(), platform.get())
                    .map(known -> known.settings().values())
                    .orElse(Map.of());
            return show(asked, operator, store.get(), platform.get(), new Form(values, Map.of()));
        });
    }

    /** The app's files, made for this connection. */
    @GET
    @Path("files.zip")
    public Response files(
            @PathParam("id") String id,
            @PathParam("type") String type,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        return gate.page(headers, operator -> store(operator, id)
                .flatMap(store -> books.shops().find(operator.merchant(), store.id()))
                .filter(connected -> connected.type().id().equals(type))
                .filter(connected -> connected.platform() instanceof EmbeddedShop)
                .map(connected -> zip(connected, (EmbeddedShop) connected.platform()))
                .orElseGet(() -> pages.missing(Asked.of(headers, uri), operator)));
    }

    private Response zip(Connected connected, EmbeddedShop shop) {
        byte[] zip = FilesZip.of(connected.type().id(), shop.appFiles(appUrl(connected.type(), connected.store())));
        return pages.file(connected.type().id() + "-app.zip", "application/zip", zip);
    }

    @POST
    public Response change(
            @PathParam("id") String id,
            @PathParam("type") String type,
            @FormParam("do") @Nullable String what,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers,
            MultivaluedMap<String, String> fields) {
        Asked asked = new Asked(headers, null, null);
        return gate.form(headers, code, operator -> {
            Optional<Store> store = store(operator, id);
            Optional<PlatformType> platform = platform(type);
            if (store.isEmpty() || platform.isEmpty()) {
                return pages.missing(asked, operator);
            }
            MerchantId merchant = operator.merchant();
            boolean another = books.connections()
                    .find(merchant, store.get().id())
                    .filter(known -> !known.platform().equals(type))
                    .isPresent();
            String back = "/console/stores/" + store.get().id() + "/app/" + type + "?said=";
            if (another) {
                return gate.to(back + "stale");
            }
            return switch (Objects.requireNonNullElse(what, "")) {
                case "connect" -> connect(asked, operator, store.get(), platform.get(), fields);
                case "test" -> gate.to(back + test(merchant, store.get().id()));
                case "disconnect" -> {
                    books.shops().disconnect(merchant, store.get().id());
                    yield gate.to(back + "saved");
                }
                default -> gate.to(back + "stale");
            };
        });
    }

    private record Form(Map<String, String> values, Map<String, String> problems) {}

    private Response connect(
            Asked asked, Operator operator, Store store, PlatformType type, MultivaluedMap<String, String> fields) {
        Map<String, String> known = connection(operator.merchant(), store, type)
                .map(connection -> connection.settings().values())
                .orElse(Map.of());
        Map<String, String> values = new HashMap<>();
        Map<String, String> problems = new HashMap<>();
        for (SettingField field : type.settings()) {
            String typed = Objects.requireNonNullElse(fields.getFirst("setting." + field.name()), "")
                    .strip();
            String value = typed.isEmpty() && field.secret() ? known.getOrDefault(field.name(), "") : typed;
            Optional<String> problem = value.length() > LONGEST
                    ? Optional.of("problem.setting.invalid")
                    : value.isEmpty()
                            ? (field.required() ? Optional.of("problem.setting.missing") : Optional.empty())
                            : field.check().apply(value);
            problem.ifPresent(key -> problems.put(field.name(), key));
            if (!value.isEmpty()) {
                values.put(field.name(), value);
            }
        }
        if (problems.isEmpty()) {
            problems.putAll(type.check().apply(new Settings(values)));
        }
        if (!problems.isEmpty()) {
            return show(asked.saying("stale"), operator, store, type, new Form(values, problems));
        }
        books.shops().connect(operator.merchant(), store.id(), type, new Settings(values));
        return gate.to("/console/stores/" + store.id() + "/app/" + type.id() + "?said=saved");
    }

    /** Calls the shop, with no transaction open, and keeps what it found. */
    private String test(MerchantId merchant, StoreId store) {
        Optional<Platform> platform = books.shops().find(merchant, store).map(Connected::platform);
        if (platform.isEmpty() || !(platform.get() instanceof Platform.Tended tended)) {
            return "stale";
        }
        Platform.Tending tending = tended.tend();
        books.connections()
                .change(
                        merchant,
                        store,
                        connection -> connection.tended(
                                tending.broken(), place.clock().instant()));
        return tending.broken().isEmpty() ? "shop_fine" : "shop_broken";
    }

    private Response show(Asked asked, Operator operator, Store store, PlatformType type, Form form) {
        ShopCard card = connection(operator.merchant(), store, type)
                .flatMap(known -> books.card(operator.merchant(), store.id()))
                .orElse(null);
        return pages.show(
                asked,
                operator,
                SECTION,
                "app.title",
                "console/app.jte",
                view -> new ConnectAppPage(
                        view, store, type, card, form.values(), form.problems(), appUrl(type, store.id())));
    }

    private String appUrl(PlatformType type, StoreId store) {
        return place.gateway() + "/" + type.id() + "/" + store;
    }

    private Optional<ShopConnection> connection(MerchantId merchant, Store store, PlatformType type) {
        return books.connections().find(merchant, store.id()).filter(known -> known.platform()
                .equals(type.id()));
    }

    private static Optional<PlatformType> platform(String type) {
        return Platforms.find(type).filter(known -> known.can(EmbeddedShop.class));
    }

    private Optional<Store> store(Operator operator, String id) {
        return Ids.of(id, StoreId::new).flatMap(store -> merchants.store(operator.merchant(), store));
    }
}
