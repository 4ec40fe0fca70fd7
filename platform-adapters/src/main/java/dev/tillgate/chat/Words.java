package dev.tillgate.chat;

import java.util.Map;

/** Puts what is said into the words of a language. */
@FunctionalInterface
public interface Words {
    /**
     * @param locale BCP 47 tag
     * @param key of a message
     * @param values text or {@link dev.tillgate.money.Money} by name; methods and reasons as codes and keys
     */
    String text(String locale, String key, Map<String, Object> values);
}
