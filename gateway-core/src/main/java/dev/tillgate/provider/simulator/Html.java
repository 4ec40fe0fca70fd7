package dev.tillgate.provider.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finished, safe HTML. Made only from templates; every text that goes in is escaped here. */
public record Html(String text) {
    public static final Html NOTHING = new Html("");

    /** One after the other. */
    public static Html join(List<Html> parts) {
        return new Html(parts.stream().map(Html::text).collect(Collectors.joining()));
    }

    /** Text becomes HTML that shows exactly this text, inside an element or a quoted attribute. */
    public static String escaped(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    /** A page with holes of the form <code>{{name}}</code>. */
    public record Template(String source) {
        /** The template in {@code <name>.html} beside a class. */
        public static Template beside(Class<?> owner, String name) {
            return new Template(resource(owner, name + ".html"));
        }

        /**
         * Fills the holes: a text is escaped, an {@link Html} goes in as it is.
         *
         * @throws IllegalStateException when a hole has no value
         */
        public Html filled(Map<String, Object> values) {
            StringBuilder page = new StringBuilder(source.length() + 256);
            int from = 0;
            for (int open = source.indexOf("{{"); open >= 0; open = source.indexOf("{{", from)) {
                int close = source.indexOf("}}", open);
                String name = source.substring(open + 2, close);
                Object value = values.get(name);
                if (value == null) {
                    throw new IllegalStateException("no value for " + name);
                }
                page.append(source, from, open);
                page.append(value instanceof Html html ? html.text() : escaped(value.toString()));
                from = close + 2;
            }
            return new Html(page.append(source, from, source.length()).toString());
        }
    }

    /** The text of a file beside a class. */
    public static String resource(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
