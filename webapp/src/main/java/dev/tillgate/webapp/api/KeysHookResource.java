package dev.tillgate.webapp.api;

import dev.tillgate.webapp.api.json.BoundedBody;
import dev.tillgate.webapp.connect.ConnectKeys;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/**
 * Where the servers of WooCommerce shops send keys that their merchants have approved. Only an answer of exactly 200
 * lets the shop keep them.
 */
@Open
@Path(ConnectKeys.CALLBACK)
public final class KeysHookResource {
    private static final int LARGEST = 8 * 1024;

    private final ConnectKeys keys;
    private final Rates rates;

    KeysHookResource(ConnectKeys keys, Rates rates) {
        this.keys = keys;
        this.rates = rates;
    }

    @POST
    public Response take(@Context ContainerRequestContext request, @Context HttpServletRequest http, InputStream body)
            throws IOException {
        rates.take(http.getRemoteAddr());
        byte[] bytes = BoundedBody.read(body, request.getHeaderString(HttpHeaders.CONTENT_LENGTH), LARGEST);
        return Response.status(keys.receive(bytes) ? 200 : 403)
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity("")
                .build();
    }
}
