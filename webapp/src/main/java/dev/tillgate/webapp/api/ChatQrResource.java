package dev.tillgate.webapp.api;

import dev.tillgate.chat.Conversations;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.webapp.api.shape.ChatJson;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.checkout.QrImage;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** A pay card's link as a QR code: for a buyer who reads the chat on a computer and pays with a phone. */
@Path("/api/v1/chat/sessions/{id}/qr")
@Tag(name = "Chat")
@Produces(MediaType.APPLICATION_JSON)
public final class ChatQrResource {
    private static final int LONGEST_ORDER = 100;

    private final Conversations conversations;

    ChatQrResource(Conversations conversations) {
        this.conversations = conversations;
    }

    @GET
    @InChat
    @Operation(operationId = "chatQr", summary = "A pay card's link as a QR code")
    @Parameter(
            name = "order",
            in = ParameterIn.QUERY,
            required = true,
            description = "The shop's own order number",
            schema = @Schema(type = "string", minLength = 1, maxLength = 100))
    @ApiResponse(
            responseCode = "200",
            description = "The code as one path of an SVG picture",
            content = @Content(schema = @Schema(implementation = ChatJson.Qr.class)))
    public Response qr(@Context ContainerRequestContext request) {
        ChatSession session = ChatCallers.of(request);
        QueryFields query = new QueryFields(request.getUriInfo().getQueryParameters());
        String order = query.text("order", LONGEST_ORDER);
        query.end();
        QrImage image = QrImage.of(Optional.ofNullable(order)
                .flatMap(one -> conversations.link(session, one))
                .orElseThrow(() -> ProblemException.notFound("order")));
        return Response.ok(Json.write(new ChatJson.Qr(image.size(), image.path())))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
