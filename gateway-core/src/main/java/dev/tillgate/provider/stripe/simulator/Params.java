package dev.tillgate.provider.stripe.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.provider.simulator.Form;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, nested names as they are written: {@code a[b][0]}. */
final class Params {
    private static final long MOST_MINOR_UNITS = 99_999_999;
    private final Map<String, String> fields;

    private Params(Map<String, String> fields) {
        this.fields = new TreeMap<>(fields);
    }

    static Params of(String method, @Nullable String query, byte[] body) {
        return new Params(Form.read(method.equals("POST") ? new String(body, StandardCharsets.UTF_8) : query));
    }

    /** Refuses names that Stripe does not know here. */
    Params only(Set<String> names) {
        for (String name : fields.keySet()) {
            int bracket = name.indexOf('[');
            String top = bracket < 0 ? name : name.substring(0, bracket);
            if (!names.contains(top) && !top.equals("expand")) {
                throw Refusal.invalid("parameter_unknown", "Received unknown parameter: " + top)
                        .about(top);
            }
        }
        return this;
    }

    /** The value, or null when it is missing or empty. */
    @Nullable
    String text(String name) {
        String value = fields.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    String textOr(String name, String otherwise) {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    String needed(String name) {
        String value = text(name);
        if (value == null) {
            throw Refusal.invalid("parameter_missing", "Missing required param: " + name + ".")
                    .about(name);
        }
        return value;
    }

    long number(String name) {
        String value = needed(name);
        if (!value.matches("-?[0-9]{1,18}")) {
            throw Refusal.invalid("parameter_invalid_integer", "Invalid integer: " + value)
                    .about(name);
        }
        return Long.parseLong(value);
    }

    @Nullable
    Long numberOrNull(String name) {
        return text(name) == null ? null : (Long) number(name);
    }

    /** An amount to charge, in Stripe's minor units. */
    long amount(String name) {
        long amount = number(name);
        if (amount < 1) {
            throw Refusal.invalid("parameter_invalid_integer", "This value must be greater than or equal to 1.")
                    .about(name);
        }
        if (amount > MOST_MINOR_UNITS) {
            throw Refusal.invalid("amount_too_large", "Amount must be no more than 999,999.99")
                    .about(name);
        }
        return amount;
    }

    boolean flag(String name) {
        return "true".equals(fields.get(name));
    }

    boolean hasAny(String prefix) {
        return fields.keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** The pairs below a name, such as {@code metadata}. */
    ObjectNode pairs(String name) {
        ObjectNode pairs = JsonNodeFactory.instance.objectNode();
        String start = name + "[";
        fields.forEach((field, value) -> {
            if (field.startsWith(start) && field.endsWith("]") && field.indexOf('[', start.length()) < 0) {
                pairs.put(field.substring(start.length(), field.length() - 1), value);
            }
        });
        return pairs;
    }

    ArrayNode list(String name) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; fields.containsKey(name + "[" + i + "]"); i++) {
            list.add(fields.get(name + "[" + i + "]"));
        }
        return list;
    }

    /** What the answer is to hold whole instead of by name. */
    Set<String> expansions() {
        Set<String> wanted = new TreeSet<>();
        fields.forEach((field, value) -> {
            if (field.startsWith("expand[")) {
                String path = value.startsWith("data.") ? value.substring("data.".length()) : value;
                for (int dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
                    wanted.add(path.substring(0, dot));
                }
                wanted.add(path);
            }
        });
        return wanted;
    }
}
