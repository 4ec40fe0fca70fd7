package dev.tillgate.platform.signed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.provider.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** JSON in UTF-8 and nothing else: the parser alone would guess UTF-16 and let some broken sequences pass. */
final class Utf8Json {
    private Utf8Json() {}

    /** The object in these bytes, or null when there is anything else in them. */
    static @Nullable JsonNode object(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException broken) {
            return null;
        }
        for (byte one : bytes) {
            if (one == 0) {
                return null;
            }
        }
        return StrictJson.object(bytes);
    }
}
