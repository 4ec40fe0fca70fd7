package dev.tillgate.provider.sandbox.bank;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finished, safe HTML. Made only from the templates beside this class; every text that goes in is escaped here. */
record Html(String text) {
    static final Html NOTHING = new Html("");

    static Html join(List<Html> parts) {
        return new Html(parts.stream().map(Html::text).collect(Collectors.joining()));
    }

    /** Text becomes HTML that shows exactly this text, inside an element or a quoted attribute. */
    static String escaped(String text) {
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
    record Template(String source) {
        static Template named(String name) {
            return new Template(resource(name + ".html"));
        }

        /**
         * Fills the holes: a text is escaped, an {@link Html} goes in as it is.
         *
         * @throws IllegalStateException when a hole has no value
         */
        Html filled(Map<String, Object> values) {
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

    static String resource(String name) {
        try (InputStream in = Html.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
