package dev.tillgate.webapp.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Where the next page of a list begins, in a form that callers hand back and do not read. */
final class Cursor {
    private static final String VERSION = "1:";
    private static final int LONGEST = 100;

    private Cursor() {}

    static String after(String last) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((VERSION + last).getBytes(StandardCharsets.UTF_8));
    }

    /** What it stands for, or nothing when it is none of ours. */
    static Optional<String> read(String cursor) {
        if (cursor.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            return text.startsWith(VERSION) ? Optional.of(text.substring(VERSION.length())) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
