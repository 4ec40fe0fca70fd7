package dev.tillgate.webapp.api;

import dev.tillgate.flow.Event;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.RecommendMethods;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.webapp.api.shape.EventJson;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.api.shape.MethodJson;
import dev.tillgate.webapp.api.shape.PageJson;
import dev.tillgate.webapp.api.shape.PaymentJson;
import dev.tillgate.webapp.api.shape.RefundJson;
import dev.tillgate.webapp.api.shape.Spelling;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** One payment, to be read. */
@Path("/api/v1/payments/{id}")
@Tag(name = "Payments")
@Produces(MediaType.APPLICATION_JSON)
public final class PaymentResource {
    private final PaymentAnswers answers;
    private final PaymentEvents events;
    private final RecommendMethods methods;

    PaymentResource(PaymentAnswers answers, PaymentEvents events, RecommendMethods methods) {
        this.answers = answers;
        this.events = events;
        this.methods = methods;
    }

    @GET
    @Needs(Scope.PAYMENTS_READ)
    @Operation(operationId = "readPayment", summary = "Read a payment")
    @ApiResponse(
            responseCode = "200",
            description = "The payment",
            content = @Content(schema = @Schema(implementation = PaymentJson.class)))
    public Response read(@Context ContainerRequestContext request, @PathParam("id") String id) {
        return Response.ok(answers.payment(200, answers.find(Callers.of(request), id))
                        .body())
                .build();
    }

    /** The methods it can be paid with now, the recommended one first. */
    @GET
    @Path("/methods")
    @Needs(Scope.PAYMENTS_READ)
    @Operation(
            operationId = "listMethods",
            summary = "List the methods a payment can be paid with",
            description = "The recommended one first.")
    @ApiResponse(
            responseCode = "200",
            description = "The methods",
            content = @Content(schema = @Schema(implementation = PageJson.OfMethods.class)))
    public Response methods(@Context ContainerRequestContext request, @PathParam("id") String id) {
        PaymentView view = answers.find(Callers.of(request), id);
        List<MethodJson> data = methods.of(view).stream()
                .map(m -> new MethodJson(
                        m.method(),
                        m.provider(),
                        m.account().value(),
                        Spelling.of(m.style()),
                        m.recommended(),
                        m.reasonKey()))
                .toList();
        return Response.ok(Json.write(new PageJson.OfMethods(data))).build();
    }

    @GET
    @Path("/refunds")
    @Needs(Scope.PAYMENTS_READ)
    @Operation(operationId = "listRefunds", summary = "List the refunds of a payment", description = "Oldest first.")
    @ApiResponse(
            responseCode = "200",
            description = "The refunds",
            content = @Content(schema = @Schema(implementation = PageJson.OfRefunds.class)))
    public Response refunds(@Context ContainerRequestContext request, @PathParam("id") String id) {
        PaymentView view = answers.find(Callers.of(request), id);
        List<RefundJson> data = view.refunds().stream().map(RefundJson::of).toList();
        return Response.ok(Json.write(new PageJson.OfRefunds(data))).build();
    }

    /** What happened to it, oldest first. */
    @GET
    @Path("/events")
    @Needs(Scope.PAYMENTS_READ)
    @Operation(operationId = "listEvents", summary = "List the events of a payment", description = "Oldest first.")
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
            description = "A page of events",
            content = @Content(schema = @Schema(implementation = PageJson.OfEvents.class)))
    public Response events(@Context ContainerRequestContext request, @PathParam("id") String id) {
        Access caller = Callers.of(request);
        QueryFields query = new QueryFields(request.getUriInfo().getQueryParameters());
        int limit = query.limit();
        String after = query.cursor(text -> text.matches("[0-9]{1,18}"));
        query.end();
        PaymentView view = answers.find(caller, id);
        long sequence = after == null ? 0 : Long.parseLong(after);
        List<Event> page = events.after(view, sequence, limit + 1);
        String next = page.size() > limit
                ? Cursor.after(Long.toString(page.get(limit - 1).sequence()))
                : null;
        List<EventJson> data = page.stream().limit(limit).map(EventJson::of).toList();
        return Response.ok(Json.write(new PageJson.OfEvents(data, next))).build();
    }
}
