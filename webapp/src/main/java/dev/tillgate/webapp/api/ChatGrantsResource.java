package dev.tillgate.webapp.api;

import dev.tillgate.chat.ChatCodes;
import dev.tillgate.chat.Grant;
import dev.tillgate.chat.Grants;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.webapp.api.json.JsonBody;
import dev.tillgate.webapp.api.shape.ChatBody;
import dev.tillgate.webapp.api.shape.ChatJson;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.api.shape.Spelling;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;

/** Gives the store's server tokens that let a conversation pay one order. Only codes are kept; a repeat makes another one, which does no harm. */
@Path("/api/v1/chat/grants")
@Tag(name = "Chat")
@Produces(MediaType.APPLICATION_JSON)
public final class ChatGrantsResource {
    private final Grants grants;
    private final ChatCodes codes;
    private final InstantSource clock;

    ChatGrantsResource(Grants grants, ChatCodes codes, InstantSource clock) {
        this.grants = grants;
        this.codes = codes;
        this.clock = clock;
    }

    @POST
    @Needs(Scope.CHAT_WRITE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createChatGrant",
            summary = "Let a conversation pay an order",
            description =
                    "Only the store's server can. Whoever holds the grant can have this order paid to this store, and cannot change the sum.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ChatBody.NewGrant.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The token",
            content = @Content(schema = @Schema(implementation = ChatJson.Grant.class)))
    public Response create(@Context ContainerRequestContext request, @Parameter(hidden = true) JsonBody body) {
        Access caller = Callers.of(request);
        String key = Repeats.key(request);
        ChatBody.NewGrant.Wanted wanted = ChatBody.NewGrant.read(body);
        Instant expiresAt = Instant.ofEpochSecond(clock.instant().getEpochSecond() + wanted.seconds());
        Grant grant = new Grant(
                caller.merchant(),
                caller.store(),
                wanted.order(),
                wanted.revision(),
                wanted.amount(),
                wanted.quoted(),
                wanted.business(),
                wanted.conversation(),
                wanted.description(),
                expiresAt);
        String token = grants.token(grant, key);
        String code = wanted.code() ? codes.make(grant, token) : null;
        return Response.status(201)
                .entity(Json.write(new ChatJson.Grant(token, code, Spelling.of(expiresAt))))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
