package dev.tillgate.webapp.api;

import dev.tillgate.merchant.AccessTokens;
import dev.tillgate.merchant.AccessTokens.Issued;
import dev.tillgate.merchant.ApiClient;
import dev.tillgate.merchant.ClientDirectory;
import dev.tillgate.merchant.ClientId;
import dev.tillgate.merchant.Scope;
import dev.tillgate.merchant.SecretText;
import dev.tillgate.webapp.api.json.BoundedBody;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.api.shape.OAuthErrorJson;
import dev.tillgate.webapp.api.shape.TokenBody;
import dev.tillgate.webapp.api.shape.TokenJson;
import dev.tillgate.webapp.problem.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Gives programs their access tokens: OAuth 2.0 client credentials (RFC 6749 section 4.4), with the secret in HTTP
 * Basic or in the form. Its errors are the ones of that document, not problem details.
 */
@Open
@Tag(name = "Access")
@Path("/api/oauth/token")
@Produces(MediaType.APPLICATION_JSON)
public final class TokenResource {
    private static final int LARGEST_FORM = 8 * 1024;
    /** Compared with when there is no such client, so that both cases take the same time. */
    private static final String NO_DIGEST = "0".repeat(64);

    private final ClientDirectory clients;
    private final AccessTokens tokens;
    private final Limits limits;
    private final InstantSource clock;

    /**
     * How often it may be asked.
     *
     * @param requests by address
     * @param failures by address and client: guessing is slow, and does not lock the real client out elsewhere
     */
    record Limits(Rates requests, Rates failures) {}

    TokenResource(ClientDirectory clients, AccessTokens tokens, Limits limits, InstantSource clock) {
        this.clients = clients;
        this.tokens = tokens;
        this.limits = limits;
        this.clock = clock;
    }

    @POST
    @Operation(
            operationId = "createToken",
            summary = "Get an access token",
            description = "OAuth 2.0 client credentials: id and secret in HTTP Basic, or in the form.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                            schema = @Schema(implementation = TokenBody.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The token",
            content = @Content(schema = @Schema(implementation = TokenJson.class)))
    @ApiResponse(
            responseCode = "400",
            description = "Not a request for a token",
            content = @Content(schema = @Schema(implementation = OAuthErrorJson.class)))
    @ApiResponse(
            responseCode = "401",
            description = "The client is not who it says",
            content = @Content(schema = @Schema(implementation = OAuthErrorJson.class)))
    @ApiResponse(
            responseCode = "413",
            description = "Too large",
            content = @Content(schema = @Schema(implementation = OAuthErrorJson.class)))
    @ApiResponse(
            responseCode = "429",
            description = "Asked too often",
            content = @Content(schema = @Schema(implementation = OAuthErrorJson.class)))
    public Response token(
            @Context ContainerRequestContext request,
            @Context HttpServletRequest http,
            @Parameter(hidden = true) InputStream body)
            throws IOException {
        String address = http.getRemoteAddr();
        try {
            limits.requests.take(address);
            byte[] bytes = BoundedBody.read(body, request.getHeaderString(HttpHeaders.CONTENT_LENGTH), LARGEST_FORM);
            TokenForm form =
                    TokenForm.read(request.getMediaType(), bytes, request.getHeaderString(HttpHeaders.AUTHORIZATION));
            ApiClient client = authenticate(form, address);
            return issued(tokens.issue(client, scopes(form, client)));
        } catch (OAuthRefusal refusal) {
            return answer(refusal);
        } catch (ProblemException tooMuch) {
            // RFC 6749 has no words for these two; the status says it.
            Response.ResponseBuilder answer = Response.status(tooMuch.type().status())
                    .entity(Json.write(new OAuthErrorJson("invalid_request", tooMuch.detail())));
            tooMuch.headers().forEach(answer::header);
            return answer.build();
        }
    }

    private ApiClient authenticate(TokenForm form, String address) {
        Optional<ApiClient> client = ClientId.isWellFormed(form.clientId())
                ? clients.client(new ClientId(form.clientId()))
                : Optional.empty();
        SecretText secret = new SecretText(form.secret());
        boolean accepted = client.map(known -> known.accepts(secret, clock.instant()))
                .orElseGet(() -> secret.hasDigest(NO_DIGEST));
        if (client.isEmpty() || !accepted) {
            limits.failures.take(address + " " + form.clientId());
            throw OAuthRefusal.invalidClient(form.isBasic());
        }
        return client.get();
    }

    private static Set<Scope> scopes(TokenForm form, ApiClient client) {
        if (form.scope().isEmpty()) {
            return client.scopes();
        }
        Set<Scope> wanted = EnumSet.noneOf(Scope.class);
        for (String code : form.scope().split(" ", -1)) {
            Scope scope = Scope.of(code).orElseThrow(() -> OAuthRefusal.of("invalid_scope", "no such scope"));
            if (!client.scopes().contains(scope)) {
                throw OAuthRefusal.of("invalid_scope", "the client may not have " + scope.code());
            }
            wanted.add(scope);
        }
        return wanted;
    }

    private Response issued(Issued issued) {
        long seconds = Duration.between(clock.instant(), issued.expiresAt()).toSeconds();
        return Response.ok(Json.write(new TokenJson(issued.text(), "Bearer", seconds, Scope.format(issued.scopes()))))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .header("Pragma", "no-cache")
                .build();
    }

    private static Response answer(OAuthRefusal refusal) {
        Response.ResponseBuilder answer = Response.status(refusal.status())
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(Json.write(new OAuthErrorJson(refusal.error(), refusal.description())));
        if (refusal.status() == 401) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"tillgate\", charset=\"UTF-8\"");
        }
        return answer.build();
    }
}
