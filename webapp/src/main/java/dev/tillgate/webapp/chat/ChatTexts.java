package dev.tillgate.webapp.chat;

import dev.tillgate.chat.Words;
import dev.tillgate.money.Money;
import dev.tillgate.webapp.page.Language;
import dev.tillgate.webapp.page.MessageBundle;
import dev.tillgate.webapp.page.MoneyText;
import dev.tillgate.webapp.page.Texts;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The words of conversations, from the message bundle beside this class. In its texts {@code {order}}, {@code {amount}}
 * and the like are replaced by the values of that name.
 */
public final class ChatTexts implements Words {
    private static final List<String> WIDGET = List.of(
            "title",
            "open",
            "close",
            "write",
            "send",
            "hello",
            "offline",
            "failed",
            "you",
            "assistant",
            "bot",
            "person",
            "phone");

    private final MessageBundle bundle = MessageBundle.nextTo(ChatTexts.class);

    @Override
    public String text(String locale, String key, Map<String, Object> values) {
        Texts texts = bundle.in(Language.of(locale).orElse(Language.EN));
        // A method that no bundle knows has a code at least; all other keys must be there.
        String text = key.startsWith("method.") ? texts.method(key.substring("method.".length())) : texts.get(key);
        StringBuilder filled = new StringBuilder(text.length() + 32);
        int at = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
            int close = text.indexOf('}', open);
            filled.append(text, at, open);
            String name = text.substring(open + 1, close);
            filled.append(value(texts, name, values.get(name)));
            at = close + 1;
        }
        // What is empty leaves a space too many.
        return filled.append(text.substring(at)).toString().replace("  ", " ");
    }

    /** What the widget itself says. */
    Map<String, String> widget(Language language) {
        Texts texts = bundle.in(language);
        Map<String, String> words = new TreeMap<>();
        for (String key : WIDGET) {
            words.put("widget." + key, texts.get("widget." + key));
        }
        return words;
    }

    private static String value(Texts texts, String name, @Nullable Object value) {
        if (value instanceof Money money) {
            return MoneyText.of(money, texts.language());
        }
        String text = String.valueOf(value);
        return switch (name) {
            case "method" -> texts.method(text);
            case "reason", "why" -> text.isEmpty() ? "" : texts.get(text);
            default -> text;
        };
    }
}
