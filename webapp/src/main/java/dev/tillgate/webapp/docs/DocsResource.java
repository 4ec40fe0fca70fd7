package dev.tillgate.webapp.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tillgate.webapp.api.Api;
import dev.tillgate.webapp.page.Frame;
import dev.tillgate.webapp.page.LanguageChoice;
import dev.tillgate.webapp.page.MessageBundle;
import dev.tillgate.webapp.page.Pages;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The API's description: for programs as OpenAPI, for people as a page made from it, without any script. */
@Path("/api")
public final class DocsResource {
    private final Pages pages;
    private final MessageBundle messages = MessageBundle.nextTo(DocsResource.class);
    private final byte[] openApi = read();
    private final ApiDocument document;
    private final String address;

    public DocsResource(Pages pages, URI publicUrl) {
        this.pages = pages;
        this.address = publicUrl.toString();
        try {
            this.document = ApiDocument.of(new ObjectMapper().readTree(openApi));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** OpenAPI 3.1. */
    @GET
    @Path("/openapi.json")
    @Produces(MediaType.APPLICATION_JSON)
    public Response openApi() {
        return Response.ok(openApi)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                // Tools on other pages may read it: it is the same for everybody.
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }

    /** The page. */
    @GET
    @Path("/docs")
    @Produces(MediaType.TEXT_HTML)
    public Response page(@QueryParam(LanguageChoice.PARAMETER) @Nullable String lang, @Context HttpHeaders headers) {
        return html(lang, headers, "title", "docs/docs.jte", frame -> new DocsPage(frame, document, address));
    }

    /** For who makes a shop: the signed protocol, with examples. */
    @GET
    @Path("/docs/shops")
    @Produces(MediaType.TEXT_HTML)
    public Response shops(@QueryParam(LanguageChoice.PARAMETER) @Nullable String lang, @Context HttpHeaders headers) {
        return html(lang, headers, "shops.title", "docs/shops.jte", frame -> new ShopsPage(frame, address));
    }

    private Response html(
            @Nullable String lang, HttpHeaders headers, String title, String template, Function<Frame, Object> page) {
        LanguageChoice language = LanguageChoice.of(lang, null, headers);
        var texts = messages.in(language.language());
        var frame = pages.frame(texts, texts.get(title), List.of("shell.css", "docs.css"), List.of());
        Response.ResponseBuilder answer = pages.html(200, language.language(), template, page.apply(frame));
        return language.switched() ? answer.cookie(language.cookie(pages)).build() : answer.build();
    }

    private static byte[] read() {
        try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("openapi.json is not there: it is kept with the sources");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
