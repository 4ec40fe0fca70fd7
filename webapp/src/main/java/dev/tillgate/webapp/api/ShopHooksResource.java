package dev.tillgate.webapp.api;

import dev.tillgate.payment.StoreId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.platform.ReadShopMessage;
import dev.tillgate.webapp.api.json.BoundedBody;
import dev.tillgate.webapp.problem.ProblemException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/**
 * Where shops send what happened, each store's shop to its own address. Nothing is believed because of where it arrives:
 * the platform checks the shop's signature over the raw bytes.
 */
@Open
@Path("/hooks/shops/{store}")
public final class ShopHooksResource {
    private static final int LARGEST = 1024 * 1024;

    private final ReadShopMessage messages;
    private final InstantSource clock;

    public ShopHooksResource(ReadShopMessage messages, InstantSource clock) {
        this.messages = messages;
        this.clock = clock;
    }

    @POST
    public Response post(@Context ContainerRequestContext request, @PathParam("store") String store, InputStream body)
            throws IOException {
        if (!TimeOrderedId.isWellFormed(store, StoreId.PREFIX)) {
            throw ProblemException.notFound("store");
        }
        byte[] bytes = BoundedBody.read(body, request.getHeaderString(HttpHeaders.CONTENT_LENGTH), LARGEST);
        ReadShopMessage.Ack ack = messages.receive(new StoreId(store), RawRequests.of(request, bytes, clock));
        return Response.status(ack.status())
                .type(ack.contentType())
                .entity(ack.body())
                .build();
    }
}
