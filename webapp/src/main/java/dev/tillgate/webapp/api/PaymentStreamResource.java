package dev.tillgate.webapp.api;

import dev.tillgate.flow.Event;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.webapp.api.shape.EventJson;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.problem.FieldError;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.glassfish.jersey.media.sse.EventOutput;
import org.glassfish.jersey.media.sse.OutboundEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events of a payment as they happen, as server-sent events; each one's id is its sequence, and a client that comes
 * back with {@code Last-Event-ID} misses none. Each stream waits on a virtual thread, not on one of the web server's.
 */
@Path("/api/v1/payments/{id}/events/stream")
@Tag(name = "Payments")
public final class PaymentStreamResource {
    private static final Logger LOG = LoggerFactory.getLogger(PaymentStreamResource.class);
    static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final int AT_ONCE = 100;

    private final PaymentAnswers answers;
    private final PaymentEvents events;
    private final EventStreams streams;
    private final Pace pace;

    /**
     * @param look how often a stream looks for itself, and says that it is still there
     * @param longest after how long a stream ends; the client comes back by itself
     */
    record Pace(Duration look, Duration longest) {
        static final Pace USUAL = new Pace(Duration.ofSeconds(10), Duration.ofMinutes(15));
    }

    PaymentStreamResource(PaymentAnswers answers, PaymentEvents events, EventStreams streams, Pace pace) {
        this.answers = answers;
        this.events = events;
        this.streams = streams;
        this.pace = pace;
    }

    @GET
    @Needs(Scope.PAYMENTS_READ)
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "streamEvents",
            summary = "Follow the events of a payment",
            description =
                    "Server-sent events: id is the sequence, event the type, data an Event. Come back with Last-Event-ID to miss none.")
    @Parameter(
            name = "Last-Event-ID",
            in = ParameterIn.HEADER,
            description = "The id of the last event received",
            schema = @Schema(type = "string", pattern = "^[0-9]{1,18}$"))
    @ApiResponse(
            responseCode = "200",
            description = "A stream that ends after 15 minutes at the latest",
            content = @Content(mediaType = MediaType.SERVER_SENT_EVENTS, schema = @Schema(type = "string")))
    public Response stream(@Context ContainerRequestContext request, @PathParam("id") String id) {
        Access caller = Callers.of(request);
        long after = lastSeen(request.getHeaderString(LAST_EVENT_ID));
        PaymentView view = answers.find(caller, id);
        // Watching begins before the first look: what is appended in between is not missed.
        EventStreams.Watch watch =
                streams.watch(view.order().id(), caller.client().value());
        EventOutput output = new EventOutput();
        Thread.ofVirtual().name("stream").start(() -> send(view, after, watch, output));
        return Response.ok(output)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("X-Accel-Buffering", "no")
                .build();
    }

    private void send(PaymentView view, long after, EventStreams.Watch watch, EventOutput output) {
        long end = System.nanoTime() + pace.longest.toNanos();
        long last = after;
        try (watch;
                output) {
            do {
                List<Event> news = events.after(view, last, AT_ONCE);
                for (Event event : news) {
                    output.write(message(event));
                    last = event.sequence();
                }
                if (news.isEmpty()) {
                    output.write(new OutboundEvent.Builder().comment("").build());
                } else if (news.size() == AT_ONCE) {
                    continue;
                }
            } while (System.nanoTime() < end && watch.await(pace.look.toMillis()) && !output.isClosed());
        } catch (IOException gone) {
            LOG.debug("a stream's reader is gone");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failure) {
            LOG.warn("a stream ends early", failure);
        }
    }

    private static OutboundEvent message(Event event) {
        return new OutboundEvent.Builder()
                .id(Long.toString(event.sequence()))
                .name(event.type().code())
                .mediaType(MediaType.TEXT_PLAIN_TYPE)
                .data(String.class, Json.write(EventJson.of(event)))
                .build();
    }

    static long lastSeen(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            return 0;
        }
        if (!header.matches("[0-9]{1,18}")) {
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "Last-Event-ID must be the id of an event received before.",
                    List.of(new FieldError("Last-Event-ID", "must be a whole number")));
        }
        return Long.parseLong(header);
    }
}
