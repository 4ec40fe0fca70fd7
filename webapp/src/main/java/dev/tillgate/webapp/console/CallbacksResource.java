package dev.tillgate.webapp.console;

import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.CallbackBook.Delivery;
import dev.tillgate.merchant.MerchantBook;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.console.ConsolePages.Asked;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the stores were told and how it went; once more on request. */
@Path("/console/callbacks")
public final class CallbacksResource {
    private static final Duration REPLAYABLE = Duration.ofDays(30);

    private final CallbackBook book;
    private final MerchantBook merchants;
    private final Gate gate;
    private final ConsolePages pages;
    private final Clock clock;

    CallbacksResource(CallbackBook book, MerchantBook merchants, Gate gate, ConsolePages pages, Clock clock) {
        this.book = book;
        this.merchants = merchants;
        this.gate = gate;
        this.pages = pages;
        this.clock = clock;
    }

    @GET
    public Response list(
            @QueryParam("status") @Nullable String status,
            @QueryParam("store") @Nullable String store,
            @QueryParam("after") @Nullable String after,
            @Context HttpHeaders headers,
            @Context UriInfo uri) {
        Map<String, String> filter = new LinkedHashMap<>();
        filter.put("status", Objects.requireNonNullElse(status, ""));
        filter.put("store", Objects.requireNonNullElse(store, ""));
        Optional<EventId> cursor = Ids.of(after, EventId::new);
        return gate.page(headers, operator -> {
            List<Delivery> read = book.list(
                    operator.merchant(),
                    Ids.of(store, StoreId::new).orElse(null),
                    Ids.of(status, CallbackBook.Status::valueOf).orElse(null),
                    cursor.orElse(null),
                    Listing.SIZE + 1);
            Listing<Delivery> listing =
                    Listing.of(read, filter, cursor.map(EventId::value).orElse(null), delivery -> delivery.event()
                            .id()
                            .value());
            return pages.show(
                    Asked.of(headers, uri),
                    operator,
                    "callbacks",
                    "callbacks.title",
                    "console/callbacks.jte",
                    view -> new CallbacksPage(view, listing, merchants.stores(operator.merchant())));
        });
    }

    @GET
    @Path("{event}")
    public Response page(@PathParam("event") String event, @Context HttpHeaders headers, @Context UriInfo uri) {
        Asked asked = Asked.of(headers, uri);
        return gate.page(headers, operator -> {
            Optional<Delivery> delivery = delivery(operator, event);
            return delivery.isEmpty()
                    ? pages.missing(asked, operator)
                    : pages.show(
                            asked,
                            operator,
                            "callbacks",
                            "callback.title",
                            "console/callback.jte",
                            view -> page(view, operator, delivery.get()));
        });
    }

    /** Sends it again, soon. Sending it twice is harmless: receivers know each event by its id. */
    @POST
    @Path("{event}/replay")
    public Response replay(
            @PathParam("event") String event, @FormParam("form") @Nullable String code, @Context HttpHeaders headers) {
        return gate.form(headers, code, operator -> {
            Optional<Delivery> delivery = delivery(operator, event);
            if (delivery.isEmpty()) {
                return pages.missing(new Asked(headers, null, null), operator);
            }
            Instant now = clock.instant();
            EventId id = delivery.get().event().id();
            boolean queued = book.replay(operator.merchant(), id, now.minus(REPLAYABLE), now);
            return gate.to("/console/callbacks/" + id + "?said=" + (queued ? "replayed" : "too_old"));
        });
    }

    private Optional<Delivery> delivery(Operator operator, String event) {
        return Ids.of(event, EventId::new).flatMap(id -> book.read(operator.merchant(), id));
    }

    private CallbackPage page(View view, Operator operator, Delivery delivery) {
        return new CallbackPage(
                view,
                delivery,
                book.tries(operator.merchant(), delivery.event().id()),
                delivery.event().createdAt().isAfter(clock.instant().minus(REPLAYABLE)));
    }
}
