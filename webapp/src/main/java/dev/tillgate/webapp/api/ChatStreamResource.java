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
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.glassfish.jersey.media.sse.EventOutput;
import org.glassfish.jersey.media.sse.OutboundEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is said in a conversation as it is said, pay cards included: server-sent events, each one's id the message's
 * number, so that who comes back with {@code Last-Event-ID} misses none. Waits on a virtual thread.
 */
@Path("/api/v1/chat/sessions/{id}/stream")
@Tag(name = "Chat")
public final class ChatStreamResource {
    private static final Logger LOG = LoggerFactory.getLogger(ChatStreamResource.class);
    private static final int AT_ONCE = 100;
    /** Between two looks for what other nodes said, which also tell proxies that the line lives. */
    private static final long LOOK_MS = 20_000;

    private static final Duration LONGEST = Duration.ofMinutes(30);

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
    public Response stream(@Context ContainerRequestContext request) {
        ChatSession session = ChatCallers.of(request);
        long after = PaymentStreamResource.lastSeen(request.getHeaderString(PaymentStreamResource.LAST_EVENT_ID));
        // Watching begins before the first look: what is said in between is not missed.
        ChatStreams.Watch watch = streams.watch(session.id());
        EventOutput output = new EventOutput();
        Thread.ofVirtual().name("chat-stream").start(() -> send(session, after, watch, output));
        return Response.ok(output)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private void send(ChatSession session, long after, ChatStreams.Watch watch, EventOutput output) {
        long end = System.nanoTime() + LONGEST.toNanos();
        long last = after;
        try (watch;
                output) {
            do {
                List<ChatMessage> news = book.messages(session.merchant(), session.id(), last, AT_ONCE);
                for (ChatMessage message : news) {
                    output.write(event(message));
                    last = message.sequence();
                }
                if (news.isEmpty()) {
                    output.write(new OutboundEvent.Builder().comment("").build());
                } else if (news.size() == AT_ONCE) {
                    continue;
                }
            } while (System.nanoTime() < end && watch.await(LOOK_MS) && !output.isClosed());
        } catch (IOException gone) {
            LOG.debug("a stream's reader is gone");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.warn("a stream ends early", failure);
        }
    }

    private static OutboundEvent event(ChatMessage message) {
        return new OutboundEvent.Builder()
                .id(Long.toString(message.sequence()))
                .name("message")
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, Json.write(ChatJson.Message.of(message)))
                .build();
    }
}
