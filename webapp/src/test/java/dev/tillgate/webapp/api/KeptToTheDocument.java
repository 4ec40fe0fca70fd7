package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Judges every request that a test makes and every answer it gets by the OpenAPI document: the address, the status and
 * the answer's body are as documented, and a request that was accepted is one the document allows.
 */
final class KeptToTheDocument implements Filter {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final JsonNode document;

    KeptToTheDocument() {
        try {
            document = JSON.readTree(OpenApiDocument.generate());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification expected, FilterContext context) {
        Response answer = context.next(request, expected);
        String path = URI.create(request.getURI()).getPath();
        operation(path, request.getMethod()).ifPresent(operation -> judge(operation, request, answer));
        return answer;
    }

    private void judge(JsonNode operation, FilterableRequestSpecification request, Response answer) {
        String what = request.getMethod() + " " + request.getURI() + " → " + answer.statusCode();
        JsonNode documented = operation.path("responses").path(Integer.toString(answer.statusCode()));
        assertThat(documented.isMissingNode()).as(what + " is not documented").isFalse();
        JsonNode described = documented.has("$ref")
                ? document.at(documented.get("$ref").asText().substring(1))
                : documented;
        if (answer.statusCode() == 204) {
            assertThat(answer.asString()).as(what).isEmpty();
            return;
        }
        String type = answer.contentType().split(";", 2)[0].trim();
        JsonNode content = described.path("content").path(type);
        assertThat(content.isMissingNode()).as(what + " as " + type).isFalse();
        if (type.endsWith("json")) {
            assertThat(JsonSchema.problems(document, content.get("schema"), read(answer.asString())))
                    .as(what + "\n" + answer.asString())
                    .isEmpty();
        }
        String sent = request.getBody() == null ? "" : request.getBody().toString();
        if (answer.statusCode() < 300 && !sent.isEmpty()) {
            JsonNode schema = operation.at("/requestBody/content/application~1json/schema");
            if (schema.isMissingNode()) {
                return;
            }
            assertThat(JsonSchema.problems(document, schema, read(sent)))
                    .as(what + " was accepted, but the document does not allow it")
                    .isEmpty();
        }
    }

    private Optional<JsonNode> operation(String path, String method) {
        for (Map.Entry<String, JsonNode> entry : document.get("paths").properties()) {
            String pattern = "\\Q" + entry.getKey().replaceAll("\\{[a-z]+}", "\\\\E[^/]+\\\\Q") + "\\E";
            if (Pattern.matches(pattern, path)) {
                JsonNode operation = entry.getValue().get(method.toLowerCase(Locale.ROOT));
                return Optional.ofNullable(operation);
            }
        }
        return Optional.empty();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }
}
