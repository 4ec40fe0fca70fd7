package dev.tillgate.webapp.api;

import dev.tillgate.chat.Conversations;
import dev.tillgate.chat.Grant;
import dev.tillgate.chat.OwnBots;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.flow.chat.ChatStore;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.webapp.api.json.JsonBody;
import dev.tillgate.webapp.api.shape.ChatBody;
import dev.tillgate.webapp.api.shape.ChatJson;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.problem.FieldError;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens conversations: by the store's server, by a bot that holds a grant of it, or by the widget on a shop's page. The
 * same Idempotency-Key finds the same conversation, so a repeat opens no second one.
 */
@Open
@Path("/api/v1/chat")
@Tag(name = "Chat")
@Produces(MediaType.APPLICATION_JSON)
public final class ChatOpenResource {
    private static final int GUESSABLE = 16;

    private final Conversations conversations;
    private final ChatBook book;
    private final OwnBots bots;
    private final Keys keys;
    private final Rates rates;
    private final InstantSource clock;

    /** What opens them. */
    record Keys(Callers callers, ChatPermits permits, ChatTokens tokens) {}

    ChatOpenResource(
            Conversations conversations, ChatBook book, OwnBots bots, Keys keys, Rates rates, InstantSource clock) {
        this.conversations = conversations;
        this.book = book;
        this.bots = bots;
        this.keys = keys;
        this.rates = rates;
        this.clock = clock;
    }

    @POST
    @Path("/sessions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "openChat",
            summary = "Open a conversation",
            description =
                    "With the store's access token (scope chat:write) any conversation; with a grant as bearer token the conversation it is bound to, or a new one.")
    @RequestBody(content = @Content(schema = @Schema(implementation = ChatBody.Opening.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The conversation",
            content = @Content(schema = @Schema(implementation = ChatJson.Session.class)))
    public Response open(@Context ContainerRequestContext request, @Parameter(hidden = true) JsonBody body) {
        String key = Repeats.key(request);
        ChatBody.Opening.Wanted wanted = ChatBody.Opening.read(body);
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        Grant bearer = keys.permits().bearer(authorization);
        if (bearer != null) {
            rates.take(bearer.store().value());
            String[] bound = bound(bearer, wanted.channel(), key);
            return opened(bearer.merchant(), bearer.store(), new Name(bound[0], bound[1]), wanted.locale(), bearer);
        }
        Access access = keys.callers().require(authorization, Scope.CHAT_WRITE);
        if (wanted.conversation() == null) {
            throw invalid("/conversation", "must be given");
        }
        Grant grant = wanted.grant() == null ? null : keys.permits().read(wanted.grant());
        return opened(
                access.merchant(),
                access.store(),
                new Name(wanted.channel(), wanted.conversation()),
                wanted.locale(),
                grant);
    }

    @POST
    @Path("/widget")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "openWidget",
            summary = "Open a conversation from a shop's page",
            description =
                    "Needs no token. Without a grant nothing can be paid in it. The Idempotency-Key must not be guessable: who knows it enters the conversation.")
    @RequestBody(required = true, content = @Content(schema = @Schema(implementation = ChatBody.Widget.class)))
    @ApiResponse(
            responseCode = "201",
            description = "The conversation",
            content = @Content(schema = @Schema(implementation = ChatJson.Session.class)))
    public Response openWidget(
            @Context ContainerRequestContext request,
            @Context HttpServletRequest http,
            @Parameter(hidden = true) JsonBody body) {
        rates.take(http.getRemoteAddr());
        String key = Repeats.key(request);
        if (key.length() < GUESSABLE) {
            throw new ProblemException(
                    ProblemType.IDEMPOTENCY_KEY_INVALID,
                    "Here the Idempotency-Key must have " + GUESSABLE + " characters or more, and be random.");
        }
        ChatBody.Widget.Wanted wanted = ChatBody.Widget.read(body);
        StoreId store = store(wanted.store());
        MerchantId merchant = book.store(store)
                .filter(ChatStore::widget)
                .orElseThrow(() -> ProblemException.notFound("store"))
                .merchant();
        Grant grant = wanted.grant() == null ? null : keys.permits().read(wanted.grant());
        return opened(
                merchant,
                store,
                new Name(ChatSession.WIDGET, hash(store.value() + "\n" + key)),
                wanted.locale(),
                grant);
    }

    /** Channel, and its name of the conversation. */
    private record Name(String channel, String conversation) {}

    private Response opened(MerchantId merchant, StoreId store, Name name, String locale, @Nullable Grant grant) {
        Instant now = clock.instant();
        boolean visitor = name.channel().equals(ChatSession.WIDGET);
        ChatSession.Mode mode = visitor ? bots.answering(merchant, store) : ChatSession.Mode.ASSISTANT;
        ChatSession session = conversations.open(new ChatSession(
                merchant,
                ChatId.next(),
                store,
                name.channel(),
                name.conversation(),
                locale.startsWith("zh") ? "zh-CN" : "en",
                mode,
                "",
                1,
                0,
                now,
                now));
        if (!visitor || session.mode() == ChatSession.Mode.BOT) {
            bots.listen(session);
        }
        if (grant != null) {
            keys.permits().allow(session, grant);
        }
        return Response.status(201)
                .entity(Json.write(ChatJson.Session.of(
                        session,
                        book.orders(merchant, session.id()),
                        keys.tokens().of(session))))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }

    /** The conversation a grant is bound to; a new one, named after grant and key, when it is bound to none. */
    private static String[] bound(Grant grant, String channel, String key) {
        String conversation = grant.conversation();
        return conversation == null
                ? new String[] {channel, hash(grant.store().value() + "\n" + grant.reference() + "\n" + key)}
                : conversation.split(":", 2);
    }

    private static StoreId store(String id) {
        try {
            return new StoreId(id);
        } catch (IllegalArgumentException malformed) {
            throw invalid("/store", "must be the id of a store");
        }
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static ProblemException invalid(String pointer, String reason) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, pointer + " " + reason + ".", List.of(new FieldError(pointer, reason)));
    }
}
