package dev.tillgate.webapp.console;

import dev.tillgate.merchant.Administration;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.connect.ConnectShops;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Ends the connection of a store with its shop, from this side. */
@Path("/console/stores/{id}/disconnect")
public final class EndConnectionResource {
    private final Administration administration;
    private final ConnectShops shops;
    private final Gate gate;
    private final ConsolePages pages;

    EndConnectionResource(Administration administration, ConnectShops shops, Gate gate, ConsolePages pages) {
        this.administration = administration;
        this.shops = shops;
        this.gate = gate;
        this.pages = pages;
    }

    @POST
    public Response end(
            @PathParam("id") String id, @FormParam("form") @Nullable String code, @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> Ids.of(id, StoreId::new)
                .flatMap(store -> administration.merchants().store(operator.merchant(), store))
                .map(store -> {
                    shops.end(operator.merchant(), store.id());
                    return gate.to("/console/stores/" + store.id() + "?said=disconnected");
                })
                .orElseGet(() -> pages.missing(new Asked(headers, null, null), operator)));
    }
}
