package dev.tillgate.webapp.console;

import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.Store;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.connect.ConnectKeys;
import dev.tillgate.webapp.connect.ShopAddress;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import dev.tillgate.webapp.page.Language;
import dev.tillgate.webapp.page.LanguageChoice;
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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Connects a store with a WooCommerce shop that does not have the plugin: the shop is asked for keys. */
@Path("/console/stores/{id}/keys")
public final class KeysResource {
    /** Methods of WooCommerce's own that wait for money to come by another way. */
    private static final String USUAL = "bacs, cheque";

    private static final String METHODS = "\\*|[a-z0-9_-]{1,60}(, ?[a-z0-9_-]{1,60}){0,9}";

    private final Administration administration;
    private final ConnectKeys keys;
    private final Gate gate;
    private final ConsolePages pages;

    KeysResource(Administration administration, ConnectKeys keys, Gate gate, ConsolePages pages) {
        this.administration = administration;
        this.keys = keys;
        this.gate = gate;
        this.pages = pages;
    }

    @GET
    public Response page(@PathParam("id") String id, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> store(operator, id)
                .map(store -> form(200, asked, operator, new Entered(store, "", USUAL, null)))
                .orElseGet(() -> pages.missing(asked, operator)));
    }

    private record Entered(
            Store store,
            String shop,
            String offered,
            @Nullable String problem) {}

    @POST
    public Response begin(
            @PathParam("id") String id,
            @FormParam("shop") @Nullable String shop,
            @FormParam("offered") @Nullable String offered,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        Asked asked = new Asked(headers, null, null);
        return gate.form(headers, code, operator -> store(operator, id)
                .map(store -> begin(
                        asked,
                        operator,
                        new Entered(
                                store,
                                Objects.requireNonNullElse(shop, "").strip(),
                                Objects.requireNonNullElse(offered, "").strip(),
                                null)))
                .orElseGet(() -> pages.missing(asked, operator)));
    }

    private Response begin(Asked asked, Operator operator, Entered entered) {
        Optional<ShopAddress> address = ShopAddress.of(entered.shop);
        if (address.isEmpty() || !entered.offered.matches(METHODS)) {
            return refused(asked, operator, entered, address.isEmpty() ? "keys.bad_address" : "keys.bad_methods");
        }
        String language = LanguageChoice.of(null, null, asked.headers()).language() == Language.ZH_CN ? "zh_CN" : "en";
        ConnectKeys.Begun begun =
                keys.begin(operator.merchant(), entered.store.id(), address.get(), entered.offered, language);
        return switch (begun) {
            case ConnectKeys.Begun.Approve approve ->
                pages.outside(
                        200,
                        asked,
                        "",
                        "keys.go.title",
                        "console/connectback.jte",
                        view -> new ConnectBackPage(view, "keys.go", entered.shop, approve.address()));
            case ConnectKeys.Begun.No no -> refused(asked, operator, entered, no.why());
        };
    }

    /** Where the shop sends the browser afterwards. What it says is no proof: the keys came another way, or not. */
    @GET
    @Path("done")
    public Response done(
            @PathParam("id") String id, @QueryParam("success") @Nullable String success, @Context HttpHeaders headers) {
        return gate.page(headers, operator -> store(operator, id)
                .map(store -> gate.to("/console/stores/" + store.id() + "?said="
                        + ("1".equals(success) && keys.areKept(operator.merchant(), store.id())
                                ? "keys_kept"
                                : "keys_not")))
                .orElseGet(() -> gate.to("/console/stores")));
    }

    private Response refused(Asked asked, Operator operator, Entered entered, String problem) {
        return form(400, asked, operator, new Entered(entered.store, entered.shop, entered.offered, problem));
    }

    private Response form(int status, Asked asked, Operator operator, Entered entered) {
        return pages.show(
                status,
                asked,
                operator,
                "keys.title",
                "console/keys.jte",
                view -> new KeysPage(view, entered.store, entered.shop, entered.offered, entered.problem));
    }

    private Optional<Store> store(Operator operator, String id) {
        return Ids.of(id, StoreId::new)
                .flatMap(store -> administration.merchants().store(operator.merchant(), store));
    }
}
