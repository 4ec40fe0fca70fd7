package dev.tillgate.webapp.console;

import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.merchant.SecretText;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.connect.ConnectRequest;
import dev.tillgate.webapp.connect.ShopAddress;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import dev.tillgate.webapp.page.FormGuard;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Where the merchant says whether a shop may be connected. What the shop asked for is part of the address, sealed, so
 * that it outlives logging in and a change of language. Nothing happens before the merchant has pressed a button, and
 * the browser goes nowhere but back to the shop that sent it.
 */
@Path("/console/connect/{request}")
public final class ConnectResource {
    private static final String NEW_STORE = "new";
    private static final int LONGEST_NAME = 120;

    private final Administration administration;
    private final Console.Connect connect;
    private final LogIn logIn;
    private final FormGuard forms;
    private final Gate gate;
    private final ConsolePages pages;

    /** How somebody who is not logged in gets in. */
    record Door(LogIn logIn, FormGuard forms) {}

    ConnectResource(Administration administration, Console.Connect connect, Door door, Gate gate, ConsolePages pages) {
        this.administration = administration;
        this.connect = connect;
        this.logIn = door.logIn;
        this.forms = door.forms;
        this.gate = gate;
        this.pages = pages;
    }

    @GET
    public Response page(@PathParam("request") String sealed, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return with(sealed, asked, (request, path) -> gate.operator(headers)
                .map(operator -> question(200, asked, operator, request, path))
                .orElseGet(() -> door(200, asked, request, path)));
    }

    /** Logs in on the way; the address stays the same, so that this is where one is afterwards. */
    @POST
    @Path("login")
    public Response login(
            @PathParam("request") String sealed,
            @FormParam("email") @Nullable String email,
            @FormParam("password") @Nullable String password,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers,
            @Context HttpServletRequest http) {
        Asked asked = new Asked(headers, null, null);
        return with(sealed, asked, (request, path) -> {
            if (!forms.accepts(headers, SignInResource.SUBJECT, code)) {
                return door(403, asked.saying("stale"), request, path);
            }
            Optional<SecretText> session = logIn.tryIn(
                    Objects.requireNonNullElse(email, ""),
                    Objects.requireNonNullElse(password, ""),
                    http.getRemoteAddr());
            return session.isPresent() ? gate.to(path, session) : door(403, asked.saying("not_in"), request, path);
        });
    }

    /** After a failed log-in the address ends in this word; the page is the same. */
    @GET
    @Path("login")
    public Response again(@PathParam("request") String sealed) {
        return gate.to("/console/connect/" + sealed);
    }

    @POST
    public Response decide(
            @PathParam("request") String sealed,
            @FormParam("store") @Nullable String store,
            @FormParam("name") @Nullable String name,
            @FormParam("do") @Nullable String what,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        Asked asked = new Asked(headers, null, null);
        return with(sealed, asked, (request, path) -> {
            Optional<Operator> operator = gate.operator(headers);
            if (operator.isEmpty() || !forms.accepts(headers, operator.get().formSubject(), code)) {
                return gate.to(path + (operator.isEmpty() ? "" : "?said=stale"));
            }
            if (!"approve".equals(what)) {
                return back(asked, request, request.backWith("error", "denied"));
            }
            return approve(asked, operator.get(), request, path, new Choice(store, name));
        });
    }

    private record Choice(@Nullable String store, @Nullable String name) {}

    private Response approve(Asked asked, Operator operator, ConnectRequest request, String path, Choice choice) {
        String name = Objects.requireNonNullElse(choice.name(), "").strip();
        boolean fresh = NEW_STORE.equals(choice.store());
        Optional<Store> chosen = Ids.of(choice.store(), StoreId::new)
                .flatMap(id -> administration.merchants().store(operator.merchant(), id));
        if (!fresh && chosen.isEmpty()) {
            return question(400, asked.saying("stale"), operator, request, path);
        }
        if (fresh && (name.isEmpty() || name.codePointCount(0, name.length()) > LONGEST_NAME)) {
            return question(400, asked.saying("name"), operator, request, path);
        }
        SecretText code = connect.shops()
                .approve(operator.merchant(), request, chosen.map(Store::id).orElse(null), fresh ? name : "");
        return back(asked, request, request.backWith("code", code.value()));
    }

    /**
     * To the shop by a page that opens it: a redirect in answer to a form would be stopped by the policy of our pages,
     * and warned about by browsers when the shop is on plain http.
     */
    private Response back(Asked asked, ConnectRequest request, String address) {
        return pages.outside(
                200,
                asked,
                "",
                "connect.back.title",
                "console/connectback.jte",
                view -> new ConnectBackPage(view, "connect.back", request.where(), address));
    }

    private Response door(int status, Asked asked, ConnectRequest request, String path) {
        return pages.outside(
                status,
                asked,
                forms.code(SignInResource.SUBJECT),
                "connect.title",
                "console/connectlogin.jte",
                view -> new ConnectLogInPage(view, request.where(), view.path(path + "/login")));
    }

    private Response question(int status, Asked asked, Operator operator, ConnectRequest request, String path) {
        List<ProviderAccount> accounts = administration.accounts().accounts(operator.merchant());
        Optional<Store> before = connect.shops().connectedAs(operator.merchant(), request.shop());
        return pages.show(
                status,
                asked,
                operator,
                "connect.title",
                "console/connect.jte",
                view -> new ConnectPage(
                        view,
                        request,
                        connect.reach().of(ShopAddress.of(request.shop()).orElseThrow()),
                        administration.merchants().stores(operator.merchant()),
                        before.map(Store::id),
                        accounts.stream().anyMatch(ProviderAccount::enabled),
                        view.path(path)));
    }

    private Response with(String sealed, Asked asked, BiFunction<ConnectRequest, String, Response> answer) {
        return connect.request(sealed)
                .map(request -> answer.apply(request, "/console/connect/" + sealed))
                .orElseGet(() -> pages.outside(
                        410,
                        asked,
                        "",
                        "connect.title",
                        "console/connectover.jte",
                        view -> new ConnectOverPage(view, List.of())));
    }
}
