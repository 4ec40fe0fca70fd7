package dev.tillgate.webapp.api;

import static io.restassured.RestAssured.given;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A buyer who writes in one conversation, through whatever holds its token. */
final class Chatter {
    private final URI gateway;
    private final String id;
    private final String token;

    private Chatter(URI gateway, JsonPath opened) {
        this.gateway = gateway;
        this.id = opened.getString("id");
        this.token = opened.getString("token");
    }

    /** A bot that holds a grant opens a conversation. */
    static Chatter withGrant(URI gateway, String grant, String locale) {
        return new Chatter(
                gateway,
                given().baseUri(gateway.toString())
                        .header("Authorization", "Bearer " + grant)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .contentType("application/json")
                        .body(Map.of("locale", locale))
                        .post("/api/v1/chat/sessions")
                        .then()
                        .statusCode(201)
                        .extract()
                        .jsonPath());
    }

    /** A visitor opens the widget on a shop's page that holds a grant. */
    static Chatter visitor(URI gateway, String store, String grant) {
        return new Chatter(
                gateway,
                given().baseUri(gateway.toString())
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .contentType("application/json")
                        .body(Map.of("store", store, "grant", grant))
                        .post("/api/v1/chat/widget")
                        .then()
                        .statusCode(201)
                        .extract()
                        .jsonPath());
    }

    /** A shop's server lets a conversation pay an order. */
    static String grant(ApiCaller shop, String order, String amount, boolean quoted) {
        return shop.post("/api/v1/chat/grants", """
                        {"order": "%s", "amount": "%s", "currency": "EUR", "quoted": %s, "description": "Two cups"}""".formatted(order, amount, quoted))
                .then()
                .statusCode(201)
                .extract()
                .path("grant");
    }

    String id() {
        return id;
    }

    String token() {
        return token;
    }

    Response post(String path, Object body, String key) {
        return given().baseUri(gateway.toString())
                .header("Authorization", "Bearer " + token)
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/api/v1/chat/sessions/" + id + path);
    }

    Response get(String path) {
        return given().baseUri(gateway.toString())
                .header("Authorization", "Bearer " + token)
                .get("/api/v1/chat/sessions/" + id + path);
    }

    /** Writes, and answers what is said back. */
    List<String> says(String text) {
        return texts(post("/messages", Map.of("text", text), UUID.randomUUID().toString()));
    }

    /** Presses a button. */
    List<String> presses(String says) {
        return texts(post(
                "/messages",
                Map.of("text", "(button)", "says", says),
                UUID.randomUUID().toString()));
    }

    JsonPath messages() {
        return given().baseUri(gateway.toString())
                .header("Authorization", "Bearer " + token)
                .get("/api/v1/chat/sessions/" + id + "/messages?limit=100")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** All states of the cards shown so far, oldest first. */
    List<String> cardStates() {
        return messages().getList("data.findAll { it.kind == 'card' }.content.status");
    }

    /** The newest card. */
    Map<String, Object> card() {
        List<Map<String, Object>> cards = messages().getList("data.findAll { it.kind == 'card' }.content");
        return cards.get(cards.size() - 1);
    }

    private static List<String> texts(Response answer) {
        return answer.then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("data.findAll { it.author != 'buyer' && it.kind == 'text' }.content.text");
    }
}
