package dev.tillgate.webapp.payapps;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tillgate.catalog.PaymentsApps;
import dev.tillgate.flow.shop.ShopSession;
import dev.tillgate.platform.TakeSession;
import dev.tillgate.platform.TakeSession.Taken;
import dev.tillgate.webapp.api.json.BoundedBody;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where Shopify hands over payments, refunds, captures and voids. It is known by its client certificate; there is no
 * signature (shopify.dev/docs/apps/build/payments/considerations, 2026-11-25). A payment is answered with where the
 * buyer pays, the others with 201 and nothing: anything else is an error to the merchant.
 */
@Path("/shopify/payments/sessions/{kind: payment|refund|capture|void}")
public final class SessionsResource {
    private static final Logger LOG = LoggerFactory.getLogger(SessionsResource.class);
    private static final int LARGEST = 256 * 1024;

    private final PlatformDoor door;
    private final TakeSession take;
    private final FreshSettings fresh;
    private final MeterRegistry meters;

    SessionsResource(PlatformDoor door, TakeSession take, FreshSettings fresh, MeterRegistry meters) {
        this.door = door;
        this.take = take;
        this.fresh = fresh;
        this.meters = meters;
    }

    @POST
    public Response post(
            @PathParam("kind") String kind,
            @HeaderParam("Shopify-Shop-Domain") @Nullable String domain,
            @HeaderParam("Shopify-Request-Id") @Nullable String requestId,
            @HeaderParam("Shopify-Api-Version") @Nullable String version,
            @Context HttpServletRequest http,
            InputStream body)
            throws IOException {
        if (!door.isOpen(http)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "No client certificate of Shopify's came with it.");
        }
        if (domain == null || !PaymentsApps.isShop(domain)) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "Shopify-Shop-Domain does not name a shop.");
        }
        if (requestId == null || !requestId.matches("[!-~]{1,100}")) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "Shopify-Request-Id is missing.");
        }
        String shop = domain.toLowerCase(Locale.ROOT);
        byte[] bytes = BoundedBody.read(body, http.getHeader(HttpHeaders.CONTENT_LENGTH), LARGEST);
        fresh.follow(shop, version);
        Taken taken = take.run(new TakeSession.Request(
                ShopSession.Kind.valueOf(kind.toUpperCase(Locale.ROOT)), shop, requestId, bytes));
        meters.counter(
                        "tillgate.shop.sessions",
                        "kind",
                        kind,
                        "taken",
                        taken.getClass().getSimpleName())
                .increment();
        return answered(taken, kind, requestId);
    }

    private static Response answered(Taken taken, String kind, String requestId) {
        return switch (taken) {
            case Taken.Pay pay ->
                Response.ok(
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("redirect_url", pay.url())
                                        .toString(),
                                MediaType.APPLICATION_JSON)
                        .build();
            case Taken.Kept kept -> Response.status(Response.Status.CREATED).build();
            case Taken.Unknown unknown -> throw refused(ProblemType.NOT_FOUND, unknown.why(), kind, requestId);
            case Taken.Unreadable unreadable ->
                throw refused(ProblemType.INVALID_REQUEST, unreadable.why(), kind, requestId);
            case Taken.NotPossibleHere not -> throw refused(ProblemType.WRONG_STATE, not.why(), kind, requestId);
        };
    }

    private static ProblemException refused(ProblemType type, String why, String kind, String requestId) {
        LOG.warn("a {} session of Shopify was not taken: {} (request {})", kind, why, requestId);
        return new ProblemException(type, why + ".");
    }
}
