package dev.tillgate.provider.paypal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks JSON against PayPal's published schemas, as far as those go: kinds, required and known fields, lengths, patterns
 * and words. A field that no schema knows is a finding too. The schemas' source is named in the file.
 */
final class Schemas {
    private static final JsonNode ALL = read();

    private Schemas() {}

    private static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(Schemas.class.getResourceAsStream("schemas.json"))) {
            return new ObjectMapper().readTree(in);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What is wrong with this value, by the schema of this name in that interface; empty when nothing is. */
    static List<String> problems(String api, String name, JsonNode value) {
        List<String> problems = new ArrayList<>();
        JsonNode schemas = ALL.path(api);
        if (!schemas.has(name)) {
            problems.add("no schema " + name);
        }
        check(schemas, schemas.path(name), value, "$", problems);
        return problems;
    }

    private static void check(JsonNode all, JsonNode schema, JsonNode value, String path, List<String> problems) {
        rules(all, schema, value, path, problems);
        Set<String> known = new HashSet<>();
        boolean closed = collect(all, schema, known);
        if (value.isObject() && closed) {
            value.fieldNames().forEachRemaining(field -> {
                if (!known.contains(field)) {
                    problems.add(path + "." + field + " is not in the schema");
                }
            });
        }
    }

    private static void rules(JsonNode all, JsonNode schema, JsonNode value, String path, List<String> problems) {
        if (schema.has("$ref")) {
            rules(all, target(all, schema), value, path, problems);
        }
        schema.path("allOf").forEach(part -> rules(all, part, value, path, problems));
        String type = schema.path("type").asText("");
        boolean fits =
                switch (type) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "boolean" -> value.isBoolean();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    default -> true;
                };
        if (!fits) {
            problems.add(path + " is no " + type);
            return;
        }
        schema.path("required").forEach(field -> {
            if (!value.has(field.asText())) {
                problems.add(path + "." + field.asText() + " is missing");
            }
        });
        text(schema, value, path, problems);
        if (value.isArray()) {
            list(all, schema, value, path, problems);
        }
        Iterator<Map.Entry<String, JsonNode>> properties =
                schema.path("properties").fields();
        while (properties.hasNext()) {
            Map.Entry<String, JsonNode> property = properties.next();
            JsonNode field = value.get(property.getKey());
            if (field != null) {
                check(all, property.getValue(), field, path + "." + property.getKey(), problems);
            }
        }
    }

    private static void text(JsonNode schema, JsonNode value, String path, List<String> problems) {
        if (!value.isTextual()) {
            return;
        }
        String text = value.textValue();
        if (text.length() < schema.path("minLength").asInt(0)
                || text.length() > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
            problems.add(path + " has a wrong length: " + text);
        }
        if (schema.has("pattern")
                && !Pattern.compile(schema.path("pattern").asText())
                        .matcher(text)
                        .find()) {
            problems.add(path + " does not match " + schema.path("pattern").asText() + ": " + text);
        }
        boolean word = !schema.has("enum");
        for (JsonNode allowed : schema.path("enum")) {
            word |= allowed.asText().equals(text);
        }
        if (!word) {
            problems.add(path + " is an unknown word: " + text);
        }
    }

    private static void list(JsonNode all, JsonNode schema, JsonNode value, String path, List<String> problems) {
        if (value.size() < schema.path("minItems").asInt(0)
                || value.size() > schema.path("maxItems").asInt(Integer.MAX_VALUE)) {
            problems.add(path + " has " + value.size() + " items");
        }
        for (int i = 0; i < value.size() && schema.has("items"); i++) {
            check(all, schema.get("items"), value.get(i), path + "[" + i + "]", problems);
        }
    }

    /** Adds the fields that the schema names; false when it lets in any. */
    private static boolean collect(JsonNode all, JsonNode schema, Set<String> known) {
        boolean closed = schema.has("properties");
        schema.path("properties").fieldNames().forEachRemaining(known::add);
        if (schema.has("$ref")) {
            closed |= collect(all, target(all, schema), known);
        }
        for (JsonNode part : schema.path("allOf")) {
            closed |= collect(all, part, known);
        }
        return closed && !schema.path("additionalProperties").asBoolean(false);
    }

    private static JsonNode target(JsonNode all, JsonNode schema) {
        String ref = schema.path("$ref").asText();
        JsonNode target = all.get(ref.substring(ref.lastIndexOf('/') + 1));
        return Objects.requireNonNull(target, ref);
    }
}
