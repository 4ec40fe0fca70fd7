package dev.tillgate.webapp.page;

import java.util.List;

/**
 * What {@code page/layout.jte} needs around any page's content.
 *
 * @param title the document's title, without the product's name
 * @param styles names of assets, besides {@code tillgate.css}
 * @param scripts names of assets
 */
public record Frame(Pages pages, Texts texts, String title, List<String> styles, List<String> scripts) {
    public Frame {
        styles = List.copyOf(styles);
        scripts = List.copyOf(scripts);
    }

    /** A text, for templates. */
    public String text(String key, Object... values) {
        return texts.get(key, values);
    }
}
