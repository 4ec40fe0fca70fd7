package dev.tillgate.webapp.api;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that no well-behaved HTTP client would send to the end. */
final class RawHttp {
    private RawHttp() {}

    /**
     * Posts blanks as JSON until all are sent or the server has had enough, and answers the status line.
     *
     * @param announced whether the length is told in advance, else the body comes in chunks
     */
    static String post(URI url, String token, int bytes, boolean announced) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            String length = announced ? "Content-Length: " + bytes : "Transfer-Encoding: chunked";
            out.write(("POST " + url.getPath() + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                            + "\r\nIdempotency-Key: large\r\nContent-Type: application/json\r\n" + length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            byte[] blanks = " ".repeat(8192).getBytes(StandardCharsets.US_ASCII);
            try {
                for (int sent = 0; sent < bytes; sent += blanks.length) {
                    if (!announced) {
                        out.write("2000\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                    out.write(blanks);
                    if (!announced) {
                        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                    if (socket.getInputStream().available() > 0) {
                        break;
                    }
                }
            } catch (IOException enough) {
                // The server answered and closed: the answer is what counts.
            }
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
