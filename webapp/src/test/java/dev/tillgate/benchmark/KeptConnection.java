package dev.tillgate.benchmark;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** One kept connection to a server that is known to behave: just enough HTTP/1.1 to cost next to nothing. */
final class KeptConnection implements AutoCloseable {
    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[16_384];
    private int filled;
    private int bodyStart;
    private int bodyLength;

    KeptConnection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /** Sends a whole request and reads the whole answer; answers its status. */
    int send(byte[] request) throws IOException {
        out.write(request);
        filled = 0;
        int end = -1;
        while (end < 0) {
            int from = Math.max(0, filled - 3);
            fill();
            end = endOfHead(from);
        }
        bodyStart = end;
        bodyLength = contentLength(end);
        while (filled < bodyStart + bodyLength) {
            fill();
        }
        return (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
    }

    /** The body of the last answer. */
    String body() {
        return new String(buffer, bodyStart, bodyLength, StandardCharsets.UTF_8);
    }

    private void fill() throws IOException {
        if (filled == buffer.length) {
            buffer = java.util.Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        if (read < 0) {
            throw new EOFException("the server ended the connection");
        }
        filled += read;
    }

    private int endOfHead(int from) {
        for (int i = from; i + 3 < filled; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private int contentLength(int end) throws IOException {
        for (int line = 0; line < end; line++) {
            if ((line == 0 || buffer[line - 1] == '\n') && startsWithLength(line)) {
                int value = 0;
                for (int i = line + LENGTH.length; buffer[i] != '\r'; i++) {
                    value = buffer[i] == ' ' ? value : value * 10 + buffer[i] - '0';
                }
                return value;
            }
        }
        throw new IOException("an answer without Content-Length");
    }

    private boolean startsWithLength(int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            if (Character.toLowerCase(buffer[at + i]) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
