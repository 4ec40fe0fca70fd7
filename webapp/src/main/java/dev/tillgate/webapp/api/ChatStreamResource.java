package dev.tillgate.webapp.api;

import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.webapp.api.shape.ChatJson;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;

/**
 * What is said in a conversation as it is said, pay cards included: server-sent events, each one's id the message's
 * number, so that who comes back with {@code Last-Event-ID} misses none.
 */
@Path("/api/v1/chat/sessions/{id}/stream")
@Tag(name = "Chat")
public final class ChatStreamResource {
    /** The beat also tells proxies that the line lives. */
    private static final SentEvents.Pace PACE =
            new SentEvents.Pace(Duration.ofSeconds(20), Duration.ofSeconds(60), Duration.ofMinutes(30));

    private final ChatBook book;
    private final ChatStreams streams;

    ChatStreamResource(ChatBook book, ChatStreams streams) {
        this.book = book;
        this.streams = streams;
    }

    @GET
    @InChat
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamChat",
            summary = "Follow a conversation",
            description =
                    "Server-sent events: id is the message's number, event message, data a ChatMessage. Come back with Last-Event-ID to miss none.")
    @Parameter(
            name = "Last-Event-ID",
            in = ParameterIn.HEADER,
            description = "The id of the last event received",
            schema = @Schema(type = "string", pattern = "^[0-9]{1,18}$"))
    @ApiResponse(
            responseCode = "200",
            description = "A stream that ends after 30 minutes at the latest",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = "string")))
    public Response stream(@Context ContainerRequestContext request, @Context HttpServletResponse http) {
        ChatSession session = ChatCallers.of(request);
        long seen = SentEvents.lastSeen(request);
        return new SentEvents<ChatMessage>(
                        last -> book.messages(session.merchant(), session.id(), last, SentEvents.AT_ONCE),
                        ChatMessage::sequence,
                        message -> "message",
                        message -> Json.write(ChatJson.Message.of(message)))
                .stream(http, streams.watch(session), seen, PACE);
    }
}
