package dev.tillgate.store;

import org.jspecify.annotations.Nullable;

/** Notes for operators are cut to their column: a long one must never keep an outcome from being stored. */
final class Texts {
    static final int DETAIL = 500;
    static final int SHORT_DETAIL = 255;

    private Texts() {}

    static @Nullable String cut(@Nullable String text, int length) {
        if (text == null || text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }
}
