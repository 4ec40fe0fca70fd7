package dev.tillgate.webapp.api;

import dev.tillgate.flow.OnceOnly.Answer;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.platform.Connections;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.DraftsOrders;
import dev.tillgate.platform.DraftsOrders.Drafted;
import dev.tillgate.webapp.api.json.JsonBody;
import dev.tillgate.webapp.api.shape.DraftBody;
import dev.tillgate.webapp.api.shape.DraftJson;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;

/**
 * Has the store's shop make an order of what was agreed in a conversation. The shop says what it costs; a draft that is
 * made twice because an answer got lost reserves nothing and is paid by nobody.
 */
@Path("/api/v1/chat/drafts")
@Tag(name = "Chat")
@Produces(MediaType.APPLICATION_JSON)
public final class ChatDraftsResource {
    private final Connections connections;
    private final Repeats repeats;

    ChatDraftsResource(Connections connections, Repeats repeats) {
        this.connections = connections;
        this.repeats = repeats;
    }

    @POST
    @Needs(Scope.CHAT_WRITE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createChatDraft",
            summary = "Make an order in the shop for a chat sale",
            description =
                    "The shop drafts an order and says its price; give the answer's order and amount to a grant. Once it is paid it becomes an order of the shop, marked as paid. For Shopify shops connected by an app of their own.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = DraftBody.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The draft",
            content = @Content(schema = @Schema(implementation = DraftJson.class)))
    public Response create(@Context ContainerRequestContext request, @Parameter(hidden = true) JsonBody body) {
        Access caller = Callers.of(request);
        DraftBody.Wanted wanted = DraftBody.read(body);
        DraftsOrders shop = connections
                .find(caller.merchant(), caller.store())
                .filter(connected -> connected.connection().isActive())
                .map(Connected::platform)
                .filter(DraftsOrders.class::isInstance)
                .map(DraftsOrders.class::cast)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNSUPPORTED, "This store has no shop in which orders can be drafted."));
        return repeats.alone(
                repeats.record(caller, request, body), caller.store().value(), () -> drafted(shop, wanted));
    }

    private static Answer drafted(DraftsOrders shop, DraftBody.Wanted wanted) {
        return switch (shop.draft(wanted.lines(), wanted.currency())) {
            case Drafted.Made made -> new Answer(201, Json.write(DraftJson.of(made.order())));
            case Drafted.Later later ->
                throw new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "The shop does not answer now.",
                        List.of(),
                        Map.of(
                                "Retry-After",
                                Long.toString(Math.max(1, later.after().toSeconds()))));
            case Drafted.Refused refused ->
                throw new ProblemException(
                        ProblemType.INVALID_REQUEST, "The shop does not make this order: " + refused.reason() + ".");
        };
    }
}
