package dev.tillgate.webapp.api;

import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.NotAccepted;
import dev.tillgate.merchant.Scope;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.api.shape.RotationJson;
import dev.tillgate.webapp.api.shape.ShopTestJson;
import dev.tillgate.webapp.api.shape.Spelling;
import dev.tillgate.webapp.api.shape.StoreStatusJson;
import dev.tillgate.webapp.connect.ConnectShops;
import dev.tillgate.webapp.connect.TestShop;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * What a shop's plugin asks about its own connection. Nothing here needs an Idempotency-Key: doing it twice is as good
 * as once.
 */
@Path("/api/connect")
@Tag(name = "Connect")
@Produces(MediaType.APPLICATION_JSON)
public final class ConnectionResource {
    private final ConnectShops shops;
    private final TestShop test;
    private final ConnectAnswers answers;
    private final Rates tests;

    /** @param tests how often one client may have its shop called */
    ConnectionResource(ConnectShops shops, TestShop test, ConnectAnswers answers, Rates tests) {
        this.shops = shops;
        this.test = test;
        this.answers = answers;
        this.tests = tests;
    }

    @GET
    @Path("/status")
    @Needs(Scope.PAYMENTS_READ)
    @Operation(operationId = "readStoreStatus", summary = "Read what the store offers")
    @ApiResponse(
            responseCode = "200",
            description = "What it offers",
            content = @Content(schema = @Schema(implementation = StoreStatusJson.class)))
    public Response status(@Context ContainerRequestContext request) {
        return Response.ok(Json.write(answers.status(shops.store(Callers.of(request)))))
                .build();
    }

    @POST
    @Path("/test")
    @Needs(Scope.PAYMENTS_READ)
    @Operation(
            operationId = "testShop",
            summary = "Test whether the gateway reaches the shop",
            description =
                    "Sends a signed ping to the address the shop prefers, then to its other one, and keeps the one"
                            + " that answers. Takes up to twenty seconds.")
    @ApiResponse(
            responseCode = "200",
            description = "What was found",
            content = @Content(schema = @Schema(implementation = ShopTestJson.class)))
    public Response test(@Context ContainerRequestContext request) {
        Access caller = Callers.of(request);
        tests.take(caller.client().value());
        TestShop.Result found = test.run(caller.merchant(), caller.store());
        return Response.ok(Json.write(new ShopTestJson(
                        found.reachable(),
                        found.via(),
                        found.skewMillis(),
                        Spelling.ofOptional(found.problem()),
                        found.status())))
                .build();
    }

    @POST
    @Path("/rotate")
    @Needs(Scope.CALLBACKS_MANAGE)
    @Operation(
            operationId = "rotateSecrets",
            summary = "Get new secrets",
            description = "The ones before stay good for a day, so that an answer that was lost does no harm.")
    @ApiResponse(
            responseCode = "200",
            description = "The new secrets",
            content = @Content(schema = @Schema(implementation = RotationJson.class)))
    public Response rotate(@Context ContainerRequestContext request) {
        try {
            return Response.ok(Json.write(answers.rotation(shops.rotate(Callers.of(request)))))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (NotAccepted often) {
            throw new ProblemException(
                    ProblemType.TOO_MANY, "The secrets were changed too often lately; try again tomorrow.");
        }
    }

    @POST
    @Path("/disconnect")
    @Needs(Scope.CALLBACKS_MANAGE)
    @Operation(
            operationId = "disconnectShop",
            summary = "End the connection",
            description = "The client and all secrets end at once, callbacks are not sent any more. Payments stay.")
    @ApiResponse(responseCode = "204", description = "It has ended")
    public Response disconnect(@Context ContainerRequestContext request) {
        shops.disconnect(Callers.of(request));
        return Response.noContent().build();
    }
}
