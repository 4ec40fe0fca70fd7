package dev.tillgate.webapp.api;

import dev.tillgate.merchant.Scope;
import dev.tillgate.vault.SigningKeys;
import dev.tillgate.webapp.api.shape.Json;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What programs look up by themselves: the keys that verify our signatures, and where tokens are to be had. */
@Open
@Path("/.well-known")
@Produces(MediaType.APPLICATION_JSON)
public final class WellKnownResource {
    private final SigningKeys keys;
    private final String metadata;

    WellKnownResource(SigningKeys keys, URI publicUrl) {
        this.keys = keys;
        this.metadata = metadata(publicUrl.toString());
    }

    /** Changes a day before a new key signs, so an hour in caches is safe. */
    @GET
    @Path("/jwks.json")
    public Response jwks() {
        return Response.ok(keys.jwks())
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=3600")
                .build();
    }

    /** RFC 8414. */
    @GET
    @Path("/oauth-authorization-server")
    public Response authorizationServer() {
        return Response.ok(metadata)
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=3600")
                .build();
    }

    private static String metadata(String issuer) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("issuer", issuer);
        facts.put("token_endpoint", issuer + "/api/oauth/token");
        facts.put("jwks_uri", issuer + "/.well-known/jwks.json");
        facts.put("grant_types_supported", List.of("client_credentials"));
        facts.put("response_types_supported", List.of());
        facts.put("token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post"));
        facts.put("scopes_supported", Stream.of(Scope.values()).map(Scope::code).toList());
        facts.put("service_documentation", issuer + "/api/docs");
        return Json.write(facts);
    }
}
