package dev.tillgate.webapp.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The JSON object that a request carries; an empty body counts as an empty object. */
public final class JsonBody {
    private final ObjectNode root;
    private final FieldErrors errors;

    private JsonBody(ObjectNode root, FieldErrors errors) {
        this.root = root;
        this.errors = errors;
    }

    /** @throws dev.tillgate.webapp.problem.ProblemException when the bytes are not a JSON object */
    public static JsonBody read(byte[] bytes) {
        FieldErrors errors = new FieldErrors();
        if (bytes.length == 0) {
            return new JsonBody(JsonNodeFactory.instance.objectNode(), errors);
        }
        JsonNode value = StrictJson.read(bytes, errors);
        if (value instanceof ObjectNode object) {
            return new JsonBody(object, errors);
        }
        errors.add("", "must be a JSON object");
        errors.throwIfAny();
        throw new IllegalStateException("unreachable: an error was just added");
    }

    /** For reading it; after the last field {@link Fields#end()} tells everything that is wrong. */
    public Fields fields() {
        return new Fields(root, "", errors, null);
    }

    /** One text for all spellings of the same object. */
    public String canonical() {
        return CanonicalJson.of(root);
    }
}
