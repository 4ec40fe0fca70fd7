package dev.tillgate.provider.http;

import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.NotSentException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** HTTP/1.1 on a bare connection: writes one request, reads one answer (RFC 9112), believes no length blindly. */
final class HttpMessage {
    private static final int LONGEST_HEAD = 32 * 1024;

    private HttpMessage() {}

    static byte[] head(Ask ask, URI uri) throws NotSentException {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        StringBuilder head = new StringBuilder(512);
        line(head, ask.method() + " " + path + query + " HTTP/1.1");
        line(head, "Host: " + uri.getRawAuthority());
        for (Map.Entry<String, String> header : ask.headers().entrySet()) {
            line(head, header.getKey() + ": " + header.getValue());
        }
        line(head, "Content-Length: " + ask.body().length);
        line(head, "Connection: close");
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder head, String text) throws NotSentException {
        if (text.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new NotSentException("control characters in the request's head");
        }
        head.append(text).append("\r\n");
    }

    static Answer read(InputStream in, String method, int limit) throws IOException {
        InputStream buffered = new BufferedInputStream(in);
        HeadReader reader = new HeadReader(buffered);
        int status;
        Map<String, List<String>> headers;
        do {
            status = status(reader.line());
            headers = headers(reader);
        } while (status >= 100 && status < 200);
        boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
        try {
            return new Answer(status, headers, bodiless ? new byte[0] : body(reader, buffered, headers, limit));
        } catch (TooLong unread) {
            throw new LongAnswerException(new Answer(status, headers, new byte[0]), limit);
        }
    }

    private static int status(String line) throws IOException {
        String[] parts = line.split(" ", 3);
        if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("[1-9][0-9]{2}")) {
            throw new IOException("not an HTTP answer");
        }
        return Integer.parseInt(parts[1]);
    }

    private static Map<String, List<String>> headers(HeadReader reader) throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = reader.line(); !line.isEmpty(); line = reader.line()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IOException("garbled header");
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private static byte[] body(HeadReader reader, InputStream in, Map<String, List<String>> headers, int limit)
            throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            return chunks(reader, in, limit);
        }
        List<String> lengths = headers.get("content-length");
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (lengths == null) {
            copyToEnd(in, body, limit);
        } else {
            copyExactly(in, body, number(lengths.get(0), 10), limit);
        }
        return body.toByteArray();
    }

    private static byte[] chunks(HeadReader reader, InputStream in, int limit) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = reader.line().split(";", 2)[0].strip();
            long length = number(size, 16);
            if (length == 0) {
                headers(reader);
                return body.toByteArray();
            }
            copyExactly(in, body, length, limit);
            if (!reader.line().isEmpty()) {
                throw new IOException("garbled chunk");
            }
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            return Long.parseUnsignedLong(text, radix) & Long.MAX_VALUE;
        } catch (NumberFormatException garbled) {
            throw new IOException("garbled length", garbled);
        }
    }

    private static void copyExactly(InputStream in, ByteArrayOutputStream body, long length, int limit)
            throws IOException {
        if (length > limit - body.size()) {
            throw new TooLong();
        }
        byte[] bytes = in.readNBytes((int) length);
        if (bytes.length < length) {
            throw new EOFException("the answer ends too early");
        }
        body.writeBytes(bytes);
    }

    private static void copyToEnd(InputStream in, ByteArrayOutputStream body, int limit) throws IOException {
        byte[] bytes = in.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new TooLong();
        }
        body.writeBytes(bytes);
    }

    private static final class TooLong extends IOException {}

    /** Reads lines byte by byte, so that it never takes a byte of the body; heads are short. */
    private static final class HeadReader {
        private final InputStream in;
        private int left = LONGEST_HEAD;

        HeadReader(InputStream in) {
            this.in = in;
        }

        String line() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream(128);
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new EOFException("the answer ends too early");
                }
                if (--left < 0) {
                    throw new IOException("the answer's head is too long");
                }
                line.write(next);
            }
            String text = line.toString(StandardCharsets.ISO_8859_1);
            return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        }
    }
}
