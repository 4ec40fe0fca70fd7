package dev.tillgate.webapp.checkout;

import dev.tillgate.flow.PaymentView;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The stream that tells an open page to look again. Its events carry nothing but the number of the order's newest
 * event, which is also the id to resume from.
 */
@Path("/pay/{token}/events")
public final class LiveResource {
    /** For numbers; the web server's usual 32 KiB would be kept as long as the page is open. */
    private static final int BUFFER = 512;

    private final SignedLinks links;
    private final Cashier cashier;
    private final LiveStreams streams;

    /** @param streams stays the caller's to close */
    public LiveResource(SignedLinks links, Cashier cashier, LiveStreams streams) {
        this.links = links;
        this.cashier = cashier;
        this.streams = streams;
    }

    /**
     * @param after the number the page was made at
     * @param lastSeen sent by the browser when it connects again; wins
     */
    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public void events(
            @PathParam("token") String token,
            @QueryParam("after") @Nullable String after,
            @HeaderParam("Last-Event-ID") @Nullable String lastSeen,
            @Context HttpServletResponse http,
            @Context SseEventSink sink,
            @Context Sse sse) {
        http.setBufferSize(BUFFER);
        SignedLinks.Target target = links.read(token).orElseThrow(NotFoundException::new);
        PaymentView view = cashier.view(target.merchant(), target.payment()).orElseThrow(NotFoundException::new);
        long seen = number(lastSeen == null ? after : lastSeen);
        streams.add(new OpenPage(target, view.order().id(), Instant.now().plus(LiveStreams.LONGEST), sink, sse, seen));
    }

    private static long number(@Nullable String text) {
        if (text == null
                || text.isEmpty()
                || text.length() > 18
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return 0;
        }
        return Long.parseLong(text);
    }
}
