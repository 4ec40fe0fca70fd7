package dev.tillgate.webapp.api;

import dev.tillgate.callback.DeliverCallbacks;
import dev.tillgate.flow.CallbackBook;
import dev.tillgate.flow.CallbackBook.Delivery;
import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.payment.EventId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.webapp.api.json.JsonBody;
import dev.tillgate.webapp.api.shape.CallbackJson;
import dev.tillgate.webapp.api.shape.EmptyBody;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.api.shape.PageJson;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Deliveries of events to the caller's store: how they stand, and once more. */
@Path("/api/v1/callbacks")
@Tag(name = "Callbacks")
@Produces(MediaType.APPLICATION_JSON)
public final class CallbacksResource {
    private final CallbackBook book;
    private final DeliverCallbacks deliver;
    private final Repeats repeats;

    CallbacksResource(CallbackBook book, DeliverCallbacks deliver, Repeats repeats) {
        this.book = book;
        this.deliver = deliver;
        this.repeats = repeats;
    }

    /** Newest first. */
    @GET
    @Needs(Scope.CALLBACKS_MANAGE)
    @Operation(operationId = "listCallbacks", summary = "List callback deliveries", description = "Newest first.")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "Only deliveries with this status",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"pending", "delivered", "failed", "skipped"}))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many at most",
            schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "A next_cursor of the page before",
            schema = @Schema(type = "string", maxLength = 100))
    @ApiResponse(
            responseCode = "200",
            description = "A page of deliveries",
            content = @Content(schema = @Schema(implementation = PageJson.OfCallbacks.class)))
    public Response list(@Context ContainerRequestContext request) {
        Access caller = Callers.of(request);
        QueryFields query = new QueryFields(request.getUriInfo().getQueryParameters());
        CallbackBook.Status status = query.choice("status", CallbackBook.Status.class);
        int limit = query.limit();
        String after = query.cursor(text -> TimeOrderedId.isWellFormed(text, EventId.PREFIX));
        query.end();
        List<Delivery> found = book.list(
                caller.merchant(), caller.store(), status, after == null ? null : new EventId(after), limit + 1);
        List<Delivery> page = found.size() > limit ? found.subList(0, limit) : found;
        String next = found.size() > limit
                ? Cursor.after(page.get(page.size() - 1).event().id().value())
                : null;
        List<CallbackJson> data =
                page.stream().map(delivery -> CallbackJson.of(delivery, null)).toList();
        return Response.ok(Json.write(new PageJson.OfCallbacks(data, next))).build();
    }

    /** One delivery with its tries. */
    @GET
    @Path("/{event}")
    @Needs(Scope.CALLBACKS_MANAGE)
    @Operation(operationId = "readCallback", summary = "Read a callback delivery with its tries")
    @ApiResponse(
            responseCode = "200",
            description = "The delivery",
            content = @Content(schema = @Schema(implementation = CallbackJson.class)))
    public Response read(@Context ContainerRequestContext request, @PathParam("event") String event) {
        Access caller = Callers.of(request);
        Delivery delivery = find(caller, event);
        return Response.ok(Json.write(CallbackJson.of(
                        delivery, book.tries(caller.merchant(), delivery.event().id()))))
                .build();
    }

    /** Sends it again, soon. */
    @POST
    @Path("/{event}/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Needs(Scope.CALLBACKS_MANAGE)
    @Operation(
            operationId = "replayCallback",
            summary = "Deliver a callback again",
            description = "For 30 days after the event.")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = EmptyBody.class)))
    @ApiResponse(
            responseCode = "202",
            description = "It is due at once",
            content = @Content(schema = @Schema(implementation = CallbackJson.class)))
    public Response replay(
            @Context ContainerRequestContext request,
            @PathParam("event") String event,
            @Parameter(hidden = true) JsonBody body) {
        Access caller = Callers.of(request);
        IdempotencyRecord record = repeats.record(caller, request, body);
        body.fields().end();
        Delivery delivery = find(caller, event);
        EventId id = delivery.event().id();
        return repeats.alone(record, id.value(), () -> {
            if (!deliver.replay(caller.merchant(), id)) {
                throw new ProblemException(
                        ProblemType.WRONG_STATE,
                        "A callback can be replayed for " + DeliverCallbacks.REPLAY.toDays() + " days.");
            }
            return new OnceOnly.Answer(202, Json.write(CallbackJson.of(find(caller, event), null)));
        });
    }

    private Delivery find(Access caller, String event) {
        if (!TimeOrderedId.isWellFormed(event, EventId.PREFIX)) {
            throw ProblemException.notFound("callback");
        }
        return book.read(caller.merchant(), new EventId(event))
                .filter(delivery -> delivery.event().store().equals(caller.store()))
                .orElseThrow(() -> ProblemException.notFound("callback"));
    }
}
