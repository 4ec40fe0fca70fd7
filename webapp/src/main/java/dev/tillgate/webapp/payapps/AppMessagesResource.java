package dev.tillgate.webapp.payapps;

import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.ReadShopMessage;
import dev.tillgate.platform.TakeSession;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.webapp.api.RawRequests;
import dev.tillgate.webapp.api.json.BoundedBody;
import dev.tillgate.webapp.problem.ProblemException;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where Shopify sends what it tells apps, one address for all shops: that the app was removed, and what buyers ask about
 * their data. The shop's name only says whose connection must find the signature good.
 */
@Path("/shopify/payments/messages")
public final class AppMessagesResource {
    private static final int LARGEST = 1024 * 1024;

    private final TakeSession take;
    private final ReadShopMessage messages;
    private final InstantSource clock;

    AppMessagesResource(TakeSession take, ReadShopMessage messages, InstantSource clock) {
        this.take = take;
        this.messages = messages;
        this.clock = clock;
    }

    @POST
    public Response post(
            @Context ContainerRequestContext request,
            @HeaderParam("X-Shopify-Shop-Domain") @Nullable String older,
            @HeaderParam("shopify-shop-domain") @Nullable String newer,
            InputStream body)
            throws IOException {
        String domain = older == null ? newer : older;
        byte[] bytes = BoundedBody.read(body, request.getHeaderString(HttpHeaders.CONTENT_LENGTH), LARGEST);
        Connected shop = take.shop(domain == null ? "" : domain.toLowerCase(Locale.ROOT))
                .orElseThrow(() -> ProblemException.notFound("shop"));
        InboundRequest raw = RawRequests.of(request, bytes, clock);
        ReadShopMessage.Ack ack = messages.receive(shop.store(), raw);
        return Response.status(ack.status())
                .type(ack.contentType())
                .entity(ack.body())
                .build();
    }
}
