package dev.tillgate.webapp.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.tillgate.webapp.GatewayUnderTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Events of a payment as they happen, and again for who comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamApiTest {
    private final GatewayUnderTest gateway = GatewayUnderTest.start();
    private final ApiCaller shop = ApiCaller.of(gateway, gateway.newShop());

    @AfterAll
    void stop() {
        gateway.close();
    }

    @Test
    void events_arrive_as_they_happen_and_none_is_missed_by_who_comes_back() throws Exception {
        String id = shop.newPayment("");
        try (Stream stream = new Stream(shop, id, "")) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(stream.lines).contains("event: payment.created"));
            shop.post("/api/v1/payments/" + id + "/attempts", "{\"method\": \"card\", \"instrument\": \"tok_visa\"}")
                    .then()
                    .statusCode(201);
            await().atMost(Duration.ofSeconds(5)).until(() -> stream.names().contains("payment.paid"));
            assertThat(stream.ids()).isSorted().doesNotHaveDuplicates();
        }
        try (Stream again = new Stream(shop, id, "1")) {
            await().atMost(Duration.ofSeconds(20)).until(() -> again.names().contains("payment.paid"));
            assertThat(again.names()).doesNotContain("payment.created");
        }
    }

    @Test
    void a_last_event_id_that_is_none_is_refused() {
        String id = shop.newPayment("");
        shop.request()
                .header("Last-Event-ID", "yesterday")
                .get("/api/v1/payments/" + id + "/events/stream")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("Last-Event-ID"));
    }

    @Test
    void one_client_may_open_only_so_many() throws Exception {
        // A client of its own: streams whose reader is gone are only noticed at the next sign of life.
        ApiCaller greedy = ApiCaller.of(gateway, gateway.newShop());
        String id = greedy.newPayment("");
        List<Stream> open = new CopyOnWriteArrayList<>();
        try {
            int status = 200;
            while (status == 200 && open.size() <= 100) {
                Stream stream = new Stream(greedy, id, "");
                open.add(stream);
                status = stream.status();
            }
            assertThat(status).isEqualTo(429);
            assertThat(open).hasSizeGreaterThan(90);
            greedy.get("/api/v1/payments/" + id).then().statusCode(200);
        } finally {
            for (Stream stream : open) {
                stream.close();
            }
        }
    }

    /** Reads a stream on a thread of its own, over a plain socket: that can be closed at any moment. */
    private final class Stream implements AutoCloseable {
        private final Socket socket;
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Stream(ApiCaller caller, String payment, String lastEventId) throws IOException {
            socket = new Socket(gateway.url().getHost(), gateway.url().getPort());
            String seen = lastEventId.isEmpty() ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
            socket.getOutputStream()
                    .write(("GET /api/v1/payments/" + payment + "/events/stream HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Authorization: Bearer " + caller.token() + "\r\n" + seen + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Thread.ofVirtual().start(this::read);
        }

        int status() {
            await().atMost(Duration.ofSeconds(20)).until(() -> !lines.isEmpty());
            return Integer.parseInt(lines.get(0).split(" ")[1]);
        }

        List<String> names() {
            return values("event: ");
        }

        List<Integer> ids() {
            return values("id: ").stream().map(Integer::valueOf).toList();
        }

        private List<String> values(String prefix) {
            return lines.stream()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .toList();
        }

        private void read() {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException closed) {
                lines.add("closed");
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
