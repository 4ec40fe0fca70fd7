package dev.tillgate.chat.channel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message as every channel can show it: words, at most one link and some buttons. A channel without buttons leaves them
 * away; one without link buttons writes the address.
 *
 * @param text the words, without markup
 * @param link where to pay, or null
 * @param buttons to answer with, may be empty
 * @param source what it was made of, as JSON: for channels that are read by programs
 */
public record Outgoing(String text, @Nullable Link link, List<Button> buttons, String source) {
    public Outgoing {
        buttons = List.copyOf(buttons);
    }

    /** A link to a page of the gateway. */
    public record Link(String label, String url) {}

    /** @param data what comes back when it is pressed, at most 64 ASCII characters */
    public record Button(String label, String data) {}

    /** The words, with the link written out: for channels that have nothing better. */
    public String plain() {
        return link == null ? text : text + "\n" + link.label() + ": " + link.url();
    }

    /** Without what is said. */
    @Override
    public String toString() {
        return "Outgoing";
    }
}
