package dev.tillgate.webapp.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tillgate.merchant.Scope;
import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who gets a token, what it opens, and what it does not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessApiTest {
    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final Shop shop = gateway.newShop();
    private final ApiCaller caller = ApiCaller.of(gateway, shop);

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void a_client_gets_a_token_that_others_can_verify() throws Exception {
        String token = form(Map.of("grant_type", "client_credentials", "scope", "payments:read refunds:write"))
                .auth()
                .preemptive()
                .basic(shop.clientId(), shop.secret())
                .post("/api/oauth/token")
                .then()
                .statusCode(200)
                .header("Cache-Control", "no-store")
                .body("token_type", equalTo("Bearer"))
                .body("scope", equalTo("payments:read refunds:write"))
                .body("expires_in", greaterThan(890))
                .extract()
                .path("access_token");
        SignedJWT jwt = SignedJWT.parse(token);
        JWKSet keys =
                JWKSet.load(gateway.url().resolve("/.well-known/jwks.json").toURL());
        assertThat(jwt.verify(new ECDSAVerifier(
                        keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toECKey())))
                .isTrue();
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo(gateway.url().toString());
        assertThat(jwt.getJWTClaimsSet().getStringClaim("store"))
                .isEqualTo(shop.store().value());
    }

    @Test
    void id_and_secret_may_be_in_the_form() {
        form(Map.of(
                        "grant_type", "client_credentials",
                        "client_id", shop.clientId(),
                        "client_secret", shop.secret()))
                .post("/api/oauth/token")
                .then()
                .statusCode(200)
                .body("access_token", notNullValue());
    }

    @Test
    void a_refusal_is_in_the_words_of_oauth() {
        refused(Map.of("grant_type", "client_credentials"), "invalid_client", 401);
        refused(
                Map.of(
                        "grant_type", "client_credentials",
                        "client_id", shop.clientId(),
                        "client_secret", "tg_sk_wrong"),
                "invalid_client",
                401);
        refused(
                Map.of("grant_type", "client_credentials", "client_id", "nobody", "client_secret", "x"),
                "invalid_client",
                401);
        refused(Map.of("grant_type", "password"), "unsupported_grant_type", 400);
        refused(Map.of("scope", "payments:read"), "invalid_request", 400);
        refused(
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        shop.clientId(),
                        "client_secret",
                        shop.secret(),
                        "scope",
                        "payments:steal"),
                "invalid_scope",
                400);
        given().baseUri(gateway.url().toString())
                .contentType("application/json")
                .body("{}")
                .post("/api/oauth/token")
                .then()
                .statusCode(400)
                .body("error", equalTo("invalid_request"));
    }

    @Test
    void guessing_secrets_is_slowed_down_and_the_right_one_still_works() {
        Shop victim = gateway.newShop();
        Map<String, String> wrong = Map.of(
                "grant_type", "client_credentials", "client_id", victim.clientId(), "client_secret", "tg_sk_wrong");
        Response last = form(wrong).post("/api/oauth/token");
        for (int i = 0; i < 30 && last.statusCode() == 401; i++) {
            last = form(wrong).post("/api/oauth/token");
        }
        last.then().statusCode(429).header("Retry-After", notNullValue());
        assertThat(ApiCaller.of(gateway, victim).token()).isNotEmpty();
    }

    @Test
    void without_a_good_token_nothing_is_answered() {
        for (String bad : List.of("", "Basic abc", "Bearer", "Bearer x", "Bearer " + caller.token() + "x")) {
            RequestSpecification request =
                    given().baseUri(gateway.url().toString()).filter(new KeptToTheDocument());
            if (!bad.isEmpty()) {
                request.header("Authorization", bad);
            }
            request.get("/api/v1/payments")
                    .then()
                    .statusCode(401)
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", containsString("Bearer realm"))
                    .body("code", equalTo("unauthorized"));
        }
    }

    @Test
    void a_scope_that_is_missing_is_named() {
        ApiCaller reader = ApiCaller.of(gateway, shop, "payments:read");
        reader.get("/api/v1/payments").then().statusCode(200);
        reader.post("/api/v1/payments", ApiCaller.order(""))
                .then()
                .statusCode(403)
                .header("WWW-Authenticate", containsString("scope=\"payments:write\""))
                .body("code", equalTo("insufficient-scope"));
        reader.get("/api/v1/callbacks").then().statusCode(403);
    }

    @Test
    void a_disabled_clients_tokens_are_worth_nothing() {
        Shop other = gateway.newShop();
        ApiCaller leaver = ApiCaller.of(gateway, other);
        gateway.database()
                .execute("UPDATE api_client SET disabled_at = UTC_TIMESTAMP(3) WHERE id = '" + other.clientId() + "'");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> leaver.get("/api/v1/payments").then().statusCode(401));
    }

    @Test
    void what_belongs_to_others_is_not_there() {
        String id = caller.newPayment("\"pay\": {\"method\": \"card\", \"instrument\": \"tok_visa\"}");
        String event = caller.get("/api/v1/callbacks?limit=1").path("data[0].event_id");
        Shop sameMerchant = gateway.newShop(shop.merchant(), null, EnumSet.allOf(Scope.class));
        for (ApiCaller stranger :
                List.of(ApiCaller.of(gateway, gateway.newShop()), ApiCaller.of(gateway, sameMerchant))) {
            String path = "/api/v1/payments/" + id;
            for (String part : List.of("", "/methods", "/refunds", "/events", "/events/stream")) {
                stranger.get(path + part).then().statusCode(404).body("code", equalTo("not-found"));
            }
            stranger.post(path + "/attempts", "{\"method\": \"card\"}").then().statusCode(404);
            for (String move : List.of("/capture", "/cancel", "/refunds")) {
                stranger.post(path + move, "").then().statusCode(404);
            }
            stranger.get("/api/v1/callbacks/" + event).then().statusCode(404);
            stranger.post("/api/v1/callbacks/" + event + "/replay", "").then().statusCode(404);
            stranger.get("/api/v1/payments").then().statusCode(200).body("data", hasSize(0));
            stranger.get("/api/v1/callbacks").then().statusCode(200).body("data", hasSize(0));
        }
        caller.get("/api/v1/payments/" + id).then().statusCode(200).body("refunds", hasSize(0));
    }

    @Test
    void what_programs_look_up_is_there() {
        given().baseUri(gateway.url().toString())
                .get("/.well-known/oauth-authorization-server")
                .then()
                .statusCode(200)
                .body("issuer", equalTo(gateway.url().toString()))
                .body("token_endpoint", equalTo(gateway.url() + "/api/oauth/token"))
                .body("scopes_supported", hasItems("payments:read", "refunds:write"));
        given().baseUri(gateway.url().toString())
                .get("/.well-known/jwks.json")
                .then()
                .statusCode(200)
                .body("keys[0].use", equalTo("sig"))
                .body("keys[0].d", equalTo(null));
    }

    private void refused(Map<String, String> fields, String error, int status) {
        form(fields).post("/api/oauth/token").then().statusCode(status).body("error", equalTo(error));
    }

    private RequestSpecification form(Map<String, String> fields) {
        StringBuilder body = new StringBuilder();
        fields.forEach((name, value) -> body.append(body.isEmpty() ? "" : "&")
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return given().baseUri(gateway.url().toString())
                .filter(new KeptToTheDocument())
                .contentType("application/x-www-form-urlencoded")
                .body(body.toString());
    }
}
