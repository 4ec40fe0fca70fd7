package dev.tillgate.webapp.page;

import java.util.Map;

/** The texts of one page in one language. Values are put in as plain text; the template escapes the result. */
public final class Texts {

    private final Language language;
    private final Map<String, String> texts;

    Texts(Language language, Map<String, String> texts) {
        this.language = language;
        this.texts = texts;
    }

    public Language language() {
        return language;
    }

    /**
     * The text with {@code {0}}, {@code {1}} … replaced by the values.
     *
     * @throws IllegalArgumentException when no bundle has the key: a mistake of ours that a test finds
     */
    public String get(String key, Object... values) {
        String text = texts.get(key);
        if (text == null) {
            throw new IllegalArgumentException("no text " + key + " in " + language.tag());
        }
        return filled(text, values);
    }

    /** The text, or {@code otherwise} when there is none: for keys that come from configuration or providers. */
    public String getOr(String key, String otherwise, Object... values) {
        String text = texts.get(key);
        return text == null ? otherwise : filled(text, values);
    }

    public boolean has(String key) {
        return texts.containsKey(key);
    }

    /** A method's name for buyers; its code when no bundle knows it. */
    public String method(String code) {
        return getOr("method." + code, code);
    }

    /** Not MessageFormat: there a single apostrophe in a text would swallow what follows. */
    private static String filled(String text, Object[] values) {
        if (values.length == 0 || text.indexOf('{') < 0) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length() + 32);
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int number =
                    c == '{' && at + 2 < text.length() && text.charAt(at + 2) == '}' ? text.charAt(at + 1) - '0' : -1;
            if (number >= 0 && number < values.length) {
                result.append(values[number]);
                at += 3;
            } else {
                result.append(c);
                at++;
            }
        }
        return result.toString();
    }
}
