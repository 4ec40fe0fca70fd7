package dev.tillgate.provider.simulator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A form with files (multipart/form-data) that somebody sent to a simulator, part by part. */
public final class Parts {
    private static final int MOST = 20;
    private static final Pattern BOUNDARY =
            Pattern.compile("multipart/(?:form-data|related)\\s*;.*boundary=\"?([^\";,\\s]{1,70})\"?.*");
    private static final Pattern NAME = Pattern.compile(";\\s*name=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile(";\\s*filename=\"([^\"]*)\"");
    private static final Pattern TYPE = Pattern.compile("(?im)^content-type:\\s*([^\\s;]+)");

    private Parts() {}

    /** One part; {@code fileName} is null for one that is no file. */
    @SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
    public record Part(String name, @Nullable String fileName, String mediaType, byte[] content) {
        public String text() {
            return new String(content, StandardCharsets.UTF_8);
        }

        /** What a file is by its first bytes: {@code pdf}, {@code png}, {@code jpg}, {@code gif}, or empty. */
        public String kind() {
            String start = new String(content, 0, Math.min(content.length, 8), StandardCharsets.ISO_8859_1);
            if (start.startsWith("%PDF-")) {
                return "pdf";
            }
            if (start.startsWith("\u0089PNG\r\n")) {
                return "png";
            }
            return start.startsWith("\u00ff\u00d8\u00ff") ? "jpg" : start.startsWith("GIF8") ? "gif" : "";
        }
    }

    /** The parts in their order, or null when it is no such form or does not end. */
    public static @Nullable List<Part> read(@Nullable String contentType, byte[] body) {
        Matcher type = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!type.matches()) {
            return null;
        }
        // One character for each byte, so that positions and contents stay exact.
        String text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
        String line = "\r\n--" + type.group(1);
        List<Part> parts = new ArrayList<>();
        int at = text.indexOf(line);
        while (at >= 0 && parts.size() < MOST) {
            int from = at + line.length();
            if (text.startsWith("--", from)) {
                return parts;
            }
            int end = text.indexOf(line, from);
            int head = text.indexOf("\r\n\r\n", from);
            if (end < 0 || head < 0 || head > end) {
                return null;
            }
            parts.add(part(text.substring(from, head), text.substring(head + 4, end)));
            at = end;
        }
        return null;
    }

    private static Part part(String header, String value) {
        Matcher name = NAME.matcher(header);
        Matcher file = FILE.matcher(header);
        Matcher type = TYPE.matcher(header);
        return new Part(
                name.find() ? name.group(1) : "",
                file.find() ? file.group(1) : null,
                type.find() ? type.group(1) : "text/plain",
                value.getBytes(StandardCharsets.ISO_8859_1));
    }
}
