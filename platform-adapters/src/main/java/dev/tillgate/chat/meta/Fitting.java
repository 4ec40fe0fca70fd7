package dev.tillgate.chat.meta;

import dev.tillgate.chat.channel.Outgoing;
import java.util.List;

/** Makes texts as short as Meta wants them; lengths are in characters. */
public final class Fitting {
    private Fitting() {}

    /** The text, or as much of its beginning as fits, and an ellipsis; never half a character. */
    public static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean half = longest > 1 && Character.isHighSurrogate(text.charAt(longest - 2));
        return text.substring(0, half ? longest - 2 : longest - 1) + "…";
    }

    /** The message in words, with its link written out; a long text gives way to the link. */
    public static String written(Outgoing message, int longest) {
        String all = message.plain();
        int tooMuch = all.length() - longest;
        if (tooMuch <= 0 || message.link() == null) {
            return cut(all, longest);
        }
        String shorter = cut(message.text(), Math.max(1, message.text().length() - tooMuch));
        return new Outgoing(shorter, message.link(), List.of(), "").plain();
    }
}
