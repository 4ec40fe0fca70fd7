package dev.tillgate.webapp.api;

import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.Scope;
import dev.tillgate.payment.TimeOrderedId;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the conversation that a request is about, and whether the caller may speak in it. */
final class ChatCallers {
    private static final String PROPERTY = "tillgate.chat";
    private static final String BEARER = "Bearer ";

    private final Callers callers;
    private final ChatTokens tokens;
    private final ChatBook book;
    private final Rates rates;

    /** @param rates by conversation: what is held by everybody who opened the shop's page must be slow */
    ChatCallers(Callers callers, ChatTokens tokens, ChatBook book, Rates rates) {
        this.callers = callers;
        this.tokens = tokens;
        this.book = book;
        this.rates = rates;
    }

    /** The conversation of this request, on methods that are {@link InChat}. */
    static ChatSession of(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof ChatSession session) {
            return session;
        }
        throw new IllegalStateException("no conversation was checked for this request");
    }

    /** @throws ProblemException when the caller is not known, may not do this, or asks too often */
    void check(ContainerRequestContext request) {
        String id = request.getUriInfo().getPathParameters().getFirst("id");
        String authorization = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        request.setProperty(PROPERTY, session(authorization, id == null ? "" : id));
    }

    private ChatSession session(@Nullable String authorization, String id) {
        if (authorization != null && authorization.startsWith(BEARER + "chat.")) {
            ChatTokens.Named named = tokens.read(authorization.substring(BEARER.length()))
                    .filter(one -> one.chat().value().equals(id))
                    .orElseThrow(() -> new ProblemException(
                            ProblemType.UNAUTHORIZED,
                            "The token is not this conversation's.",
                            List.of(),
                            Map.of("WWW-Authenticate", "Bearer realm=\"tillgate\", error=\"invalid_token\"")));
            rates.take(id);
            return book.session(named.merchant(), named.chat()).orElseThrow(() -> ProblemException.notFound("chat"));
        }
        Access access = callers.require(authorization, Scope.CHAT_WRITE);
        if (!TimeOrderedId.isWellFormed(id, ChatId.PREFIX)) {
            throw ProblemException.notFound("chat");
        }
        return book.session(access.merchant(), new ChatId(id))
                .filter(session -> session.store().equals(access.store()))
                .orElseThrow(() -> ProblemException.notFound("chat"));
    }
}
