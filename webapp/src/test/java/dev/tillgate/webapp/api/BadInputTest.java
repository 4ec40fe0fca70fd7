package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.webapp.GatewayUnderTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can be wrong with a request gets a clear problem that names the field, and writes nothing. The cases
 * of each field follow from the OpenAPI document, so a field that is added is tested too.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TABLES = List.of(
            "shop_order", "payment", "attempt", "operation", "event", "callback", "ledger_entry", "idempotency");

    private final GatewayUnderTest gateway = GatewayUnderTest.start(Map.of("TILLGATE_WORKERS", "false"));
    private final ApiCaller shop = ApiCaller.of(gateway, gateway.newShop());
    private final String open = shop.newPayment("");
    private final String paid = shop.newPayment("\"pay\": {\"method\": \"card\", \"instrument\": \"tok_visa\"}");
    private Map<String, Long> rows = Map.of();

    /** A body that would be accepted, and one thing that is wrong with it. */
    record Case(String path, String body, String pointer, String what) {
        @Override
        public String toString() {
            return path + " " + pointer + " " + what;
        }
    }

    @AfterAll
    void stop() {
        gateway.close();
    }

    @BeforeEach
    void count() {
        rows = counted();
    }

    @AfterEach
    void nothingWasWritten() {
        assertThat(counted()).isEqualTo(rows);
    }

    private Map<String, Long> counted() {
        Map<String, Long> counted = new LinkedHashMap<>();
        TABLES.forEach(table -> counted.put(table, gateway.database().number("SELECT COUNT(*) FROM " + table)));
        return counted;
    }

    Stream<Case> wrongFields() throws Exception {
        JsonNode document = JSON.readTree(OpenApiDocument.generate());
        List<Case> cases = new ArrayList<>();
        for (Map.Entry<String, String> entry : goodBodies().entrySet()) {
            String template = entry.getKey();
            JsonNode schema =
                    document.at("/paths/" + template.replace("~", "~0").replace("/", "~1")
                            + "/post/requestBody/content/application~1json/schema");
            assertThat(schema.isMissingNode()).as(template).isFalse();
            String path = template.replace("{id}", template.endsWith("refunds") ? paid : open);
            BadBodies.of(document, schema, (ObjectNode) JSON.readTree(entry.getValue()))
                    .forEach(bad -> cases.add(new Case(path, bad.body(), bad.pointer(), bad.what())));
        }
        assertThat(cases).hasSizeGreaterThan(150);
        return cases.stream();
    }

    private static Map<String, String> goodBodies() {
        return Map.of(
                "/api/v1/payments",
                """
                {"order": "bad", "revision": 1, "amount": "12.34", "currency": "EUR", "description": "Tea",
                 "lines": [{"name": "Tea", "quantity": 1, "total": "12.34"}],
                 "buyer": {"return_url": "https://shop.example/", "cancel_url": "https://shop.example/",
                           "locale": "en", "country": "DE"},
                 "capture": "automatic", "expires_in": 600, "pay": {"method": "card", "instrument": "tok_visa"}}
                """,
                "/api/v1/payments/{id}/attempts",
                "{\"method\": \"card\", \"instrument\": \"tok_visa\"}",
                "/api/v1/payments/{id}/capture",
                "{\"amount\": \"1.00\", \"currency\": \"EUR\"}",
                "/api/v1/payments/{id}/cancel",
                "{}",
                "/api/v1/payments/{id}/refunds",
                "{\"amount\": \"1.00\", \"currency\": \"EUR\", \"reason\": \"broken\"}");
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void a_wrong_field_is_named(Case wrong) {
        Response answer = shop.post(wrong.path, wrong.body);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(422);
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.jsonPath().getList("errors.pointer", String.class))
                .as(answer.asString())
                .contains(wrong.pointer);
        assertThat(answer.time()).isLessThan(5_000);
    }

    static Stream<Case> wrongMoney() {
        List<Case> cases = new ArrayList<>();
        Map.of(
                        "12.345", "surplus decimals",
                        "-1.00", "negative",
                        "0.00", "zero",
                        "92233720368547758.08", "overflow",
                        "1e3", "exponent",
                        "1,000.00", "grouping",
                        " 1.00", "blank",
                        "١٢", "other digits",
                        "NaN", "no number",
                        "+1.00", "plus sign")
                .forEach((amount, what) -> cases.add(new Case(amount, "EUR", "/amount", what)));
        Map.of("XXX", "no currency", "XAU", "gold", "eur", "lower case", "E1R", "no code", "ZZZ", "unknown")
                .forEach((currency, what) -> cases.add(new Case("1.00", currency, "/currency", what)));
        cases.add(new Case("1.5", "JPY", "/amount", "decimals in yen"));
        cases.add(new Case("1.0001", "KWD", "/amount", "four decimals in dinar"));
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("wrongMoney")
    void wrong_money_is_refused_and_never_rounded(Case money) {
        String body = """
                {"order": "money", "amount": "%s", "currency": "%s"}""".formatted(money.path, money.body);
        shop.post("/api/v1/payments", body).then().statusCode(422).body("errors.pointer", hasItem(money.pointer));
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() {
        shop.post("/api/v1/payments", """
                {"order": 1, "amont": "1.00", "currency": "EURO", "lines": [{"total": 1}, 2],
                 "buyer": {"return_url": "javascript:alert(1)"}, "order": "again"}""")
                .then()
                .statusCode(422)
                .body(
                        "errors.pointer",
                        equalTo(List.of(
                                "/order",
                                "/order",
                                "/currency",
                                "/amount",
                                "/lines/1",
                                "/lines/0/name",
                                "/lines/0/total",
                                "/buyer/return_url",
                                "/amont")))
                .body("errors[0].reason", equalTo("appears twice"))
                .body("errors[8].reason", equalTo("is unknown; did you mean amount?"));
    }

    static Stream<Case> noJson() {
        return Stream.of(
                new Case("", "{", "", "cut off"),
                new Case("", "{\"order\": }", "", "no value"),
                new Case("", "{\"order\": \"a\",}", "", "surplus comma"),
                new Case("", "{} {}", "", "two values"),
                new Case("", "{}x", "", "something behind"),
                new Case("", "{'order': 'a'}", "", "single quotes"),
                new Case("", "{\"order\": NaN}", "", "NaN"),
                new Case("", "{\"revision\": 01}", "", "leading zero"),
                new Case("", "// comment\n{}", "", "comment"),
                new Case("", "\u0000", "", "control character"),
                new Case("", "{\"order\": " + "[".repeat(20) + "]".repeat(20) + "}", "", "deep"),
                new Case("", "[".repeat(30_000), "", "very deep"),
                new Case("", "{\"revision\": " + "9".repeat(1000) + "}", "", "long number"),
                new Case("", "{\"" + "n".repeat(1000) + "\": 1}", "", "long name"));
    }

    @ParameterizedTest
    @MethodSource("noJson")
    void what_is_no_json_is_told_apart(Case bad) {
        shop.post("/api/v1/payments", bad.body)
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed-json"))
                .body("detail", notNullValue());
    }

    @ParameterizedTest
    @MethodSource("noObjects")
    void a_body_that_is_no_object_is_refused(String body) {
        shop.post("/api/v1/payments", body).then().statusCode(422).body("errors[0].pointer", equalTo(""));
    }

    static Stream<String> noObjects() {
        return Stream.of("[]", "\"text\"", "1", "null", "true");
    }

    @Test
    void bytes_that_are_no_utf8_are_refused() {
        byte[] body = "{\"order\": \"caf\u00e9\", \"amount\": \"1.00\", \"currency\": \"EUR\"}"
                .getBytes(StandardCharsets.ISO_8859_1);
        send(body, "application/json").then().statusCode(400).body("code", equalTo("malformed-json"));
        send("{}".getBytes(StandardCharsets.UTF_16), "application/json").then().statusCode(400);
        String half = "{\"order\": \"\\ud83d\", \"amount\": \"1.00\", \"currency\": \"EUR\"}";
        shop.post("/api/v1/payments", half).then().statusCode(422).body("errors[0].pointer", equalTo("/order"));
    }

    @ParameterizedTest
    @MethodSource("wrongTypes")
    void another_media_type_is_refused(String type) {
        send("{}".getBytes(StandardCharsets.UTF_8), type)
                .then()
                .statusCode(415)
                .body("code", equalTo("unsupported-media-type"));
    }

    static Stream<String> wrongTypes() {
        return Stream.of(
                "text/plain",
                "application/xml",
                "application/json; charset=utf-16",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x");
    }

    @Test
    void a_body_that_is_too_large_is_refused() {
        String body = "{\"order\": \"" + "x".repeat(70_000) + "\"}";
        shop.post("/api/v1/payments", body).then().statusCode(413).body("code", equalTo("body-too-large"));
    }

    @Test
    void ten_megabytes_are_refused_in_no_time() throws Exception {
        long start = System.nanoTime();
        assertThat(RawHttp.post(gateway.url().resolve("/api/v1/payments"), shop.token(), 10 * 1024 * 1024, true))
                .startsWith("HTTP/1.1 413");
        assertThat(RawHttp.post(gateway.url().resolve("/api/v1/payments"), shop.token(), 10 * 1024 * 1024, false))
                .startsWith("HTTP/1.1 413");
        assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
    }

    @Test
    void unknown_addresses_methods_and_types_are_problems_too() {
        shop.get("/api/v1/nothing").then().statusCode(404).body("code", equalTo("not-found"));
        shop.get("/api/v1/payments/pay_x").then().statusCode(404);
        shop.get("/api/v1/payments/" + open.toUpperCase(Locale.ROOT)).then().statusCode(404);
        shop.request()
                .delete("/api/v1/payments")
                .then()
                .statusCode(405)
                .header("Allow", notNullValue())
                .body("code", equalTo("method-not-allowed"));
        shop.request()
                .accept("application/xml")
                .get("/api/v1/payments/" + open)
                .then()
                .statusCode(406)
                .body("code", equalTo("not-acceptable"))
                .body("request_id", notNullValue())
                .body("instance", equalTo("/api/v1/payments/" + open));
    }

    @ParameterizedTest
    @MethodSource("wrongQueries")
    void a_wrong_query_parameter_is_named(String query) {
        String name = "?" + query.replaceAll("=.*", "");
        for (String path : List.of("/api/v1/payments", "/api/v1/callbacks")) {
            if (!(query.startsWith("order") && path.endsWith("callbacks"))) {
                shop.get(path + "?" + query).then().statusCode(422).body("errors[0].pointer", equalTo(name));
            }
        }
    }

    static Stream<String> wrongQueries() {
        return Stream.of(
                "limit=0",
                "limit=101",
                "limit=-1",
                "limit=ten",
                "limit=99999999999",
                "limit=",
                "limit=1&limit=2",
                "cursor=x",
                "cursor=MTpwYXlfeA",
                "cursor=" + "a".repeat(200),
                "status=lost",
                "status=OPEN",
                "order=" + "o".repeat(101),
                "order=",
                "lmit=1");
    }

    @Test
    void a_card_number_is_not_taken() {
        shop.post("/api/v1/payments/" + open + "/attempts", """
                        {"method": "card", "instrument": "4242 4242 4242 4242"}""")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/instrument"));
    }

    private Response send(byte[] body, String type) {
        return shop.request()
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(type, ContentType.TEXT)))
                .contentType(type)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(body)
                .post("/api/v1/payments");
    }
}
