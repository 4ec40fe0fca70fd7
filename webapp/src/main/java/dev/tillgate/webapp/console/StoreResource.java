package dev.tillgate.webapp.console;

import dev.tillgate.callback.CallbackEndpoints;
import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.ApiClient;
import dev.tillgate.merchant.ApiClients;
import dev.tillgate.merchant.ClientId;
import dev.tillgate.merchant.NotAccepted;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.merchant.Scope;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** One store: its name, methods, callbacks and API clients. */
@Path("/console/stores/{id}")
public final class StoreResource {
    private final Administration administration;
    private final CallbackEndpoints endpoints;
    private final ShopResource.Books shops;
    private final Gate gate;
    private final ConsolePages pages;
    private final Clock clock;

    StoreResource(
            Administration administration,
            CallbackEndpoints endpoints,
            ShopResource.Books shops,
            Gate gate,
            ConsolePages pages,
            Clock clock) {
        this.administration = administration;
        this.endpoints = endpoints;
        this.shops = shops;
        this.gate = gate;
        this.pages = pages;
        this.clock = clock;
    }

    /** What is shown this once. */
    private record Once(ApiClients.@Nullable Issued issued, boolean secrets) {
        static final Once NOTHING = new Once(null, false);
    }

    @GET
    public Response page(@PathParam("id") String id, @Context HttpHeaders headers, @Context UriInfo uri) {
        return gate.page(headers, operator -> store(operator, id)
                .map(store -> show(Asked.of(headers, uri), operator, store, Once.NOTHING))
                .orElseGet(() -> pages.missing(Asked.of(headers, uri), operator)));
    }

    @POST
    @Path("name")
    public Response rename(
            @PathParam("id") String id,
            @FormParam("name") @Nullable String name,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return change(id, code, headers, (operator, store) -> {
            administration.stores().rename(operator.merchant(), store.id(), Objects.requireNonNullElse(name, ""));
            return "saved";
        });
    }

    @POST
    @Path("methods")
    public Response method(
            @PathParam("id") String id,
            @FormParam("method") @Nullable String method,
            @FormParam("account") @Nullable String account,
            @FormParam("do") @Nullable String what,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return change(id, code, headers, (operator, store) -> {
            Optional<AccountId> through = Ids.of(account, AccountId::new);
            if (through.isEmpty() || method == null || what == null) {
                return "stale";
            }
            MerchantId merchant = operator.merchant();
            switch (what) {
                case "on" -> administration.methods().enable(merchant, store.id(), method, through.get(), true);
                case "off" -> administration.methods().enable(merchant, store.id(), method, through.get(), false);
                case "up" -> administration.methods().move(merchant, store.id(), method, through.get(), true);
                case "down" -> administration.methods().move(merchant, store.id(), method, through.get(), false);
                default -> {
                    return "stale";
                }
            }
            return "saved";
        });
    }

    @POST
    @Path("callbacks")
    public Response callAt(
            @PathParam("id") String id,
            @FormParam("url") @Nullable String url,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return change(id, code, headers, (operator, store) -> {
            administration.stores().callAt(operator.merchant(), store.id(), Objects.requireNonNullElse(url, ""));
            endpoints.withSecret(operator.merchant(), store.id());
            return "saved";
        });
    }

    /** Shows the secrets on the very answer: no address leads to them, no cache keeps them. */
    @POST
    @Path("callbacks/secrets")
    public Response secrets(
            @PathParam("id") String id,
            @FormParam("do") @Nullable String what,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return answer(id, code, headers, (operator, store) -> {
            if ("rotate".equals(what)) {
                endpoints.rotateSecret(operator.merchant(), store.id(), CallbackEndpoints.GRACE);
            } else {
                endpoints.withSecret(operator.merchant(), store.id());
            }
            return show(new Asked(headers, null, null), operator, store, new Once(null, true));
        });
    }

