package dev.tillgate.webapp.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.webapp.problem.FieldError;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads JSON that comes from outside: UTF-8 only, one value and nothing behind it, at most 16 levels deep, no name
 * twice in an object. Numbers keep their text's exact value. The time is bounded by the body's size.
 */
final class StrictJson {
    static final int MAX_DEPTH = 16;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .build())
            .build();

    private StrictJson() {}

    /**
     * The value in these bytes; names that appear twice are noted in {@code errors}, the first value is kept.
     *
     * @throws ProblemException when it is not JSON at all, saying where it stops being so
     */
    static JsonNode read(byte[] body, FieldErrors errors) {
        try (JsonParser json = JSON.createParser(decode(body))) {
            if (json.nextToken() == null) {
                throw malformed("The body is empty; a JSON object is expected.", "");
            }
            JsonNode value;
            try {
                value = value(json, errors);
                if (json.nextToken() != null) {
                    throw malformed("There is something behind the end of the JSON value.", "");
                }
            } catch (StreamConstraintsException e) {
                throw malformed(
                        "The JSON has a number or name that is too long, or is deeper than " + MAX_DEPTH + " levels.",
                        pointer(json));
            } catch (JsonProcessingException e) {
                // Its own message repeats parts of the body, which may be personal.
                throw malformed("The body is not valid JSON at " + where(json) + ".", pointer(json));
            }
            return value;
        } catch (IOException e) {
            throw malformed("The body is not valid JSON.", "");
        }
    }

    private static JsonNode value(JsonParser json, FieldErrors errors) throws IOException {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        JsonToken token = json.currentToken();
        return switch (token) {
            case START_OBJECT -> object(json, errors);
            case START_ARRAY -> array(json, errors);
            case VALUE_STRING -> nodes.textNode(json.getText());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_NUMBER_INT ->
                json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                        ? nodes.numberNode(json.getBigIntegerValue())
                        : nodes.numberNode(json.getLongValue());
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(json.getDecimalValue());
            default -> throw malformed("The body is not valid JSON at " + where(json) + ".", pointer(json));
        };
    }

    private static ObjectNode object(JsonParser json, FieldErrors errors) throws IOException {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            JsonNode value = value(json, errors);
            if (object.has(name)) {
                errors.add(pointer(json), "appears twice");
            } else {
                object.set(name, value);
            }
        }
        return object;
    }

    private static ArrayNode array(JsonParser json, FieldErrors errors) throws IOException {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(json, errors));
        }
        return array;
    }

    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw malformed("The body is not valid UTF-8.", "");
        }
    }

    private static String pointer(JsonParser json) {
        String pointer = json.getParsingContext().pathAsPointer().toString();
        return pointer.length() <= 200 ? pointer : pointer.substring(0, 200);
    }

    private static String where(JsonParser json) {
        var location = json.currentLocation();
        return "line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static ProblemException malformed(String detail, String pointer) {
        return new ProblemException(
                ProblemType.MALFORMED_JSON, detail, List.of(new FieldError(pointer, "is not valid JSON")));
    }
}
