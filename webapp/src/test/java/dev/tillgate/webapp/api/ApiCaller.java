package dev.tillgate.webapp.api;

import static io.restassured.RestAssured.given;

import dev.tillgate.webapp.GatewayUnderTest;
import dev.tillgate.webapp.SampleShops.Shop;
import io.restassured.builder.RequestSpecBuilder;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** A shop's program that calls the API, as a test reads best. */
final class ApiCaller {
    private static final KeptToTheDocument DOCUMENT = new KeptToTheDocument();

    private final GatewayUnderTest gateway;
    private final String token;

    private ApiCaller(GatewayUnderTest gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    static ApiCaller of(GatewayUnderTest gateway, Shop shop) {
        return of(gateway, shop, "");
    }

    /** @param scope what to ask for, or empty for all */
    static ApiCaller of(GatewayUnderTest gateway, Shop shop, String scope) {
        RequestSpecification form = given().baseUri(gateway.url().toString())
                .filter(DOCUMENT)
                .auth()
                .preemptive()
                .basic(shop.clientId(), shop.secret())
                .formParam("grant_type", "client_credentials");
        if (!scope.isEmpty()) {
            form.formParam("scope", scope);
        }
        String token =
                form.post("/api/oauth/token").then().statusCode(200).extract().path("access_token");
        return new ApiCaller(gateway, token);
    }

    String token() {
        return token;
    }

    /** A request with the token; add body and headers, then send it. */
    RequestSpecification request() {
        return given().spec(new RequestSpecBuilder()
                        .setBaseUri(gateway.url())
                        .setUrlEncodingEnabled(false)
                        .build())
                .filter(DOCUMENT)
                .header("Authorization", "Bearer " + token);
    }

    Response get(String path) {
        return request().get(path);
    }

    /** A POST with a new key. */
    Response post(String path, String json) {
        return post(path, json, UUID.randomUUID().toString());
    }

    Response post(String path, String json, String key) {
        return request()
                .contentType("application/json")
                .header("Idempotency-Key", key)
                .body(json)
                .post(path);
    }

    /** A new payment of a new order; answers its id. */
    String newPayment(String more) {
        return post("/api/v1/payments", order(more))
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    /** The body for a new order of 12.34 EUR. */
    static String order(String more) {
        return """
                {"order": "%s", "amount": "12.34", "currency": "EUR"%s}
                """.formatted(UUID.randomUUID(), more.isEmpty() ? "" : ", " + more);
    }
}
