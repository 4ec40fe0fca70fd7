package dev.tillgate.benchmark;

import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;

/** Sends requests over one kept connection and insists on the status that success has. */
final class ApiWork implements Load.Worker {
    private final KeptConnection connection;
    private final Supplier<byte[]> requests;
    private final int expected;
    private final String mustHold;

    /** @param mustHold what the answer's text must hold, or empty */
    ApiWork(URI gateway, Supplier<byte[]> requests, int expected, String mustHold) throws IOException {
        this.connection = new KeptConnection(gateway);
        this.requests = requests;
        this.expected = expected;
        this.mustHold = mustHold;
    }

    @Override
    public void once() throws IOException {
        int status = connection.send(requests.get());
        if (status != expected || (!mustHold.isEmpty() && !connection.body().contains(mustHold))) {
            throw new IOException("answered " + status + " " + connection.body());
        }
    }

    /** The answer's text. */
    String body() {
        return connection.body();
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
