package dev.tillgate.chat.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
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
            assertThat(envelope.open(java.util.Base64.getEncoder().encodeToString(bytes)))
                    .isEmpty();
        }
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
