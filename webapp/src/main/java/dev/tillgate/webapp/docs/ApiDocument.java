package dev.tillgate.webapp.docs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI document, as the documentation page shows it.
 *
 * @param groups calls by tag, in the document's order
 * @param shapes every object of the wire, by name
 */
public record ApiDocument(List<Group> groups, List<Shape> shapes) {
    private static final List<String> METHODS = List.of("get", "post");

    /** Calls that belong together. */
    public record Group(String name, String description, List<Call> calls) {}

    /**
     * One address and method.
     *
     * @param scope that its token needs, or null when it needs no token
     * @param body the name of the shape it takes, or null
     */
    public record Call(
            String id,
            String method,
            String path,
            String summary,
            String description,
            @Nullable String scope,
            List<Field> parameters,
            @Nullable String body,
            List<Answer> answers) {}

    /** What comes back; {@code shape} is the name of the object, or null. */
    public record Answer(
            String status, String description, @Nullable String shape) {}

    /** An object and its members. */
    public record Shape(String name, String description, List<Field> fields) {}

    /**
     * A member or parameter.
     *
     * @param type in words
     * @param shape the name of the object it is or lists, or null
     */
    public record Field(String name, String type, @Nullable String shape, boolean required, String description) {}

    static ApiDocument of(JsonNode root) {
        List<Group> groups = new ArrayList<>();
        for (JsonNode tag : root.path("tags")) {
            String name = tag.path("name").asText();
            groups.add(new Group(name, tag.path("description").asText(), calls(root, name)));
        }
        List<Shape> shapes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> schema : root.at("/components/schemas").properties()) {
            shapes.add(shape(schema.getKey(), schema.getValue()));
        }
        shapes.sort((a, b) -> a.name().compareTo(b.name()));
        return new ApiDocument(groups, shapes);
    }

    private static List<Call> calls(JsonNode root, String tag) {
        List<Call> calls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (String method : METHODS) {
                JsonNode operation = path.getValue().path(method);
                if (operation.at("/tags/0").asText().equals(tag)) {
                    calls.add(call(root, path.getKey(), method, operation));
                }
            }
        }
        return calls;
    }

    private static Call call(JsonNode root, String path, String method, JsonNode operation) {
        List<Field> parameters = new ArrayList<>();
        for (JsonNode parameter : operation.path("parameters")) {
            JsonNode schema = parameter.path("schema");
            parameters.add(new Field(
                    parameter.path("name").asText(),
                    parameter.path("in").asText() + ", " + type(schema),
                    null,
                    parameter.path("required").asBoolean(),
                    parameter.path("description").asText()));
        }
        List<Answer> answers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> response : operation.path("responses").properties()) {
            if (!response.getValue().has("$ref")) {
                answers.add(answer(response.getKey(), response.getValue()));
            }
        }
        return new Call(
                operation.path("operationId").asText(),
                method.toUpperCase(Locale.ROOT),
                path,
                operation.path("summary").asText(),
                operation.path("description").asText(),
                operation.at("/security/0/oauth/0").asText(null),
                parameters,
                content(operation.path("requestBody")),
                answers);
    }

    private static Answer answer(String status, JsonNode response) {
        return new Answer(status, response.path("description").asText(), content(response));
    }

    private static @Nullable String content(JsonNode holder) {
        for (JsonNode media : holder.path("content")) {
            return name(media.path("schema"));
        }
        return null;
    }

    private static Shape shape(String name, JsonNode schema) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(member -> required.add(member.asText()));
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode value = property.getValue();
            String shape = name(value.has("items") ? value.get("items") : value);
            fields.add(new Field(
                    property.getKey(),
                    type(value),
                    shape,
                    required.contains(property.getKey()),
                    value.path("description").asText()));
        }
        return new Shape(name, schema.path("description").asText(), fields);
    }

    private static @Nullable String name(JsonNode schema) {
        String reference = schema.path("$ref").asText();
        return reference.isEmpty() ? null : reference.substring(reference.lastIndexOf('/') + 1);
    }

    private static String type(JsonNode schema) {
        if (schema.has("$ref")) {
            return "";
        }
        List<String> words = new ArrayList<>();
        words.add(schema.path("type").asText());
        if (schema.has("enum")) {
            List<String> values = new ArrayList<>();
            schema.get("enum").forEach(value -> values.add(value.asText()));
            return String.join(" | ", values);
        }
        if (schema.has("format") && !schema.path("format").asText().startsWith("int")) {
            words.add(schema.get("format").asText());
        }
        range(schema, "minLength", "maxLength", words);
        range(schema, "minimum", "maximum", words);
        if (schema.has("maxItems")) {
            words.add("≤ " + schema.get("maxItems").asText());
        }
        if (schema.has("default")) {
            words.add("= " + schema.get("default").asText());
        }
        return String.join(", ", words);
    }

    private static void range(JsonNode schema, String least, String most, List<String> words) {
        if (schema.has(most)) {
            words.add(schema.path(least).asText("0") + " … " + schema.get(most).asText());
        }
    }
}
