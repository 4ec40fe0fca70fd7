package dev.tillgate.client;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** As much JSON as the gateway's wire needs: objects are maps, whole numbers are long, others BigDecimal. */
final class Json {
    private static final int DEEPEST = 40;

    private final String text;
    private int at;
    private int depth;

    private Json(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException when the bytes are not one JSON object in UTF-8 */
    static Map<String, Object> object(byte[] bytes) {
        try {
            Json json = new Json(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
            Object value = json.value();
            json.skipSpace();
            if (json.at != json.text.length() || !(value instanceof Map)) {
                throw json.wrong("one object is expected");
            }
            return cast(value);
        } catch (CharacterCodingException broken) {
            throw new IllegalArgumentException("not UTF-8", broken);
        }
    }

    static String text(Map<String, Object> json, String name) {
        Object value = json.get(name);
        if (value instanceof String) {
            return (String) value;
        }
        throw new GatewayProblem.NoAnswer("the gateway's answer lacks " + name);
    }

    static String text(Map<String, Object> json, String name, String otherwise) {
        return json.get(name) instanceof String ? (String) json.get(name) : otherwise;
    }

    static long whole(Map<String, Object> json, String name) {
        Object value = json.get(name);
        if (value instanceof Long) {
            return (Long) value;
        }
        throw new GatewayProblem.NoAnswer("the gateway's answer lacks " + name);
    }

    /** The objects in a list; empty when there is no such list. */
    static List<Map<String, Object>> objects(Map<String, Object> json, String name) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (json.get(name) instanceof List) {
            for (Object one : (List<?>) json.get(name)) {
                if (one instanceof Map) {
                    objects.add(cast(one));
                }
            }
        }
        return objects;
    }

    /** The object under this name, empty when there is none. */
    static Map<String, Object> inner(Map<String, Object> json, String name) {
        Object value = json.get(name);
        return value instanceof Map ? cast(value) : Map.of();
    }

    @SuppressWarnings("unchecked") // the parser makes no other maps
    private static Map<String, Object> cast(Object map) {
        return (Map<String, Object>) map;
    }

    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(value, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, StringBuilder out) {
        if (value instanceof Map) {
            String comma = "{";
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                out.append(comma);
                quote(entry.getKey().toString(), out);
                out.append(':');
                write(entry.getValue(), out);
                comma = ",";
            }
            out.append(((Map<?, ?>) value).isEmpty() ? "{}" : "}");
        } else if (value instanceof List) {
            String comma = "[";
            for (Object one : (List<?>) value) {
                out.append(comma);
                write(one, out);
                comma = ",";
            }
            out.append(((List<?>) value).isEmpty() ? "[]" : "]");
        } else if (value instanceof String) {
            quote((String) value, out);
        } else {
            out.append(value);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }

    private @Nullable Object value() {
        skipSpace();
        switch (peek()) {
            case '{':
                return nested(this::members);
            case '[':
                return nested(this::elements);
            case '"':
                return string();
            case 't':
                return word("true", true);
            case 'f':
                return word("false", false);
            case 'n':
                return word("null", null);
            default:
                return number();
        }
    }

    private interface Reading {
        Object read();
    }

    private Object nested(Reading reading) {
        if (++depth > DEEPEST) {
            throw wrong("too deep");
        }
        Object value = reading.read();
        depth--;
        return value;
    }

    private Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        at++;
        skipSpace();
        if (peek() == '}') {
            at++;
            return members;
        }
        do {
            skipSpace();
            String name = string();
            skipSpace();
            expect(':');
            Object value = value();
            if (members.containsKey(name)) {
                throw wrong("a doubled name");
            }
            if (value != null) {
                members.put(name, value);
            }
            skipSpace();
        } while (more('}'));
        return members;
    }

    private List<Object> elements() {
        List<Object> elements = new ArrayList<>();
        at++;
        skipSpace();
        if (peek() == ']') {
            at++;
            return elements;
        }
        do {
            Object value = value();
            if (value != null) {
                elements.add(value);
            }
            skipSpace();
        } while (more(']'));
        return elements;
    }

    private boolean more(char end) {
        char c = peek();
        at++;
        if (c != ',' && c != end) {
            throw wrong("a comma is missing");
        }
        return c == ',';
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (peek() != '"') {
            char c = text.charAt(at++);
            if (c < 0x20) {
                throw wrong("a control character");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        at++;
        return string.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        switch (c) {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                if (at + 4 > text.length() || !text.substring(at, at + 4).matches("[0-9A-Fa-f]{4}")) {
                    throw wrong("a broken escape");
                }
                at += 4;
                return (char) Integer.parseInt(text.substring(at - 4, at), 16);
            default:
                throw wrong("an unknown escape");
        }
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.0123456789eE".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        if (number.length() > 40 || !number.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,3})?")) {
            throw wrong("no value");
        }
        return number.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(number) : new BigDecimal(number);
    }

    private @Nullable Object word(String word, @Nullable Object meaning) {
        if (!text.startsWith(word, at)) {
            throw wrong("no value");
        }
        at += word.length();
        return meaning;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw wrong("it ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw wrong(c + " is expected");
        }
        at++;
    }

    private IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("not JSON at " + at + ": " + why);
    }
}
