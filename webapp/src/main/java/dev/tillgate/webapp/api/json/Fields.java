package dev.tillgate.webapp.api.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.webapp.config.Nearest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object field by field. Nothing is converted ({@code "1"} is not a number), whatever is wrong is noted
 * and a harmless value is answered instead, so that the reader goes on and everything is told at once; call
 * {@link #end()} before any value is used. A field that is null counts as absent.
 */
public final class Fields {
    private static final int LONGEST_URL = 2000;
    private final ObjectNode object;
    private final String path;
    private final FieldErrors errors;
    private final @Nullable Fields parent;
    private final List<String> known = new ArrayList<>(12);
    private final List<Fields> inner = new ArrayList<>(0);

    Fields(ObjectNode object, String path, FieldErrors errors, @Nullable Fields parent) {
        this.object = object;
        this.path = path;
        this.errors = errors;
        this.parent = parent;
    }

    /** Text of 1 to {@code most} characters. */
    public String text(String name, int most) {
        String text = optionalText(name, most);
        return text == null ? missing(name, "") : text;
    }

    /** Text of 1 to {@code most} characters, or null when it is absent. */
    public @Nullable String optionalText(String name, int most) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            return refuse(name, "must be text", "");
        }
        String text = value.textValue();
        if (text.isEmpty()) {
            return refuse(name, "must not be empty", text);
        }
        if (text.codePointCount(0, text.length()) > most) {
            return refuse(name, "must have at most " + most + " characters", "");
        }
        return text.codePoints().anyMatch(Fields::isUnusable)
                ? refuse(name, "must not contain control characters or halves of characters", "")
                : text;
    }

    /** Text of a form, or null when it is absent; {@code expected} completes "must be …". */
    public @Nullable String optionalText(String name, int most, Predicate<String> form, String expected) {
        String text = optionalText(name, most);
        if (text == null || text.isEmpty() || form.test(text)) {
            return text;
        }
        reject(name, "must be " + expected);
        return null;
    }

    /** An absolute http or https address without user information, or null when it is absent. */
    public @Nullable String optionalUrl(String name) {
        return optionalText(
                name, LONGEST_URL, Fields::isWebAddress, "an absolute http or https address in plain ASCII");
    }

    /** True or false, or {@code absent}. */
    public boolean truth(String name, boolean absent) {
        JsonNode value = value(name);
        if (value == null || value.isBoolean()) {
            return value == null ? absent : value.booleanValue();
        }
        reject(name, "must be true or false");
        return absent;
    }

    /** A whole number in a range, or {@code absent}. */
    public long whole(String name, long least, long most, long absent) {
        JsonNode value = value(name);
        if (value == null) {
            return absent;
        }
        if (!value.isIntegralNumber()) {
            return refuse(name, "must be a whole number", absent);
        }
        if (!value.canConvertToLong() || value.longValue() < least || value.longValue() > most) {
            return refuse(name, "must be from " + least + " to " + most, absent);
        }
        return value.longValue();
    }

    /** One of an enum's constants, written in lower case, or {@code absent}. */
    public <E extends Enum<E>> E choice(String name, Class<E> type, E absent) {
        JsonNode value = value(name);
        if (value == null) {
            return absent;
        }
        List<String> words = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String word = constant.name().toLowerCase(Locale.ROOT);
            if (value.isTextual() && word.equals(value.textValue())) {
                return constant;
            }
            words.add(word);
        }
        return refuse(name, "must be one of " + String.join(", ", words), absent);
    }

    /** A required amount above zero: decimal text in {@code amountName}, ISO 4217 code in {@code currencyName}. */
    public @Nullable Money money(String amountName, String currencyName) {
        String currency = text(currencyName, 3);
        String amount = text(amountName, 24);
        if (currency.isEmpty() || currencyIsUnusable(currencyName, currency)) {
            return null;
        }
        return amount.isEmpty() ? null : positive(amountName, amount, currency);
    }

    /** A required amount, zero and below allowed; its value is only judged when the currency is known. */
    public @Nullable Money amount(String name, @Nullable String currencyCode) {
        String amount = text(name, 24);
        return amount.isEmpty() || currencyCode == null ? null : parsed(name, amount, currencyCode);
    }

    /** Whether there is such a field, and it is not null. */
    public boolean has(String name) {
        return value(name) != null;
    }

    /** An object within this one, or null when it is absent. */
    public @Nullable Fields object(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof ObjectNode found) {
            return inner(found, path + "/" + name);
        }
        reject(name, "must be an object");
        return null;
    }

    /** A list of at most {@code most} objects; empty when it is absent. */
    public List<Fields> objects(String name, int most) {
        JsonNode value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof ArrayNode array)) {
            return refuse(name, "must be a list", List.of());
        }
        if (array.size() > most) {
            return refuse(name, "must have at most " + most + " entries", List.of());
        }
        List<Fields> objects = new ArrayList<>(array.size());
        for (int i = 0; i < array.size(); i++) {
            if (array.get(i) instanceof ObjectNode found) {
                objects.add(inner(found, path + "/" + name + "/" + i));
            } else {
                errors.add(path + "/" + name + "/" + i, "must be an object");
            }
        }
        return objects;
    }

    /** Notes something that only the caller can judge. */
    public void reject(String name, String reason) {
        errors.add(path + "/" + name, reason);
    }

    /**
     * All fields were asked for: what is left is unknown and refused too.
     *
     * @throws dev.tillgate.webapp.problem.ProblemException with everything that is wrong, on the outermost object
     */
    public void end() {
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                String meant = Nearest.to(name.length() <= 64 ? name : name.substring(0, 64), known)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("");
                errors.add(path + "/" + pointerPart(name), "is unknown" + meant);
            }
        }
        inner.forEach(Fields::end);
        if (parent == null) {
            errors.throwIfAny();
        }
    }

    private Fields inner(ObjectNode found, String at) {
        Fields fields = new Fields(found, at, errors, this);
        inner.add(fields);
        return fields;
    }

    private @Nullable JsonNode value(String name) {
        known.add(name);
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    private <T> T missing(String name, T instead) {
        errors.add(path + "/" + name, "is missing");
        return instead;
    }

    private <T> T refuse(String name, String reason, T instead) {
        errors.add(path + "/" + name, reason);
        return instead;
    }

    private boolean currencyIsUnusable(String name, String code) {
        try {
            Money.currency(code);
            return false;
        } catch (InvalidMoney e) {
            return refuse(name, "must be an ISO 4217 code of a currency that is paid in, such as EUR", true);
        }
    }

    private @Nullable Money positive(String name, String amount, String currencyCode) {
        Money money = parsed(name, amount, currencyCode);
        if (money == null || money.isPositive()) {
            return money;
        }
        reject(name, "must be above zero");
        return null;
    }

    private @Nullable Money parsed(String name, String amount, String currencyCode) {
        try {
            return Money.parse(amount, currencyCode);
        } catch (InvalidMoney e) {
            String why = e.getMessage();
            reject(name, why == null ? "cannot be used" : "is refused: " + why);
            return null;
        }
    }

    /** Control characters, and halves of surrogate pairs, which no database stores. */
    private static boolean isUnusable(int character) {
        return Character.isISOControl(character)
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && text.chars().allMatch(c -> c > ' ' && c < 127);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static String pointerPart(String name) {
        String shortened = name.length() <= 64 ? name : name.substring(0, 64);
        return shortened.replace("~", "~0").replace("/", "~1");
    }
}
