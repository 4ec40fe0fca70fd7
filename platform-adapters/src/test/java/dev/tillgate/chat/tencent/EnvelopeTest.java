package dev.tillgate.chat.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.tillgate.provider.InboundRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Signatures and envelopes, with the samples that Tencent publishes beside its own code. */
class EnvelopeTest {
    private static final String KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
    private static final String ECHO =
            "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==";
    private static final String MESSAGE =
            "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3"
                    + "QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue"
                    + "06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+"
                    + "BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/u"
                    + "h9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==";

    private final Envelope envelope = new Envelope("QDG6eK", "wx5823bf96d3bd56c7", KEY);

    @Test
    void tencents_sample_of_a_handshake_is_genuine_and_opens() {
        assertThat(envelope.isSigned("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780", ECHO))
                .isTrue();
        assertThat(envelope.open(ECHO)).contains("1616140317555161061");
    }

    @Test
    void tencents_sample_of_a_message_is_genuine_and_opens() {
        assertThat(envelope.isSigned("477715d11cdb4164915debcba66cb864d751f3e6", "1409659813", "1372623149", MESSAGE))
                .isTrue();
        var fields = envelope.open(MESSAGE).flatMap(FlatXml::read).orElseThrow();
        assertThat(fields)
                .containsEntry("FromUserName", "mycreate")
                .containsEntry("MsgType", "text")
                .containsEntry("Content", "hello");
    }

    @Test
    void what_is_changed_is_neither_genuine_nor_opened() {
        assertThat(envelope.isSigned("", "1409659589", "263014780", ECHO)).isFalse();
        assertThat(envelope.isSigned("5C45FF5E21C57E6AD56BAC8758B79B1D9AC89FD3", "1409659589", "263014780", ECHO))
                .isFalse();
        assertThat(new Envelope("QDG6eL", "wx5823bf96d3bd56c7", KEY)
                        .isSigned("5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3", "1409659589", "263014780", ECHO))
                .isFalse();
        assertThat(new Envelope("QDG6eK", "wx0000000000000000", KEY).open(ECHO)).isEmpty();
        assertThat(new Envelope("QDG6eK", "wx5823bf96d3bd56c7", "A".repeat(43)).open(ECHO))
                .isEmpty();
        assertThat(new Envelope("QDG6eK", "wx5823bf96d3bd56c7", null).open(ECHO))
                .isEmpty();
        for (String garbage : new String[] {"", "=", "AAAA", "not base64!", ECHO.substring(4), ECHO + "AAAA"}) {
            assertThat(envelope.open(garbage)).as(garbage).isEmpty();
        }
    }

    @Test
    void every_length_is_filled_up_and_found_again() {
        Seal seal = new Seal("QDG6eK", "wx5823bf96d3bd56c7", KEY);
        for (int length = 0; length < 200; length++) {
            String text = "付a".repeat(length).substring(0, length);
            assertThat(envelope.open(seal.seal(text))).contains(text);
        }
    }

    @Test
    void no_garbage_is_an_accident() {
        Random random = new Random(20261125);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[16 * random.nextInt(12)];
            random.nextBytes(bytes);
            assertThat(envelope.open(Base64.getEncoder().encodeToString(bytes))).isEmpty();
        }
    }

    @Test
    void what_is_sealed_with_the_right_key_and_built_wrongly_is_refused() {
        Seal seal = new Seal("QDG6eK", "wx5823bf96d3bd56c7", KEY);
        byte[] good = built(2, 8);
        assertThat(envelope.open(seal.encrypted(good))).contains("hi");
        for (int length : new int[] {-1, Integer.MIN_VALUE, 3, 21, 29, 44, 48, Integer.MAX_VALUE}) {
            assertThat(envelope.open(seal.encrypted(built(length, 8))))
                    .as("length %d", length)
                    .isEmpty();
        }
        for (int filling : new int[] {0, -1, 7, 9, 33, 48, 127}) {
            assertThat(envelope.open(seal.encrypted(built(2, filling))))
                    .as("filled with %d", filling)
                    .isEmpty();
        }
        byte[] uneven = good.clone();
        uneven[41] = 1;
        assertThat(envelope.open(seal.encrypted(uneven))).isEmpty();
    }

    /** 48 bytes: the text is "hi", and eight are added. */
    private static byte[] built(int length, int filling) {
        byte[] plain = ByteBuffer.allocate(48)
                .put(new byte[16])
                .putInt(length)
                .put("hiwx5823bf96d3bd56c7".getBytes(StandardCharsets.US_ASCII))
                .array();
        Arrays.fill(plain, 40, 48, (byte) filling);
        return plain;
    }

    @Test
    void a_plus_sign_in_a_query_is_a_plus_sign_escaped_or_not() {
        Callback callback = new Callback(new InboundRequest(
                "GET", "/hook", "echostr=a+b%2Bc/%3D=&nonce&=x&bad=%zz", Map.of(), new byte[0], Instant.now()));
        assertThat(callback.get("echostr")).isEqualTo("a+b+c/==");
        assertThat(callback.get("nonce")).isEmpty();
        assertThat(callback.get("bad")).isEmpty();
        assertThat(callback.isYoung()).isFalse();
    }

    @Test
    void a_document_type_is_refused_whatever_it_says_and_nothing_is_fetched_for_it() throws IOException {
        AtomicInteger fetched = new AtomicInteger();
        HttpServer elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        elsewhere.createContext("/", exchange -> {
            fetched.incrementAndGet();
            exchange.close();
        });
        elsewhere.start();
        try {
            String url = "http://127.0.0.1:" + elsewhere.getAddress().getPort() + "/x";
            for (String type : List.of(
                    "<!DOCTYPE xml>",
                    "<!DOCTYPE xml SYSTEM \"" + url + "\">",
                    "<!DOCTYPE xml [<!ENTITY % p SYSTEM \"" + url + "\"> %p;]>",
                    "<!DOCTYPE xml [<!ENTITY a SYSTEM \"" + url + "\">]>",
                    "<!DOCTYPE xml [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>")) {
                assertThat(FlatXml.read(type + "<xml><Content>hello</Content></xml>"))
                        .as(type)
                        .isEmpty();
            }
            assertThat(FlatXml.read("<xml><Content>&a;</Content></xml>")).isEmpty();
            assertThat(fetched).hasValue(0);
        } finally {
            elsewhere.stop(0);
        }
        assertThat(FlatXml.read("<xml><Content><![CDATA[<!DOCTYPE x>]]></Content><A><B>b</B></A></xml>"))
                .hasValueSatisfying(fields -> assertThat(fields)
                        .containsEntry("Content", "<!DOCTYPE x>")
                        .doesNotContainKey("B"));
    }

    @Test
    void texts_are_cut_in_bytes_and_never_within_a_character() {
        assertThat(Utf8.cut("abc", 3)).isEqualTo("abc");
        assertThat(Utf8.cut("abcdef", 5)).isEqualTo("ab…");
        assertThat(Utf8.cut("付款码", 8)).isEqualTo("付…");
        assertThat(Utf8.cut("👍🏽👍🏽", 12)).isEqualTo("👍🏽…");
        assertThat(Utf8.fitting("é付", 4)).isEqualTo(1);
    }
}
