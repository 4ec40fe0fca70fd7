package dev.tillgate.webapp.api.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * One text for all spellings of the same JSON value: names sorted, no blanks, numbers without superfluous zeros. It is
 * hashed to tell whether a repeated request is the same request.
 */
final class CanonicalJson {
    private static final JsonFactory JSON = new JsonFactory();

    private CanonicalJson() {}

    static String of(JsonNode value) {
        StringWriter text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(value, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonNode value, JsonGenerator json) throws IOException {
        if (value.isObject()) {
            json.writeStartObject();
            Map<String, JsonNode> sorted = new TreeMap<>();
            for (Iterator<Map.Entry<String, JsonNode>> all = value.fields(); all.hasNext(); ) {
                Map.Entry<String, JsonNode> field = all.next();
                sorted.put(field.getKey(), field.getValue());
            }
            for (Map.Entry<String, JsonNode> field : sorted.entrySet()) {
                json.writeFieldName(field.getKey());
                write(field.getValue(), json);
            }
            json.writeEndObject();
        } else if (value.isArray()) {
            json.writeStartArray();
            for (JsonNode element : value) {
                write(element, json);
            }
            json.writeEndArray();
        } else if (value.isNumber()) {
            json.writeNumber(value.decimalValue().stripTrailingZeros().toString());
        } else if (value.isTextual()) {
            json.writeString(value.textValue());
        } else if (value.isBoolean()) {
            json.writeBoolean(value.booleanValue());
        } else {
            json.writeNull();
        }
    }
}
