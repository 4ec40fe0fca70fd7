package dev.tillgate.callback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.callback.CallbackWire.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PressureTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | 120",
                "0 | 1",
                "999999999 | 3600",
                "Mon, 23 Nov 2026 10:05:00 GMT | 300",
                "Mon, 23 Nov 2026 09:00:00 GMT | 1",
                "Tue, 24 Nov 2026 10:00:00 GMT | 3600"
            })
    void aWishIsKeptWithinAnHour(String retryAfter, long seconds) {
        assertThat(Pressure.of(new Reply(429, null, retryAfter), NOW).pause()).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-5", "1e9", "99999999999999999999", "Mon, 99 Nov 2026 10:05:00 GMT"})
    void anUnreadableWishIsNone(String retryAfter) {
        assertThat(Pressure.of(new Reply(429, null, retryAfter), NOW)).isEqualTo(new Pressure(true, Optional.empty()));
    }

    @Test
    void onlyOverloadSlowsDown() {
        for (int status : new int[] {200, 302, 400, 404, 410, 500, 503}) {
            assertThat(Pressure.of(new Reply(status, null, "120"), NOW).slowsDown())
                    .as("%d", status)
                    .isFalse();
        }
        assertThat(Pressure.of(new Reply(null, "no connection", null), NOW).slowsDown())
                .isFalse();
    }
}
