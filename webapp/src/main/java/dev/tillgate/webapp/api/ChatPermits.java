package dev.tillgate.webapp.api;

import dev.tillgate.chat.Conversations;
import dev.tillgate.chat.Grant;
import dev.tillgate.chat.Grants;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.merchant.TokenRefused;
import dev.tillgate.webapp.problem.FieldError;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads grants from requests, and lets conversations pay what they say. */
final class ChatPermits {
    private static final String BEARER = "Bearer ";

    private final Conversations conversations;
    private final Grants grants;

    ChatPermits(Conversations conversations, Grants grants) {
        this.conversations = conversations;
        this.grants = grants;
    }

    /** The grant that is the bearer token, or null when that is something else. */
    @Nullable
    Grant bearer(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return null;
        }
        try {
            return grants.read(authorization.substring(BEARER.length()));
        } catch (TokenRefused notAGrant) {
            // Perhaps an access token: it is judged as one.
            return null;
        }
    }

    /** @throws ProblemException when the field {@code grant} holds none that counts */
    Grant read(String token) {
        try {
            return grants.read(token);
        } catch (TokenRefused refused) {
            throw invalid(refused.why() == TokenRefused.Why.EXPIRED ? "has expired" : "is not a grant");
        }
    }

    /** @throws ProblemException when the grant is for another store or conversation, or there are too many */
    void allow(ChatSession session, String token) {
        allow(session, read(token));
    }

    /** @throws ProblemException when the grant is for another store or conversation, or there are too many */
    void allow(ChatSession session, Grant grant) {
        String bound = grant.conversation();
        if (!grant.store().equals(session.store())
                || (bound != null && !bound.equals(session.channel() + ":" + session.conversation()))) {
            throw invalid("is for another store or conversation");
        }
        try {
            conversations.allow(session, grant);
        } catch (Conversations.Full full) {
            throw ChatSessionResource.full();
        }
    }

    private static ProblemException invalid(String reason) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, "/grant " + reason + ".", List.of(new FieldError("/grant", reason)));
    }
}
