package dev.tillgate.webapp.api;

import dev.tillgate.flow.Event;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.webapp.api.shape.EventJson;
import dev.tillgate.webapp.api.shape.Json;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The events of a payment as they happen, as server-sent events; each one's id is its sequence, and a client that comes
 * back with {@code Last-Event-ID} misses none.
 */
@Path("/api/v1/payments/{id}/events/stream")
@Tag(name = "Payments")
public final class PaymentStreamResource {
    private final PaymentAnswers answers;
    private final PaymentEvents events;
    private final EventStreams streams;
    private final SentEvents.Pace pace;

    PaymentStreamResource(PaymentAnswers answers, PaymentEvents events, EventStreams streams, SentEvents.Pace pace) {
        this.answers = answers;
        this.events = events;
        this.streams = streams;
        this.pace = pace;
    }

    @GET
    @Needs(Scope.PAYMENTS_READ)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamEvents",
            summary = "Follow the events of a payment",
            description =
                    "Server-sent events: id is the sequence, event the type, data an Event. Come back with Last-Event-ID to miss none.")
    @Parameter(
            name = "Last-Event-ID",
            in = ParameterIn.HEADER,
            description = "The id of the last event received",
            schema = @Schema(type = "string", pattern = "^[0-9]{1,18}$"))
    @ApiResponse(
            responseCode = "200",
            description = "A stream that ends after 15 minutes at the latest",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = "string")))
    public Response stream(
            @Context ContainerRequestContext request, @Context HttpServletResponse http, @PathParam("id") String id) {
        Access caller = Callers.of(request);
        long seen = SentEvents.lastSeen(request);
        PaymentView view = answers.find(caller, id);
        return new SentEvents<Event>(
                        last -> events.after(view, last, SentEvents.AT_ONCE),
                        Event::sequence,
                        event -> event.type().code(),
                        event -> Json.write(EventJson.of(event)))
                .stream(
                        http,
                        streams.watches()
                                .watch(view.order().id(), caller.client().value()),
                        seen,
                        pace);
    }
}
