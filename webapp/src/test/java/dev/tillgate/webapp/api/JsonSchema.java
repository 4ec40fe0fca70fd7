package dev.tillgate.webapp.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks JSON against a schema of the OpenAPI document, as far as the document uses JSON Schema; a keyword that it does
 * not know fails, so that none is overlooked.
 */
final class JsonSchema {
    private static final Set<String> NOTES = Set.of("description", "example", "examples", "default", "format", "title");
    private final JsonNode document;
    private final List<String> problems = new ArrayList<>();

    private JsonSchema(JsonNode document) {
        this.document = document;
    }

    /** What does not fit, each with its pointer; empty when everything does. */
    static List<String> problems(JsonNode document, JsonNode schema, JsonNode value) {
        JsonSchema check = new JsonSchema(document);
        check.check(schema, value, "");
        return check.problems;
    }

    private void check(JsonNode schema, JsonNode value, String at) {
        for (Iterator<Map.Entry<String, JsonNode>> all = schema.fields(); all.hasNext(); ) {
            Map.Entry<String, JsonNode> rule = all.next();
            if (!NOTES.contains(rule.getKey())) {
                check(rule.getKey(), rule.getValue(), schema, value, at);
            }
        }
        if (schema.path("format").asText().equals("date-time")) {
            checkTime(value, at);
        }
    }

    private void check(String keyword, JsonNode rule, JsonNode schema, JsonNode value, String at) {
        switch (keyword) {
            case "$ref" -> check(document.at(rule.asText().substring(1)), value, at);
            case "type" -> require(isOfType(value, rule.asText()), at, "is not " + rule);
            case "enum" -> require(has(rule, value), at, value + " is none of " + rule);
            case "required" -> rule.forEach(name -> require(value.has(name.asText()), at, "lacks " + name));
            case "properties" ->
                rule.fields().forEachRemaining(property -> {
                    if (value.has(property.getKey())) {
                        check(property.getValue(), value.get(property.getKey()), at + "/" + property.getKey());
                    }
                });
            case "additionalProperties" ->
                value.fieldNames().forEachRemaining(name -> {
                    if (!schema.path("properties").has(name)) {
                        if (rule.isObject()) {
                            check(rule, value.get(name), at + "/" + name);
                        } else {
                            require(rule.asBoolean(true), at, "has an undocumented " + name);
                        }
                    }
                });
            case "items" -> {
                for (int i = 0; i < value.size(); i++) {
                    check(rule, value.get(i), at + "/" + i);
                }
            }
            case "maxItems" -> require(value.size() <= rule.asInt(), at, "is too long");
            case "minLength" -> require(value.asText().length() >= rule.asInt(), at, "is too short");
            case "maxLength" -> require(value.asText().length() <= rule.asInt(), at, "is too long");
            case "pattern" ->
                require(Pattern.compile(rule.asText()).matcher(value.asText()).find(), at, "does not match " + rule);
            case "minimum" -> require(value.decimalValue().compareTo(rule.decimalValue()) >= 0, at, "is too small");
            case "maximum" -> require(value.decimalValue().compareTo(rule.decimalValue()) <= 0, at, "is too large");
            default -> require(false, at, "the schema has an unknown keyword " + keyword);
        }
    }

    private void checkTime(JsonNode value, String at) {
        try {
            Instant.parse(value.asText());
        } catch (DateTimeParseException e) {
            require(false, at, value + " is no time");
        }
    }

    private void require(boolean holds, String at, String otherwise) {
        if (!holds) {
            problems.add((at.isEmpty() ? "/" : at) + " " + otherwise);
        }
    }

    private static boolean has(JsonNode allowed, JsonNode value) {
        for (JsonNode one : allowed) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(JsonNode value, String type) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            default -> throw new IllegalArgumentException("no JSON type " + type);
        };
    }
}
