package dev.tillgate.webapp.console;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A form with one file, as browsers send it (multipart/form-data, RFC 7578). Reads no more of the format than browsers
 * write.
 *
 * @param fields the other fields
 * @param name what the file was called, without folders
 * @param content empty when no file was chosen
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and never changed
record UploadForm(Map<String, String> fields, String name, byte[] content) {
    private static final int MOST_PARTS = 10;
    private static final int LONGEST_NAME = 120;
    private static final Pattern BOUNDARY =
            Pattern.compile("multipart/form-data\\s*;.*boundary=\"?([^\";,\\s]{1,70})\"?.*");
    private static final Pattern FIELD = Pattern.compile(";\\s*name=\"([^\"]*)\"");
    private static final Pattern FILE = Pattern.compile(";\\s*filename=\"([^\"]*)\"");

    /** The form, if the body is one. */
    static Optional<UploadForm> read(@Nullable String contentType, byte[] body) {
        Matcher type = BOUNDARY.matcher(contentType == null ? "" : contentType);
        if (!type.matches()) {
            return Optional.empty();
        }
        // One character for each byte, so that positions and contents stay exact.
        String text = "\r\n" + new String(body, StandardCharsets.ISO_8859_1);
        String line = "\r\n--" + type.group(1);
        Map<String, String> fields = new HashMap<>();
        String name = "";
        byte[] content = {};
        int at = text.indexOf(line);
        for (int part = 0; at >= 0 && part < MOST_PARTS; part++) {
            int from = at + line.length() + 2;
            int end = text.indexOf(line, from);
            int head = text.indexOf("\r\n\r\n", from);
            if (end < 0 || head < 0 || head > end) {
                break;
            }
            String header = utf8(text.substring(from, head));
            String value = text.substring(head + 4, end);
            Matcher field = FIELD.matcher(header);
            Matcher file = FILE.matcher(header);
            if (file.find()) {
                name = bare(file.group(1));
                content = value.getBytes(StandardCharsets.ISO_8859_1);
            } else if (field.find()) {
                fields.put(field.group(1), utf8(value));
            }
            at = end;
        }
        return Optional.of(new UploadForm(fields, name, content));
    }

    /** What the content is, by its first bytes and never by its name: PDF, PNG or JPEG; empty when it is none. */
    Optional<String> mediaType() {
        if (begins(0x25, 0x50, 0x44, 0x46, 0x2d)) {
            return Optional.of("application/pdf");
        }
        if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) {
            return Optional.of("image/png");
        }
        return begins(0xff, 0xd8, 0xff) ? Optional.of("image/jpeg") : Optional.empty();
    }

    private boolean begins(int... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (content.length <= i || (content[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static String bare(String path) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "")
                .strip();
        int length = name.codePointCount(0, name.length());
        return length <= LONGEST_NAME ? name : name.substring(name.offsetByCodePoints(0, length - LONGEST_NAME));
    }

    private static String utf8(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
