package dev.tillgate.webapp.api;

import dev.tillgate.chat.ReceiveChat;
import dev.tillgate.chat.channel.Received.Reply;
import dev.tillgate.flow.chat.ChannelId;
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
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;

/**
 * Where chat channels send what buyers write, each channel to its own address. Nothing is believed because of where it
 * arrives: the channel checks signature or secret over the raw bytes.
 */
@Open
@Path("/hooks/chat/{channel}")
public final class ChatHooksResource {
    private static final int LARGEST = 1024 * 1024;

    private final ReceiveChat receive;
    private final InstantSource clock;

    public ChatHooksResource(ReceiveChat receive, InstantSource clock) {
        this.receive = receive;
        this.clock = clock;
    }

    /** Handshakes: the channel asks whether this address is ours. */
    @GET
    public Response get(@Context ContainerRequestContext request, @PathParam("channel") String channel) {
        return answer(request, channel, new byte[0]);
    }

    @POST
    public Response post(
            @Context ContainerRequestContext request, @PathParam("channel") String channel, InputStream body)
            throws IOException {
        return answer(
                request, channel, BoundedBody.read(body, request.getHeaderString(HttpHeaders.CONTENT_LENGTH), LARGEST));
    }

    private Response answer(ContainerRequestContext request, String channel, byte[] body) {
        if (!TimeOrderedId.isWellFormed(channel, ChannelId.PREFIX)) {
            throw ProblemException.notFound("channel");
        }
        Reply reply = receive.receive(new ChannelId(channel), RawRequests.of(request, body, clock));
        return Response.status(reply.status())
                .type(reply.contentType())
                .entity(reply.body())
                .build();
    }
}
