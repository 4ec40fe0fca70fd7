package dev.tillgate.webapp.console;

import dev.tillgate.webapp.connect.ConnectRequest;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import dev.tillgate.webapp.page.LanguageChoice;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Where a shop's plugin sends the browser: looks at what it asks for, and lets it in to the console's question. */
@Path("/connect")
public final class ConnectDoorResource {
    private final Console.Connect connect;
    private final Gate gate;
    private final ConsolePages pages;

    ConnectDoorResource(Console.Connect connect, Gate gate, ConsolePages pages) {
        this.connect = connect;
        this.gate = gate;
        this.pages = pages;
    }

    @GET
    public Response ask(@Context HttpHeaders headers, @Context UriInfo uri) {
        var query = uri.getQueryParameters();
        ConnectRequest.Read read = ConnectRequest.read(query::getFirst);
        if (read.request().isEmpty()) {
            return pages.outside(
                    400,
                    Asked.of(headers, uri),
                    "",
                    "connect.title",
                    "console/connectover.jte",
                    view -> new ConnectOverPage(view, read.wrong()));
        }
        return gate.to("/console/connect/" + connect.sealed(read.request().get()) + language(query.getFirst("lang")));
    }

    private static String language(@Nullable String asked) {
        return asked != null && asked.matches("[A-Za-z_-]{2,12}") ? "?" + LanguageChoice.PARAMETER + "=" + asked : "";
    }
}
