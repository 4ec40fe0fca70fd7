package dev.tillgate.webapp.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From a good body and its schema: bodies with one thing wrong in one field, for every field and rule. */
final class BadBodies {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private final JsonNode document;
    private final ObjectNode good;
    private final List<Bad> found = new ArrayList<>();

    /** @param pointer the field that is to be named */
    record Bad(String body, String pointer, String what) {}

    private BadBodies(JsonNode document, ObjectNode good) {
        this.document = document;
        this.good = good;
    }

    static List<Bad> of(JsonNode document, JsonNode schema, ObjectNode good) {
        BadBodies bodies = new BadBodies(document, good);
        bodies.object(bodies.resolved(schema), "");
        return bodies.found;
    }

    private void object(JsonNode schema, String at) {
        with(at, "surplus_field", new TextNode("x"), "unknown");
        for (JsonNode name : schema.path("required")) {
            ObjectNode copy = good.deepCopy();
            ((ObjectNode) copy.at(at)).remove(name.asText());
            found.add(new Bad(copy.toString(), at + "/" + name.asText(), "missing"));
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            twice(at, property.getKey());
            field(resolved(property.getValue()), at, property.getKey());
        }
    }

    private void field(JsonNode schema, String at, String name) {
        String type = schema.path("type").asText();
        List<JsonNode> wrong = List.of(
                IntNode.valueOf(1),
                DecimalNode.valueOf(new BigDecimal("1.5")),
                new TextNode("1"),
                BooleanNode.TRUE,
                NODES.objectNode().put("a", 1),
                NODES.arrayNode().add(1));
        for (JsonNode value : wrong) {
            boolean fits = (type.equals("string") && value.isTextual())
                    || (type.equals("integer") && value.isIntegralNumber())
                    || (type.equals("object") && value.isObject())
                    || (type.equals("array") && value.isArray());
            if (!fits) {
                with(at, name, value, "as " + value.getNodeType() + " " + value);
            }
        }
        switch (type) {
            case "string" -> text(schema, at, name);
            case "integer" -> {
                with(at, name, NODES.numberNode(schema.get("minimum").asLong() - 1), "too small");
                with(at, name, NODES.numberNode(schema.get("maximum").asLong() + 1), "too large");
                with(at, name, NODES.numberNode(new BigDecimal("1e30").toBigInteger()), "overflow");
            }
            case "object" -> object(schema, at + "/" + name);
            case "array" -> {
                ArrayNode many = NODES.arrayNode();
                for (int i = 0; i <= schema.get("maxItems").asInt(); i++) {
                    many.add(good.at(at + "/" + name + "/0").deepCopy());
                }
                with(at, name, many, "too many");
                object(resolved(schema.get("items")), at + "/" + name + "/0");
            }
            default -> throw new IllegalStateException("no cases for the type " + type);
        }
    }

    private void text(JsonNode schema, String at, String name) {
        with(at, name, new TextNode(""), "empty");
        if (schema.has("maxLength")) {
            with(at, name, new TextNode("x".repeat(schema.get("maxLength").asInt() + 1)), "too long");
        }
        if (schema.has("enum") || schema.has("pattern")) {
            with(at, name, new TextNode("Surely Not!"), "none of those");
        }
        with(at, name, new TextNode("a\u0000b"), "control character");
    }

    private void with(String at, String name, JsonNode value, String what) {
        ObjectNode copy = good.deepCopy();
        ((ObjectNode) copy.at(at)).set(name, value);
        found.add(new Bad(copy.toString(), at + "/" + name, what));
    }

    /** The same field once more: trees cannot say that, so the text is changed. */
    private void twice(String at, String name) {
        ObjectNode copy = good.deepCopy();
        ObjectNode object = (ObjectNode) copy.at(at);
        object.set("twice_here", object.get(name));
        found.add(new Bad(copy.toString().replace("\"twice_here\"", "\"" + name + "\""), at + "/" + name, "twice"));
    }

    private JsonNode resolved(JsonNode schema) {
        return schema.has("$ref") ? document.at(schema.get("$ref").asText().substring(1)) : schema;
    }
}
