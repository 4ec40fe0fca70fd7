package dev.tillgate.webapp.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** The line to the bank. It can be cut without anybody being told: what is sent into it vanishes. */
final class Line implements AutoCloseable {
    /** What becomes of what is sent. */
    enum State {
        WHOLE,
        /** Requests vanish. */
        REQUESTS_LOST,
        /** Requests arrive, answers vanish. */
        ANSWERS_LOST
    }

    private final ServerSocket entry;
    private final int bankPort;
    private volatile State state = State.WHOLE;

    private Line(ServerSocket entry, int bankPort) {
        this.entry = entry;
        this.bankPort = bankPort;
    }

    static Line to(int bankPort) throws IOException {
        Line line = new Line(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), bankPort);
        Thread.ofVirtual().name("line").start(line::accept);
        return line;
    }

    String url() {
        return "http://127.0.0.1:" + entry.getLocalPort();
    }

    void become(State now) {
        state = now;
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket gateway = entry.accept();
                Socket bank = new Socket(InetAddress.getLoopbackAddress(), bankPort);
                gateway.setTcpNoDelay(true);
                bank.setTcpNoDelay(true);
                Thread.ofVirtual().start(() -> carry(gateway, bank, State.REQUESTS_LOST));
                Thread.ofVirtual().start(() -> carry(bank, gateway, State.ANSWERS_LOST));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void carry(Socket from, Socket to, State losing) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[16_384];
            // A connection that has lost something stays deaf: half a message must never be followed by another's rest.
            boolean deaf = false;
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                deaf |= state == losing;
                if (!deaf) {
                    out.write(piece, 0, length);
                }
            }
        } catch (IOException ended) {
            // One side has hung up; so does the other.
        }
    }

    @Override
    public void close() {
        try {
            entry.close();
        } catch (IOException alreadyClosed) {
            // It is closed, then.
        }
    }
}
