package dev.tillgate.webapp.console;

import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.NotAccepted;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.Stores;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The merchant's stores. */
@Path("/console/stores")
public final class StoresResource {
    private final Administration administration;
    private final Gate gate;
    private final ConsolePages pages;

    StoresResource(Administration administration, Gate gate, ConsolePages pages) {
        this.administration = administration;
        this.gate = gate;
        this.pages = pages;
    }

    @GET
    public Response list(@Context HttpHeaders headers, @Context UriInfo uri) {
        return gate.page(
                headers,
                operator -> pages.show(
                        Asked.of(headers, uri),
                        operator,
                        "stores",
                        "stores.title",
                        "console/stores.jte",
                        view -> new StoresPage(view, administration.merchants().stores(operator.merchant()))));
    }

    @POST
    public Response open(
            @FormParam("name") @Nullable String name,
            @FormParam("form") @Nullable String code,
            @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> {
            try {
                Store store = administration
                        .stores()
                        .open(operator.merchant(), Objects.requireNonNullElse(name, ""), Stores.CUSTOM);
                return gate.to("/console/stores/" + store.id() + "?said=store_opened");
            } catch (NotAccepted no) {
                return gate.to("/console/stores?said=name");
            }
        });
    }
}
