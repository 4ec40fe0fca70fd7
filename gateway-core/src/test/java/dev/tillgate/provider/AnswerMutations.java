package dev.tillgate.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Changes answers by chance. */
final class AnswerMutations {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AnswerMutations() {}

    /** Damage on the way: flipped, missing, doubled or foreign bytes. */
    static byte[] bytes(byte[] body, Random random) {
        byte[] changed = body.clone();
        int at = random.nextInt(changed.length);
        return switch (random.nextInt(5)) {
            case 0 -> {
                changed[at] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 1 -> {
                otherDigit(changed, random);
                yield changed;
            }
            case 2 -> Arrays.copyOf(changed, at);
            case 3 ->
                join(
                        Arrays.copyOf(changed, at),
                        Arrays.copyOfRange(changed, Math.min(changed.length, at + 3), changed.length));
            default -> join(changed, Arrays.copyOf(changed, at));
        };
    }

    /** A digit of a number for another: the amount may become a smaller one. */
    private static void otherDigit(byte[] body, Random random) {
        List<Integer> digits = new ArrayList<>();
        boolean inNumber = false;
        for (int i = 1; i < body.length; i++) {
            boolean digit = body[i] >= '0' && body[i] <= '9';
            inNumber = digit && (inNumber || body[i - 1] == ':');
            if (inNumber) {
                digits.add(i);
            }
        }
        if (!digits.isEmpty()) {
            int at = digits.get(random.nextInt(digits.size()));
            body[at] = (byte) ('0' + (body[at] - '0' + 1 + random.nextInt(9)) % 10);
        }
    }

    /** Malformed at the source: a value removed, emptied, retyped, wrapped, doubled or made impossible. */
    static byte[] structure(byte[] body, Random random) {
        JsonNode root = read(body);
        if (!(root instanceof ObjectNode)) {
            return bytes(body, random);
        }
        List<ObjectNode> objects = new ArrayList<>();
        collect(root, objects);
        ObjectNode object = objects.get(random.nextInt(objects.size()));
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        if (random.nextInt(8) == 0) {
            return doubled(root, random);
        }
        change(object, name, random);
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void change(ObjectNode object, String name, Random random) {
        JsonNode value = object.get(name);
        switch (random.nextInt(7)) {
            case 0 -> object.remove(name);
            case 1 -> object.putNull(name);
            case 2 -> object.put(name, value.isNumber() ? "x" + value.asText() : "");
            case 3 -> object.set(name, object.arrayNode().add(value));
            case 4 -> object.set(name, object.objectNode().set("value", value));
            case 5 -> {
                if (value.isNumber()) {
                    object.put(name, -1 - Math.abs(value.asLong()));
                } else {
                    object.put(name, 7);
                }
            }
            default -> {
                if (value.isNumber()) {
                    object.put(name, value.asLong() - 0.5);
                } else {
                    object.put(name, value.asText() + "x");
                }
            }
        }
    }

    /** The same key twice with two values: readers disagree about which one counts. */
    private static byte[] doubled(JsonNode root, Random random) {
        String text = root.toString();
        String[] extra = {"\"status\":\"captured\"", "\"status\":\"declined\"", "\"captured\":1", "\"amount\":1"};
        String again = extra[random.nextInt(extra.length)];
        String doubled = random.nextBoolean()
                ? "{" + again + "," + text.substring(1)
                : text.substring(0, text.length() - 1) + "," + again + "}";
        return doubled.getBytes(StandardCharsets.UTF_8);
    }

    private static void collect(JsonNode node, List<ObjectNode> objects) {
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            objects.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> collect(child, objects));
        }
    }

    private static JsonNode read(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return JSON.nullNode();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }
}
