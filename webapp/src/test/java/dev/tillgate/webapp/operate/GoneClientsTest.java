package dev.tillgate.webapp.operate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.webapp.GatewayUnderTest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of clients that go away before they are answered. */
class GoneClientsTest {
    @Test
    void a_client_that_goes_away_is_no_news_and_a_mistake_of_ours_is() {
        assertThat(new GoneClients().isLoggable(record(new IllegalStateException(new IOException("Broken pipe")))))
                .isFalse();
        assertThat(new GoneClients().isLoggable(record(new IllegalStateException("a mistake"))))
                .isTrue();
        assertThat(new GoneClients().isLoggable(record(null))).isTrue();
    }

    @Test
    void pages_asked_for_and_not_read_leave_no_line_in_the_log() throws IOException {
        List<String> told = new ArrayList<>();
        Handler listener = new Listener(told);
        try (GatewayUnderTest gateway = GatewayUnderTest.start()) {
            Logger.getLogger("").addHandler(listener);
            for (int i = 0; i < 200; i++) {
                try (Socket socket =
                        new Socket(gateway.url().getHost(), gateway.url().getPort())) {
                    // Closed with what was answered unread: the answer's next piece meets a reset.
                    socket.setSoLinger(true, 0);
                    socket.getOutputStream()
                            .write("GET /api/docs HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read();
                }
            }
        } finally {
            Logger.getLogger("").removeHandler(listener);
        }
        assertThat(told).isEmpty();
    }

    private static LogRecord record(@Nullable Throwable thrown) {
        LogRecord record = new LogRecord(java.util.logging.Level.SEVERE, "An I/O error has occurred");
        record.setThrown(thrown);
        return record;
    }

    private static final class Listener extends Handler {
        private final List<String> told;

        Listener(List<String> told) {
            this.told = told;
        }

        @Override
        public void publish(LogRecord record) {
            if (record.getLoggerName().endsWith("ServerRuntime$Responder")) {
                told.add(record.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
