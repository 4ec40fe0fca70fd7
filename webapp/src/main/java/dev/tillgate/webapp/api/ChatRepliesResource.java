package dev.tillgate.webapp.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tillgate.chat.Conversations;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.webapp.api.json.JsonBody;
import dev.tillgate.webapp.api.shape.ChatBody;
import dev.tillgate.webapp.api.shape.ChatJson;
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
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** What the store's own bot says; buyers, who hold a conversation's token, cannot speak for it. */
@Path("/api/v1/chat/sessions/{id}/replies")
@Tag(name = "Chat")
@Produces(MediaType.APPLICATION_JSON)
public final class ChatRepliesResource {
    private final Conversations conversations;
    private final ChatBook book;

    ChatRepliesResource(Conversations conversations, ChatBook book) {
        this.conversations = conversations;
        this.book = book;
    }

    @POST
    @Needs(Scope.CHAT_WRITE)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "replyInChat",
            summary = "Answer as the store's bot",
            description =
                    "From then on the assistant is silent in this conversation. The Idempotency-Key is the message's name: one that is sent twice is said once.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ChatBody.Reply.class)))
    @ApiResponse(
            responseCode = "200",
            description = "Said",
            content = @Content(schema = @Schema(implementation = ChatJson.Replied.class)))
    public Response reply(
            @Context ContainerRequestContext request,
            @PathParam("id") String id,
            @Parameter(hidden = true) JsonBody body) {
        Access caller = Callers.of(request);
        String key = ChatSessionResource.shortKey(request);
        ChatBody.Reply.Wanted wanted = ChatBody.Reply.read(body);
        if (!TimeOrderedId.isWellFormed(id, ChatId.PREFIX)) {
            throw ProblemException.notFound("chat");
        }
        ChatSession session = book.session(caller.merchant(), new ChatId(id))
                .filter(one -> one.store().equals(caller.store()))
                .orElseThrow(() -> ProblemException.notFound("chat"));
        String content =
                JsonNodeFactory.instance.objectNode().put("text", wanted.text()).toString();
        try {
            long sequence = conversations
                    .replies(session.merchant(), session.id(), content, key, wanted.person())
                    .orElseThrow(() ->
                            new ProblemException(ProblemType.WRONG_STATE, "A person answers in this conversation."));
            return Response.ok(Json.write(new ChatJson.Replied(sequence)))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (Conversations.Full full) {
            throw ChatSessionResource.full();
        }
    }
}
