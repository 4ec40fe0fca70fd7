package dev.tillgate.webapp.api;

import dev.tillgate.chat.ChatPayments.NoPayment;
import dev.tillgate.chat.Conversations;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.webapp.api.json.JsonBody;
import dev.tillgate.webapp.api.shape.ChatBody;
import dev.tillgate.webapp.api.shape.ChatJson;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** One conversation: what is said in it, and the payment of an order in it. */
@Path("/api/v1/chat/sessions/{id}")
@Tag(name = "Chat")
@Produces(MediaType.APPLICATION_JSON)
public final class ChatSessionResource {
    private static final int LONGEST_KEY = 96;

    private final Conversations conversations;
    private final ChatBook book;
    private final ChatPermits permits;
    private final Waiting waiting;

    ChatSessionResource(Conversations conversations, ChatBook book, ChatPermits permits, Waiting waiting) {
        this.conversations = conversations;
        this.book = book;
        this.permits = permits;
        this.waiting = waiting;
    }

    @GET
    @InChat
    @Operation(operationId = "readChat", summary = "Read a conversation")
    @ApiResponse(
            responseCode = "200",
            description = "The conversation",
            content = @Content(schema = @Schema(implementation = ChatJson.Session.class)))
    public Response read(@Context ContainerRequestContext request) {
        ChatSession session = ChatCallers.of(request);
        return ok(ChatJson.Session.of(session, book.orders(session.merchant(), session.id()), null));
    }

    @GET
    @Path("/messages")
    @InChat
    @Operation(operationId = "listChatMessages", summary = "List what was said", description = "Oldest first.")
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "Only messages with a higher number",
            schema = @Schema(type = "integer", minimum = "0", defaultValue = "0"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many at most",
            schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
    @ApiResponse(
            responseCode = "200",
            description = "Messages",
            content = @Content(schema = @Schema(implementation = ChatJson.Messages.class)))
    public Response messages(@Context ContainerRequestContext request) {
        ChatSession session = ChatCallers.of(request);
        QueryFields query = new QueryFields(request.getUriInfo().getQueryParameters());
        long after = query.whole("after", 0);
        int limit = query.limit();
        query.end();
        return ok(ChatJson.Messages.of(book.messages(session.merchant(), session.id(), after, limit)));
    }

    /** Waits for the shop when it has to be asked for a price. */
    @POST
    @Path("/messages")
    @InChat
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "sayInChat",
            summary = "Say something",
            description =
                    "The Idempotency-Key is the message's name: one that is sent twice is heard once. The assistant's answer comes with it, unless a person answers in this conversation.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ChatBody.Saying.class)))
    @ApiResponse(
            responseCode = "200",
            description = "Heard",
            content = @Content(schema = @Schema(implementation = ChatJson.Heard.class)))
    public Object say(@Context ContainerRequestContext request, @Parameter(hidden = true) JsonBody body) {
        ChatSession session = ChatCallers.of(request);
        String key = shortKey(request);
        Conversations.Utterance said = ChatBody.Saying.read(body);
        return waiting.run(() -> {
            try {
                long sequence = conversations.hear(session.merchant(), session.id(), said, key);
                List<ChatMessage> since = book.messages(session.merchant(), session.id(), sequence - 1, 50);
                return ok(new ChatJson.Heard(
                        sequence, since.stream().map(ChatJson.Message::of).toList()));
            } catch (Conversations.Full full) {
                throw full();
            }
        });
    }

    @POST
    @Path("/grants")
    @InChat
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "grantInChat", summary = "Let the conversation pay another order")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ChatBody.Granting.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The conversation",
            content = @Content(schema = @Schema(implementation = ChatJson.Session.class)))
    public Response grant(@Context ContainerRequestContext request, @Parameter(hidden = true) JsonBody body) {
        ChatSession session = ChatCallers.of(request);
        Repeats.key(request);
        permits.allow(session, ChatBody.Granting.read(body));
        return read(request);
    }

    /** Waits for the shop when it has to be asked for the price. */
    @POST
    @Path("/payments")
    @InChat
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "payInChat",
            summary = "Ask for a payment",
            description =
                    "Answers the pay card of the order, with a payment made for it if there is none. The sum is the shop's; nothing in this request can change it.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ChatBody.Paying.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The pay card, as in the messages",
            content = @Content(schema = @Schema(type = "object")))
    public Object pay(@Context ContainerRequestContext request, @Parameter(hidden = true) JsonBody body) {
        ChatSession session = ChatCallers.of(request);
        Repeats.key(request);
        String order = ChatBody.Paying.read(body);
        return waiting.run(() -> {
            try {
                return Response.ok(conversations.ask(session, order)).build();
            } catch (NoSuchElementException unknown) {
                throw ProblemException.notFound("order");
            } catch (NoPayment none) {
                throw refusal(none);
            }
        });
    }

    static ProblemException full() {
        return new ProblemException(
                ProblemType.TOO_MANY, "This conversation has as many messages or orders as it can have; open another.");
    }

    private static ProblemException refusal(NoPayment none) {
        return switch (none.why()) {
            case NO_ORDER -> ProblemException.notFound("order");
            case LATER ->
                new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "The shop cannot be asked for the price just now.",
                        List.of(),
                        Map.of("Retry-After", "10"));
            case NOT_ALLOWED ->
                new ProblemException(
                        ProblemType.FORBIDDEN, "The order costs more than the grant allows, or in another currency.");
            case TOO_LATE -> new ProblemException(ProblemType.FORBIDDEN, "The grant has expired.");
            case NOT_PAYABLE ->
                new ProblemException(ProblemType.WRONG_STATE, "The shop does not take money for this order any more.");
        };
    }

    static String shortKey(ContainerRequestContext request) {
        String key = Repeats.key(request);
        if (key.length() > LONGEST_KEY) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_INVALID,
                    "Here the Idempotency-Key must be 1 to " + LONGEST_KEY + " visible ASCII characters.");
        }
        return key;
    }

    private static Response ok(Object shape) {
        return Response.ok(Json.write(shape))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