    @POST
    @Path("clients")
    public Response create(
            @PathParam("id") String id,
            @FormParam("name") @Nullable String name,
            @FormParam("scope") @Nullable List<String> scopes,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return answer(
                id,
                code,
                headers,
                (operator, store) -> issued(
                        headers,
                        operator,
                        store,
                        administration
                                .apiClients()
                                .create(
                                        operator.merchant(),
                                        store.id(),
                                        Objects.requireNonNullElse(name, ""),
                                        Scope.parse(String.join(" ", scopes == null ? List.of() : scopes)))));
    }

    @POST
    @Path("clients/{client}")
    public Response client(
            @PathParam("id") String id,
            @PathParam("client") String client,
            @FormParam("do") @Nullable String what,
            @FormParam("secret") @Nullable String secret,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return answer(id, code, headers, (operator, store) -> {
            Optional<ApiClient> known = Ids.of(client, ClientId::new)
                    .flatMap(found -> administration.clients().client(operator.merchant(), found))
                    .filter(found -> found.store().equals(store.id()));
            if (known.isEmpty() || what == null) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            ApiClients clients = administration.apiClients();
            MerchantId merchant = operator.merchant();
            ClientId clientId = known.get().id();
            switch (what) {
                case "add" -> {
                    return issued(headers, operator, store, clients.addSecret(merchant, clientId));
                }
                case "revoke" -> clients.revokeSecret(merchant, clientId, Objects.requireNonNullElse(secret, ""));
                case "disable" -> clients.enable(merchant, clientId, false);
                case "enable" -> clients.enable(merchant, clientId, true);
                default -> {
                    return pages.missing(new Asked(headers, null, null), operator);
                }
            }
            return gate.to("/console/stores/" + store.id() + "?said=saved#clients");
        });
    }

    private Response issued(HttpHeaders headers, Operator operator, Store store, ApiClients.Issued issued) {
        return show(new Asked(headers, null, null), operator, store, new Once(issued, false));
    }

    /** A change that is followed by the page, saying what came of it. */
    private Response change(
            String id, @Nullable String code, HttpHeaders headers, BiFunction<Operator, Store, String> change) {
        return answer(
                id,
                code,
                headers,
                (operator, store) ->
                        gate.to("/console/stores/" + store.id() + "?said=" + change.apply(operator, store)));
    }

    private Response answer(
            String id, @Nullable String code, HttpHeaders headers, BiFunction<Operator, Store, Response> answer) {
        return gate.form(headers, code, operator -> {
            Optional<Store> store = store(operator, id);
            if (store.isEmpty()) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            try {
                return answer.apply(operator, store.get());
            } catch (NotAccepted no) {
                return gate.to("/console/stores/" + store.get().id() + "?said=" + said(no));
            }
        });
    }

    private static String said(NotAccepted no) {
        return switch (no.problems().keySet().iterator().next()) {
            case "callbackUrl" -> "url";
            case "secret" -> "two_secrets";
            case "scopes" -> "scopes";
            default -> "name";
        };
    }

    private Optional<Store> store(Operator operator, String id) {
        return Ids.of(id, StoreId::new)
                .flatMap(store -> administration.merchants().store(operator.merchant(), store));
    }

    private Response show(Asked asked, Operator operator, Store store, Once once) {
        MerchantId merchant = operator.merchant();
        Map<AccountId, String> accounts = new HashMap<>();
        for (ProviderAccount account : administration.accounts().accounts(merchant)) {
            accounts.put(account.id(), account.label());
        }
        return pages.show(
                asked,
                operator,
                "stores",
                "store.title",
                "console/store.jte",
                view -> new StorePage(
                        view,
                        store,
                        administration.methods().of(merchant, store.id()),
                        accounts,
                        administration.clients().clients(merchant, store.id()),
                        endpoints.find(merchant, store.id()),
                        once.issued,
                        once.secrets,
                        shops.card(merchant, store.id()).orElse(null),
                        shops.paymentsApp().app().isPresent(),
                        clock.instant()));
    }
}
