package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.Exchange.Answer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Changes answers by chance: fields dropped, emptied, retyped, swapped, doubled, given the value that another answer has
 * there; bodies cut; statuses changed; other answers put in their place. What is foreign is always about other attempts: the
 * same attempt's whole, older truth cannot be told from its present one.
 */
final class StripeMutations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int[] STATUSES = {200, 201, 204, 302, 400, 401, 402, 404, 409, 429, 500, 503};

    private final Random random;
    private final List<Answer> pool;
    /** What answers hold under a name. */
    private final Map<String, List<Value>> foreign = new TreeMap<>();

    StripeMutations(Random random, List<Answer> pool) {
        this.random = random;
        this.pool = pool;
        pool.forEach(answer -> collect(read(answer.body()), text(answer)));
    }

    /** A value, and the answer that it is from. */
    private record Value(JsonNode node, String source) {}

    /** @param attempt which attempt the answer is about */
    Answer mutated(Answer answer, String attempt) {
        int draw = random.nextInt(20);
        if (draw == 0) {
            int status = STATUSES[random.nextInt(STATUSES.length)];
            return new Answer(status, answer.headers(), answer.body());
        }
        if (draw == 1) {
            return with(answer, Arrays.copyOf(answer.body(), random.nextInt(answer.body().length)));
        }
        if (draw == 2) {
            return another(answer, attempt);
        }
        return with(answer, structure(answer.body(), attempt));
    }

    /** An answer to another question. A list for a list would be a coherent lie, which nobody can tell. */
    private Answer another(Answer answer, String attempt) {
        Answer other = pool.get(random.nextInt(pool.size()));
        boolean lists = isList(read(answer.body())) && isList(read(other.body()));
        return lists || text(other).contains(attempt) ? with(answer, new byte[0]) : other;
    }

    private byte[] structure(byte[] body, String attempt) {
        JsonNode root = read(body);
        List<ObjectNode> objects = new ArrayList<>();
        objects(root, objects);
        if (objects.isEmpty()) {
            return new byte[0];
        }
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        JsonNode value = object.get(name);
        switch (random.nextInt(9)) {
            case 0 -> object.remove(name);
            case 1 -> object.putNull(name);
            case 2 -> object.put(name, value.isNumber() ? "x" + value.asText() : "");
            case 3 -> object.set(name, object.arrayNode().add(value));
            case 4 -> object.set(name, object.objectNode().set("value", value));
            case 5 -> object.put(name, value.isNumber() ? -1 - value.asLong() : 7);
            case 6 -> swap(object, name, names.get(random.nextInt(names.size())));
            case 7 -> foreign(object, name, attempt);
            default -> {
                return doubled(root.toString(), name, value, attempt);
            }
        }
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void swap(ObjectNode object, String first, String second) {
        JsonNode value = object.get(first);
        object.set(first, object.get(second));
        object.set(second, value);
    }

    /** Whole contents and whole metadata stay: an empty list for a full one, another's names for ours are coherent lies. */
    private void foreign(ObjectNode object, String name, String attempt) {
        if (!name.equals("data") && !name.equals("metadata")) {
            object.set(name, another(name, object.get(name), attempt).deepCopy());
        }
    }

    private JsonNode another(String name, JsonNode otherwise, String attempt) {
        List<Value> values = foreign.getOrDefault(name, List.of());
        for (int tries = 0; tries < 10 && !values.isEmpty(); tries++) {
            Value value = values.get(random.nextInt(values.size()));
            if (!value.source().contains(attempt)) {
                return value.node();
            }
        }
        return otherwise;
    }

    private byte[] doubled(String text, String name, JsonNode value, String attempt) {
        String again = "\"" + name + "\":" + another(name, value, attempt);
        int at = text.indexOf("\"" + name + "\":");
        return (text.substring(0, at) + again + "," + text.substring(at)).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static boolean isList(JsonNode node) {
        return node.path("object").asText().equals("list");
    }

    private void collect(JsonNode node, String source) {
        if (node instanceof ObjectNode object) {
            object.fields().forEachRemaining(field -> foreign.computeIfAbsent(field.getKey(), any -> new ArrayList<>())
                    .add(new Value(field.getValue(), source)));
        }
        node.forEach(child -> collect(child, source));
    }

    private static void objects(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            objects.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> objects(child, objects));
        }
    }

    private static Answer with(Answer answer, byte[] body) {
        return new Answer(answer.status(), answer.headers(), body);
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(new String(body, StandardCharsets.UTF_8));
        } catch (JsonProcessingException notJson) {
            return JSON.nullNode();
        }
    }
}
