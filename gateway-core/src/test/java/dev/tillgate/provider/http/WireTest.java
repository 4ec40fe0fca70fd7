package dev.tillgate.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.NotSentException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways out, on real connections: what is surely not sent is told from what may have arrived. */
class WireTest {
    private static final HttpLimits LIMITS =
            new HttpLimits(Duration.ofMillis(700), Duration.ofMillis(1_500), 10_000, true);
    private static final HttpExchange POOLED = new HttpExchange(LIMITS);
    private static final PinnedExchange PINNED = new PinnedExchange(LIMITS, AddressRule.any());

    static Stream<Exchange> wires() {
        return Stream.of(POOLED, PINNED);
    }

    @AfterAll
    static void close() {
        POOLED.close();
        PINNED.close();
    }

    private static Ask ask(String url) {
        return Ask.post(
                url,
                Map.of("Content-Type", "application/json", "Authorization", "Bearer k"),
                "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static void mayHaveArrived(Exchange wire, String url) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> wire.send(ask(url)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(NotSentException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    }

    private static void isNotSent(Exchange wire, String url) {
        assertThatThrownBy(() -> wire.send(ask(url))).isInstanceOf(NotSentException.class);
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("wires")
    void sendsTheRequestAsItIsAndReadsTheAnswer(Exchange wire) throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (Peer peer = Peer.doing((connection, head) -> {
            heads.add(head);
            connection.getInputStream().readNBytes(2);
            connection
                    .getOutputStream()
                    .write("HTTP/1.1 201 Created\r\nX-Id: 7\r\nContent-Length: 4\r\n\r\n\u00e9\u00e9"
                            .getBytes(StandardCharsets.UTF_8));
        })) {
            Answer answer = wire.send(ask(peer.url()));
            assertThat(answer.status()).isEqualTo(201);
            assertThat(answer.header("X-ID")).isEqualTo("7");
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo("\u00e9\u00e9");
            assertThat(heads.take())
                    .startsWith("POST /v1/things?token=s3cret HTTP/1.1\r\n")
                    .contains("Authorization: Bearer k")
                    .contains("Content-Length: 2")
                    .contains("Host: 127.0.0.1:" + peer.port());
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("wires")
    void readsChunksAndBodiesWithoutALength(Exchange wire) throws Exception {
        try (Peer chunks = Peer.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
                Peer untilEnd = Peer.answering("HTTP/1.1 200 OK\r\n\r\nabcde");
                Peer none = Peer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(wire.send(ask(chunks.url())).body()).isEqualTo("abcde".getBytes(StandardCharsets.UTF_8));
            assertThat(wire.send(ask(untilEnd.url())).body()).isEqualTo("abcde".getBytes(StandardCharsets.UTF_8));
            assertThat(wire.send(ask(none.url())).body()).isEmpty();
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("wires")
    void aRedirectIsAnAnswerAndNotFollowed(Exchange wire) throws Exception {
        try (Peer target = Peer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                Peer peer = Peer.answering(
                        "HTTP/1.1 302 Found\r\nLocation: " + target.url() + "\r\nContent-Length: 0\r\n\r\n")) {
            assertThat(wire.send(ask(peer.url())).status()).isEqualTo(302);
            assertThat(target.connections()).isZero();
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("wires")
    void nobodyThereIsNotSent(Exchange wire) throws Exception {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closedPort = socket.getLocalPort();
        }
        isNotSent(wire, "http://127.0.0.1:" + closedPort + "/");
        isNotSent(wire, "http://no-such-host.invalid/");
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("wires")
    void aConnectionThatDoesNotComeUpIsNotSent(Exchange wire) throws Exception {
        // A full queue of connections nobody accepts: the system drops further ones, as a firewall would.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Socket socket = new Socket();
                waiting.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 200);
                } catch (IOException queueIsFull) {
                    break;
                }
            }
            isNotSent(wire, "http://127.0.0.1:" + full.getLocalPort() + "/");
            for (Socket socket : waiting) {
                socket.close();
            }
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("wires")
    void whatCannotBeSentAsItIsIsNotSent(Exchange wire) {
        isNotSent(wire, "not a url");
        isNotSent(wire, "ftp://127.0.0.1/");
        isNotSent(wire, "http:///path");
        Ask twoLines = Ask.get("http://127.0.0.1:1/", Map.of("X-Name", "a\r\nX-Other: b"));
        assertThatThrownBy(() -> wire.send(twoLines)).isInstanceOf(NotSentException.class);
    }

    @Test
    void afterTheEndNothingIsSent() throws Exception {
        try (Peer peer = Peer.answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) {
            HttpExchange pooled = new HttpExchange(LIMITS);
            PinnedExchange pinned = new PinnedExchange(LIMITS, AddressRule.any());
            pooled.close();
            pinned.close();
            isNotSent(pooled, peer.url());
            isNotSent(pinned, peer.url());
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("wires")
    void anEndWithoutAWholeAnswerMayHaveArrived(Exchange wire) throws Exception {
        List<String> endings = List.of(
                "",
                "HTTP/1.1 200",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: ten\r\n\r\nabc");
        for (String ending : endings) {
            try (Peer peer = Peer.answering(ending)) {
                mayHaveArrived(wire, peer.url());
            }
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("wires")
    void noAnswerInTimeMayHaveArrived(Exchange wire) throws Exception {
        try (Peer silent = Peer.doing((connection, head) -> Thread.sleep(20_000));
                Peer slow = Peer.doing((connection, head) -> {
                    byte[] start = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.UTF_8);
                    connection.getOutputStream().write(start);
                    for (int i = 0; i < 1_000; i++) {
                        connection.getOutputStream().write('a');
                        connection.getOutputStream().flush();
                        Thread.sleep(100);
                    }
                })) {
            mayHaveArrived(wire, silent.url());
            mayHaveArrived(wire, slow.url());
        }
    }

    @ParameterizedTest(autoCloseArguments = false)
    @MethodSource("wires")
    void anEndlessAnswerIsNoAnswer(Exchange wire) throws Exception {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 10001\r\n\r\n";
        try (Peer long1 = Peer.answering(head + "a".repeat(10_001));
                Peer endless = Peer.doing((connection, request) -> {
                    connection.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                    byte[] block = new byte[8_192];
                    while (true) {
                        connection.getOutputStream().write(block);
                    }
                });
                Peer exact = Peer.answering("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n" + "a".repeat(10_000))) {
            mayHaveArrived(wire, long1.url());
            mayHaveArrived(wire, endless.url());
            assertThat(wire.send(ask(exact.url())).body()).hasSize(10_000);
        }
    }
}
