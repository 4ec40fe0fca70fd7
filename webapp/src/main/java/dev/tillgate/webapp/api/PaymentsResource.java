package dev.tillgate.webapp.api;

import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.PaymentReader;
import dev.tillgate.flow.PaymentReader.PaymentRow;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.webapp.api.json.JsonBody;
import dev.tillgate.webapp.api.shape.CreatePaymentBody;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.api.shape.PageJson;
import dev.tillgate.webapp.api.shape.PaymentJson;
import dev.tillgate.webapp.api.shape.PaymentSummaryJson;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Supplier;

/** All payments of the caller's store. */
@Path("/api/v1/payments")
@Tag(name = "Payments")
@Produces(MediaType.APPLICATION_JSON)
public final class PaymentsResource {
    private final CreatePayment create;
    private final PaymentReader reader;
    private final PaymentAnswers answers;
    private final Repeats repeats;
    private final Waiting waiting;

    PaymentsResource(
            CreatePayment create, PaymentReader reader, PaymentAnswers answers, Repeats repeats, Waiting waiting) {
        this.create = create;
        this.reader = reader;
        this.answers = answers;
        this.repeats = repeats;
        this.waiting = waiting;
    }

    /** A {@link Response}, or the promise of one when a provider has to be waited for. */
    @POST
    @Needs(Scope.PAYMENTS_WRITE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createPayment",
            summary = "Create a payment",
            description =
                    "One revision of an order has one payment: asking again, also with another key, answers the same one. With pay it is paid in the same call, as far as the method can.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = CreatePaymentBody.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The payment",
            content = @Content(schema = @Schema(implementation = PaymentJson.class)))
    public Object create(@Context ContainerRequestContext request, @Parameter(hidden = true) JsonBody body) {
        Access caller = Callers.of(request);
        IdempotencyRecord record = repeats.record(caller, request, body);
        CreatePayment.Request wanted = CreatePaymentBody.read(body, caller.merchant(), caller.store());
        Supplier<Response> work = () -> repeats.answer(
                record,
                (OnceOnly<PaymentView> once) -> create.run(wanted, once),
                view -> answers.payment(201, view),
                earlier -> answers.asItStands(201, earlier.merchant(), new PaymentId(earlier.subject())));
        // Without a provider it is over in a millisecond: faster on the thread that has it.
        return wanted.pay() == null ? work.get() : waiting.run(work);
    }

    @GET
    @Needs(Scope.PAYMENTS_READ)
    @Operation(operationId = "listPayments", summary = "List payments", description = "Newest first.")
    @Parameter(
            name = "order",
            in = ParameterIn.QUERY,
            description = "The shop's own order number",
            schema = @Schema(type = "string", maxLength = 100))
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "Only payments with this status",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"open", "authorized", "paid", "canceled", "expired"}))
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
            description = "A page of payments",
            content = @Content(schema = @Schema(implementation = PageJson.OfPayments.class)))
    public Response list(@Context ContainerRequestContext request) {
        Access caller = Callers.of(request);
        QueryFields query = new QueryFields(request.getUriInfo().getQueryParameters());
        String order = query.text("order", 100);
        PaymentStatus status = query.choice("status", PaymentStatus.class);
        int limit = query.limit();
        String after = query.cursor(text -> TimeOrderedId.isWellFormed(text, PaymentId.PREFIX));
        query.end();
        PaymentReader.Filter filter = new PaymentReader.Filter(caller.merchant(), caller.store(), order, status);
        List<PaymentRow> found = reader.list(filter, after == null ? null : new PaymentId(after), limit + 1);
        List<PaymentRow> page = found.size() > limit ? found.subList(0, limit) : found;
        String next = found.size() > limit
                ? Cursor.after(page.get(page.size() - 1).payment().id().value())
                : null;
        List<PaymentSummaryJson> data =
                page.stream().map(PaymentSummaryJson::of).toList();
        return Response.ok(Json.write(new PageJson.OfPayments(data, next))).build();
    }
}
