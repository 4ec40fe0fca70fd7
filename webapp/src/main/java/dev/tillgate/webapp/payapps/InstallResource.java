package dev.tillgate.webapp.payapps;

import dev.tillgate.catalog.PaymentsApps;
import dev.tillgate.webapp.page.Pages;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The app's own address at Shopify: whoever opens or installs it there goes on to the console, to choose a store. */
@Path("/shopify/payments/app")
public final class InstallResource {
    private final OperatorApp app;
    private final Pages pages;
    private final InstantSource clock;

    InstallResource(OperatorApp app, Pages pages, InstantSource clock) {
        this.app = app;
        this.pages = pages;
        this.clock = clock;
    }

    @GET
    public Response open(@QueryParam("shop") @Nullable String shop, @Context UriInfo uri) {
        String query = Objects.requireNonNullElse(uri.getRequestUri().getRawQuery(), "");
        boolean genuine = shop != null
                && PaymentsApps.isShop(shop)
                && PaymentsApps.isGenuine(query, app.clientSecret(), clock.instant());
        return genuine
                ? pages.protect(Response.seeOther(URI.create(pages.path("/console/payments-app?shop=" + shop))))
                        .build()
                : pages.protect(Response.status(401)).build();
    }
}
