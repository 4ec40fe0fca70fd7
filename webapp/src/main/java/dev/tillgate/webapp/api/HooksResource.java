package dev.tillgate.webapp.api;

import dev.tillgate.flow.ReadNotification;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.webapp.api.json.BoundedBody;
import dev.tillgate.webapp.problem.ProblemException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/**
 * Where providers send notifications to, each account to its own address. Nothing is believed because of where it
 * arrives: the provider's signature is checked over the raw bytes.
 */
@Open
@Path("/hooks/{account}")
public final class HooksResource {
    private static final int LARGEST = 256 * 1024;

    private final ReadNotification notifications;
    private final InstantSource clock;

    HooksResource(ReadNotification notifications, InstantSource clock) {
        this.notifications = notifications;
        this.clock = clock;
    }

    @POST
    public Response post(
            @Context ContainerRequestContext request, @PathParam("account") String account, InputStream body)
            throws IOException {
        return receive(
                request, account, BoundedBody.read(body, request.getHeaderString(HttpHeaders.CONTENT_LENGTH), LARGEST));
    }

    /** Some providers notify with query parameters only. */
    @GET
    public Response get(@Context ContainerRequestContext request, @PathParam("account") String account) {
        return receive(request, account, new byte[0]);
    }

    private Response receive(ContainerRequestContext request, String account, byte[] body) {
        if (!TimeOrderedId.isWellFormed(account, AccountId.PREFIX)) {
            throw ProblemException.notFound("account");
        }
        ReadNotification.Ack ack = notifications.receive(new AccountId(account), RawRequests.of(request, body, clock));
        return Response.status(ack.status())
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity(ack.body())
                .build();
    }
}
