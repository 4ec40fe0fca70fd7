package dev.tillgate.webapp.api;

import dev.tillgate.flow.DisputeReader;
import dev.tillgate.flow.DisputeReader.Line;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.payment.DisputeId;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.provider.Dispute;
import dev.tillgate.webapp.api.shape.DisputeJson;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.api.shape.PageJson;
import dev.tillgate.webapp.problem.ProblemException;
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

/** Disputes about the caller's store's payments. */
@Path("/api/v1/disputes")
@Tag(name = "Payments")
@Produces(MediaType.APPLICATION_JSON)
public final class DisputesResource {
    private final DisputeReader disputes;

    DisputesResource(DisputeReader disputes) {
        this.disputes = disputes;
    }

    /** Those to be answered first, by their deadline. */
    @GET
    @Needs(Scope.PAYMENTS_READ)
    @Operation(
            operationId = "listDisputes",
            summary = "List disputes",
            description = "Those that must be answered first, by their deadline; then the others, newest first.")
    @Parameter(
            name = "status",
            in = ParameterIn.QUERY,
            description = "Only disputes with this status",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"needs_response", "under_review", "won", "lost"}))
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
            description = "A page of disputes",
            content = @Content(schema = @Schema(implementation = PageJson.OfDisputes.class)))
    public Response list(@Context ContainerRequestContext request) {
        Access caller = Callers.of(request);
        QueryFields query = new QueryFields(request.getUriInfo().getQueryParameters());
        Dispute.Status status = query.choice("status", Dispute.Status.class);
        int limit = query.limit();
        String after = query.cursor(text -> text.matches("[0-9]{1,6}"));
        query.end();
        int skip = after == null ? 0 : Integer.parseInt(after);
        List<Line> found =
                disputes.list(new DisputeReader.Filter(caller.merchant(), caller.store(), status), skip, limit + 1);
        String next = found.size() > limit ? Cursor.after(Integer.toString(skip + limit)) : null;
        List<DisputeJson> data =
                found.stream().limit(limit).map(DisputeJson::of).toList();
        return Response.ok(Json.write(new PageJson.OfDisputes(data, next))).build();
    }

    @GET
    @Path("/{dispute}")
    @Needs(Scope.PAYMENTS_READ)
    @Operation(operationId = "readDispute", summary = "Read a dispute")
    @ApiResponse(
            responseCode = "200",
            description = "The dispute",
            content = @Content(schema = @Schema(implementation = DisputeJson.class)))
    public Response read(@Context ContainerRequestContext request, @PathParam("dispute") String id) {
        Access caller = Callers.of(request);
        if (!TimeOrderedId.isWellFormed(id, DisputeId.PREFIX)) {
            throw ProblemException.notFound("dispute");
        }
        Line line = disputes.find(caller.merchant(), new DisputeId(id))
                .filter(found -> found.store().equals(caller.store()))
                .orElseThrow(() -> ProblemException.notFound("dispute"));
        return Response.ok(Json.write(DisputeJson.of(line))).build();
    }
}
