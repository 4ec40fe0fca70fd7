package dev.tillgate.webapp.api;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tillgate.merchant.Access;
import dev.tillgate.merchant.AccessTokens;
import dev.tillgate.merchant.ApiClient;
import dev.tillgate.merchant.ClientDirectory;
import dev.tillgate.merchant.ClientId;
import dev.tillgate.merchant.Scope;
import dev.tillgate.merchant.TokenRefused;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out who asks from the {@code Authorization} header (RFC 6750), and whether they may ask at all now. */
final class Callers {
    /** The request property that holds the {@link Access} once the token was checked. */
    static final String PROPERTY = "tillgate.access";

    private static final String CHALLENGE = "Bearer realm=\"tillgate\"";
    private static final Duration KNOWN_FOR = Duration.ofSeconds(3);
    private static final String PREFIX = "Bearer ";

    private final AccessTokens tokens;
    private final ClientDirectory clients;
    private final Rates rates;
    /** Kept for three seconds, so that a request need not ask the database who asks. */
    private final Cache<ClientId, ApiClient> known = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(KNOWN_FOR)
            .build();

    Callers(AccessTokens tokens, ClientDirectory clients, Rates rates) {
        this.tokens = tokens;
        this.clients = clients;
        this.rates = rates;
    }

    /** Who made this request, on methods that need a scope. */
    static Access of(ContainerRequestContext request) {
        if (request.getProperty(PROPERTY) instanceof Access access) {
            return access;
        }
        throw new IllegalStateException("no access token was checked for this request");
    }

    /** @throws ProblemException when the caller is not known, may not do this, or asks too often */
    Access require(@Nullable String authorization, Scope scope) {
        if (authorization == null || !authorization.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            throw unauthorized("Send an access token: Authorization: Bearer …", CHALLENGE);
        }
        Access access = verified(authorization.substring(PREFIX.length()).trim());
        // A token outlives its client by no more than what is known of it.
        ApiClient client = known.get(access.client(), id -> clients.client(id).orElse(null));
        if (client == null || !client.isEnabled() || !client.store().equals(access.store())) {
            throw invalid("The access token's client was disabled");
        }
        if (!access.may(scope)) {
            throw new ProblemException(
                    ProblemType.INSUFFICIENT_SCOPE,
                    "The access token lacks the scope " + scope.code() + ".",
                    List.of(),
                    challenge(CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + scope.code() + "\""));
        }
        rates.take(access.client().value());
        return access;
    }

    private Access verified(String token) {
        try {
            return tokens.verify(token);
        } catch (TokenRefused refused) {
            throw invalid(
                    refused.why() == TokenRefused.Why.EXPIRED
                            ? "The access token has expired"
                            : "The access token is not valid");
        }
    }

    private static ProblemException invalid(String why) {
        return unauthorized(why + ".", CHALLENGE + ", error=\"invalid_token\", error_description=\"" + why + "\"");
    }

    private static ProblemException unauthorized(String detail, String challenge) {
        return new ProblemException(ProblemType.UNAUTHORIZED, detail, List.of(), challenge(challenge));
    }

    private static Map<String, String> challenge(String value) {
        return Map.of("WWW-Authenticate", value);
    }
}
