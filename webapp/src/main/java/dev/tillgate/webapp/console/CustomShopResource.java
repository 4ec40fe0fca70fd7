package dev.tillgate.webapp.console;

import dev.tillgate.catalog.Platforms;
import dev.tillgate.merchant.MerchantBook;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.Stores;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.Connections;
import dev.tillgate.platform.Platform;
import dev.tillgate.platform.Platform.Tending;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connects a store to a shop of one's own, whose settings the merchant chooses, tests the connection, and ends it. */
@Path("/console/stores/{id}/custom")
public final class CustomShopResource {
    private final ShopResource.Books books;
    private final MerchantBook merchants;
    private final Gate gate;
    private final ConsolePages pages;
    private final Clock clock;

    CustomShopResource(ShopResource.Books books, MerchantBook merchants, Gate gate, ConsolePages pages, Clock clock) {
        this.books = books;
        this.merchants = merchants;
        this.gate = gate;
        this.pages = pages;
        this.clock = clock;
    }

    @POST
    public Response change(
            @PathParam("id") String id,
            @FormParam("do") @Nullable String what,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers,
            MultivaluedMap<String, String> fields) {
        return gate.form(headers, code, operator -> {
            Optional<Store> store =
                    Ids.of(id, StoreId::new).flatMap(known -> merchants.store(operator.merchant(), known));
            if (store.isEmpty()) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            String said = said(operator.merchant(), store.get().id(), Objects.requireNonNullElse(what, ""), fields);
            return gate.to("/console/stores/" + store.get().id() + "?said=" + said + "#shop");
        });
    }

    private String said(MerchantId merchant, StoreId store, String what, MultivaluedMap<String, String> fields) {
        PlatformType custom = Platforms.find(Stores.CUSTOM).orElseThrow();
        boolean another = books.connections()
                .find(merchant, store)
                .filter(connection -> !connection.platform().equals(custom.id()))
                .isPresent();
        if (another) {
            return "stale";
        }
        return switch (what) {
            case "connect" -> connect(merchant, store, custom, fields);
            case "test" -> test(merchant, store);
            case "disconnect" -> {
                books.shops().disconnect(merchant, store);
                yield "saved";
            }
            default -> "stale";
        };
    }

    private String connect(
            MerchantId merchant, StoreId store, PlatformType custom, MultivaluedMap<String, String> fields) {
        Map<String, String> values = new HashMap<>();
        for (SettingField field : custom.settings()) {
            String value = Objects.requireNonNullElse(fields.getFirst(field.name()), "");
            if (field.check().apply(value).isPresent()) {
                return "stale";
            }
            values.put(field.name(), value);
        }
        books.shops().connect(merchant, store, custom, new Settings(values));
        return test(merchant, store);
    }

    /** Calls the shop, with no transaction open, and keeps what it found. */
    private String test(MerchantId merchant, StoreId store) {
        Optional<Platform> platform = books.shops().find(merchant, store).map(Connections.Connected::platform);
        if (platform.isEmpty() || !(platform.get() instanceof Platform.Tended tended)) {
            return "stale";
        }
        Tending tending = tended.tend();
        books.connections().change(merchant, store, connection -> connection.tended(tending.broken(), clock.instant()));
        return tending.broken().isEmpty() ? "shop_fine" : "shop_broken";
    }
}
