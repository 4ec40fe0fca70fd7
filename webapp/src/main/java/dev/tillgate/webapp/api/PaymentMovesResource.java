package dev.tillgate.webapp.api;

import dev.tillgate.flow.CancelPayment;
import dev.tillgate.flow.CapturePayment;
import dev.tillgate.flow.CreatePayment;
import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.Payer;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.RefundPayment;
import dev.tillgate.flow.ReopenPayment;
import dev.tillgate.flow.StartPayment;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.money.Money;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.webapp.api.json.JsonBody;
import dev.tillgate.webapp.api.shape.AmountBody;
import dev.tillgate.webapp.api.shape.EmptyBody;
import dev.tillgate.webapp.api.shape.PaymentJson;
import dev.tillgate.webapp.api.shape.RefundBody;
import dev.tillgate.webapp.api.shape.RefundJson;
import dev.tillgate.webapp.api.shape.StartPaymentBody;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What can be done with one payment. All of it may wait for a provider, so none of it holds a web server's thread. */
@Path("/api/v1/payments/{id}")
@Tag(name = "Payments")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public final class PaymentMovesResource {
    private final Flows flows;
    private final PaymentAnswers answers;
    private final Repeats repeats;
    private final Waiting waiting;

    /** The flows behind it. */
    record Flows(
            StartPayment start,
            CapturePayment capture,
            CancelPayment cancel,
            RefundPayment refund,
            ReopenPayment reopen) {}

    PaymentMovesResource(Flows flows, PaymentAnswers answers, Repeats repeats, Waiting waiting) {
        this.flows = flows;
        this.answers = answers;
        this.repeats = repeats;
        this.waiting = waiting;
    }

    /** Tries to pay with a method. */
    @POST
    @Path("/attempts")
    @Needs(Scope.PAYMENTS_WRITE)
    @Operation(
            operationId = "startAttempt",
            summary = "Try to pay with a method",
            description = "A decline is a result, not an error: see the last attempt.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = StartPaymentBody.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The payment",
            content = @Content(schema = @Schema(implementation = PaymentJson.class)))
    public CompletionStage<Response> start(
            @Context ContainerRequestContext request,
            @PathParam("id") String id,
            @Parameter(hidden = true) JsonBody body) {
        CreatePayment.Pay with = StartPaymentBody.read(body);
        return move(
                request,
                id,
                body,
                201,
                asked -> once -> flows.start.run(
                        asked.caller.merchant(),
                        asked.payment,
                        with.method(),
                        new Payer(with.instrument(), null),
                        once));
    }

    /** Collects reserved money. */
    @POST
    @Path("/capture")
    @Needs(Scope.PAYMENTS_WRITE)
    @Operation(
            operationId = "capturePayment",
            summary = "Collect reserved money",
            description = "For payments that are authorized; in parts if the provider can.")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = AmountBody.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The payment",
            content = @Content(schema = @Schema(implementation = PaymentJson.class)))
    public CompletionStage<Response> capture(
            @Context ContainerRequestContext request,
            @PathParam("id") String id,
            @Parameter(hidden = true) JsonBody body) {
        Money amount = AmountBody.read(body);
        return move(
                request,
                id,
                body,
                200,
                asked -> once -> flows.capture.run(asked.caller.merchant(), asked.payment, amount, once));
    }

    /** Gives the payment up; releases money that was reserved. */
    @POST
    @Path("/cancel")
    @Needs(Scope.PAYMENTS_WRITE)
    @Operation(
            operationId = "cancelPayment",
            summary = "Give a payment up",
            description = "Releases money that was reserved.")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = EmptyBody.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The payment",
            content = @Content(schema = @Schema(implementation = PaymentJson.class)))
    public CompletionStage<Response> cancel(
            @Context ContainerRequestContext request,
            @PathParam("id") String id,
            @Parameter(hidden = true) JsonBody body) {
        body.fields().end();
        return move(
                request,
                id,
                body,
                200,
                asked -> once -> flows.cancel.run(asked.caller.merchant(), asked.payment, once));
    }

    /** Offers the order again. */
    @POST
    @Path("/reopen")
    @Needs(Scope.PAYMENTS_WRITE)
    @Operation(
            operationId = "reopenPayment",
            summary = "Offer an expired or canceled payment's order again",
            description = "Answers a new payment for the same amount, with the order's next revision: continue from"
                    + " that revision. Only for the order's newest payment, and while nothing is charged or in doubt.")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = EmptyBody.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The new payment",
            content = @Content(schema = @Schema(implementation = PaymentJson.class)))
    public CompletionStage<Response> reopen(
            @Context ContainerRequestContext request,
            @PathParam("id") String id,
            @Parameter(hidden = true) JsonBody body) {
        body.fields().end();
        Asked asked = asked(request, id, body);
        return waiting.run(() -> {
            answers.own(asked.caller, id);
            return repeats.answer(
                    asked.record,
                    (OnceOnly<PaymentView> once) -> flows.reopen.run(asked.caller.merchant(), asked.payment, once),
                    view -> answers.payment(201, view),
                    earlier -> answers.asItStands(201, earlier.merchant(), new PaymentId(earlier.subject())));
        });
    }

    /** Gives collected money back. */
    @POST
    @Path("/refunds")
    @Needs(Scope.REFUNDS_WRITE)
    @Operation(
            operationId = "createRefund",
            summary = "Give collected money back",
            description = "Several times, until nothing is left.")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = RefundBody.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The refund",
            content = @Content(schema = @Schema(implementation = RefundJson.class)))
    public CompletionStage<Response> refund(
            @Context ContainerRequestContext request,
            @PathParam("id") String id,
            @Parameter(hidden = true) JsonBody body) {
        Asked asked = asked(request, id, body);
        RefundBody.Wanted wanted = RefundBody.read(body);
        return waiting.run(() -> {
            answers.own(asked.caller, id);
            return repeats.answer(
                    asked.record,
                    (OnceOnly<RefundPayment.Result> once) -> flows.refund.run(
                            asked.caller.merchant(), asked.payment, wanted.amount(), wanted.reason(), once),
                    done -> answers.refund(done.view(), done.refund()),
                    earlier -> answers.refundAsItStands(earlier.merchant(), asked.payment, earlier.subject()));
        });
    }

    private CompletionStage<Response> move(
            ContainerRequestContext request,
            String id,
            JsonBody body,
            int status,
            Function<Asked, Function<OnceOnly<PaymentView>, PaymentView>> flow) {
        Asked asked = asked(request, id, body);
        return waiting.run(() -> {
            answers.own(asked.caller, id);
            return repeats.answer(
                    asked.record,
                    flow.apply(asked),
                    view -> answers.payment(status, view),
                    earlier -> answers.asItStands(status, earlier.merchant(), asked.payment));
        });
    }

    private Asked asked(ContainerRequestContext request, String id, JsonBody body) {
        Access caller = Callers.of(request);
        return new Asked(caller, PaymentAnswers.id(id), repeats.record(caller, request, body));
    }

    private record Asked(Access caller, PaymentId payment, IdempotencyRecord record) {}
}
