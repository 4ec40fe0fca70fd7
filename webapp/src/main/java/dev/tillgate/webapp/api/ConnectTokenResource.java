package dev.tillgate.webapp.api;

import dev.tillgate.catalog.Platforms;
import dev.tillgate.merchant.ConnectGrant;
import dev.tillgate.merchant.NotAccepted;
import dev.tillgate.merchant.SecretText;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.webapp.api.json.JsonBody;
import dev.tillgate.webapp.api.shape.ConnectBody;
import dev.tillgate.webapp.api.shape.ConnectionJson;
import dev.tillgate.webapp.api.shape.Json;
import dev.tillgate.webapp.connect.ConnectRequest;
import dev.tillgate.webapp.connect.ConnectShops;
import dev.tillgate.webapp.connect.ConnectShops.Connected;
import dev.tillgate.webapp.problem.FieldError;
import dev.tillgate.webapp.problem.ProblemBody;
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
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/**
 * Where a shop's plugin redeems the code that a merchant's approval gave it: once, within five minutes, and only with
 * the verifier whose challenge the browser brought (RFC 7636).
 */
@Open
@Tag(name = "Connect")
@Path("/api/connect/token")
@Produces(MediaType.APPLICATION_JSON)
public final class ConnectTokenResource {
    private final ConnectShops shops;
    private final ConnectAnswers answers;
    private final Rates rates;

    ConnectTokenResource(ConnectShops shops, ConnectAnswers answers, Rates rates) {
        this.shops = shops;
        this.answers = answers;
        this.rates = rates;
    }

    @POST
    @Operation(
            operationId = "connectShop",
            summary = "Redeem a code",
            description = "For shop plugins: gives the credentials that a merchant has approved on the connect page. A"
                    + " code works once; after any failure the merchant approves again.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ConnectBody.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The credentials",
            content = @Content(schema = @Schema(implementation = ConnectionJson.class)))
    @ApiResponse(
            responseCode = "422",
            description = "The code is used, too old or for another shop, or something else in the body cannot be used",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(implementation = ProblemBody.class)))
    @ApiResponse(
            responseCode = "429",
            description = "Too many tries",
            content =
                    @Content(
                            mediaType = "application/problem+json",
                            schema = @Schema(implementation = ProblemBody.class)))
    public Response redeem(@Context HttpServletRequest http, @Parameter(hidden = true) JsonBody body) {
        rates.take(http.getRemoteAddr());
        ConnectBody.Sent sent = ConnectBody.read(body);
        ConnectGrant grant = shops.take(new SecretText(sent.code()))
                .orElseThrow(() -> refused("/code", "is unknown, used or too old; connect again"));
        if (!MessageDigest.isEqual(ascii(challenge(sent.verifier())), ascii(grant.challenge()))) {
            throw refused("/verifier", "is not what the challenge was made from; connect again");
        }
        if (!sent.shop().equals(grant.shop())) {
            throw refused("/shop", "is not the shop that was approved; connect again");
        }
        return connected(grant, sent);
    }

    private Response connected(ConnectGrant grant, ConnectBody.Sent sent) {
        try {
            Connected connected = shops.connect(grant, platform(), sent.notifyUrl(), sent.settings());
            return Response.ok(Json.write(answers.connection(connected)))
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .build();
        } catch (NotAccepted no) {
            throw refused("/notify_url", "must be an absolute http or https address");
        }
    }

    /** The only kind of plugin there is; another kind would stand in its grant. */
    private static PlatformType platform() {
        return Platforms.find(ConnectRequest.PLATFORMS.iterator().next()).orElseThrow();
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(ascii(verifier));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ProblemException refused(String pointer, String reason) {
        return new ProblemException(
                ProblemType.INVALID_REQUEST, pointer + " " + reason + ".", List.of(new FieldError(pointer, reason)));
    }
}
