package dev.tillgate.chat.tencent;

import java.nio.charset.StandardCharsets;

/** Both platforms count texts in bytes of UTF-8. */
public final class Utf8 {
    private Utf8() {}

    public static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The text, or its beginning with an ellipsis. */
    public static String cut(String text, int bytes) {
        return length(text) <= bytes ? text : text.substring(0, fitting(text, bytes - length("…"))) + "…";
    }

    /** How many characters of the beginning fit; never half of one. */
    public static int fitting(String text, int bytes) {
        int used = 0;
        int index = 0;
        while (index < text.length()) {
            int point = text.codePointAt(index);
            used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (used > bytes) {
                return index;
            }
            index += Character.charCount(point);
        }
        return index;
    }
}
