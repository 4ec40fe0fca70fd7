package dev.tillgate.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A form with files (multipart/form-data, RFC 7578). Names and types are ours, never typed by anybody. The same parts
 * under the same boundary give the same bytes.
 */
public final class Multipart {
    private final String boundary;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    /** @param boundary letters, digits, {@code -} and {@code _} that stand in no part, such as an id of ours */
    public Multipart(String boundary) {
        if (!boundary.matches("[A-Za-z0-9_-]{1,60}")) {
            throw new IllegalArgumentException("not a boundary");
        }
        this.boundary = boundary;
    }

    public Multipart text(String name, String value) {
        return part("name=\"" + name + "\"", null, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A part that is JSON itself. */
    public Multipart json(String name, byte[] json) {
        return part("name=\"" + name + "\"", "application/json", json);
    }

    public Multipart file(String name, String fileName, String mediaType, byte[] content) {
        return part("name=\"" + name + "\"; filename=\"" + fileName + "\"", mediaType, content);
    }

    public String contentType() {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** The whole body, with its end. */
    public byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(body.size() + boundary.length() + 8);
        whole.writeBytes(body.toByteArray());
        whole.writeBytes(ascii("--" + boundary + "--\r\n"));
        return whole.toByteArray();
    }

    private Multipart part(String disposition, @Nullable String mediaType, byte[] content) {
        body.writeBytes(ascii("--" + boundary + "\r\nContent-Disposition: form-data; " + disposition + "\r\n"));
        if (mediaType != null) {
            body.writeBytes(ascii("Content-Type: " + mediaType + "\r\n"));
        }
        body.writeBytes(ascii("\r\n"));
        body.writeBytes(content);
        body.writeBytes(ascii("\r\n"));
        return this;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
