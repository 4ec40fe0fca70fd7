package dev.tillgate.provider.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** The other side of a connection, byte by byte. */
final class Peer implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger connections = new AtomicInteger();

    private Peer(ServerSocket socket) {
        this.socket = socket;
    }

    /** What it does with a connection after the request's head was read. */
    @FunctionalInterface
    interface Behavior {
        void with(Socket connection, String head) throws IOException, InterruptedException;
    }

    static Peer doing(Behavior behavior) throws IOException {
        return doing(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), behavior);
    }

    static Peer doing(ServerSocket socket, Behavior behavior) {
        Peer peer = new Peer(socket);
        Thread.startVirtualThread(() -> peer.accept(behavior));
        return peer;
    }

    /** Sends these bytes and closes. */
    static Peer answering(String bytes) throws IOException {
        return doing((connection, head) -> {
            connection.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
            connection.getOutputStream().flush();
        });
    }

    private void accept(Behavior behavior) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.incrementAndGet();
                Thread.startVirtualThread(() -> serve(connection, behavior));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void serve(Socket connection, Behavior behavior) {
        try (connection) {
            behavior.with(connection, head(connection.getInputStream()));
        } catch (IOException gone) {
            // The client gave up: that is what some tests are about.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    int port() {
        return socket.getLocalPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/v1/things?token=s3cret";
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
