package dev.tillgate.platform.signed;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The shop's name of an order in a message: text, or a whole number of any length, which is its digits. */
final class ShopReference {
    private static final int LONGEST = 100;

    private ShopReference() {}

    /** The reference in {@code order}, or null when there is none that can be one. */
    static @Nullable String of(JsonNode json) {
        JsonNode value = json.path("order");
        String text = value.isTextual() ? value.textValue() : value.isIntegralNumber() ? value.asText() : "";
        boolean fine =
                !text.isBlank() && text.length() <= LONGEST && text.chars().noneMatch(Character::isISOControl);
        return fine ? text : null;
    }
}
