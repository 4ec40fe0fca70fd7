package dev.tillgate.provider.http;

import java.time.Duration;

/**
 * How long and how much an exchange waits for.
 *
 * @param connect for the connection to stand; when it is up, surely nothing was sent
 * @param answer for the whole answer, connecting included
 * @param answerBytes the longest body that is read; a longer one is no answer at all
 * @param plainHttp whether {@code http://} is allowed, for development on one machine
 */
public record HttpLimits(Duration connect, Duration answer, int answerBytes, boolean plainHttp) {
    /** For calls to providers: short enough for a waiting buyer, long enough for a bank. */
    public static HttpLimits forProviders() {
        return new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), 1 << 20, false);
    }

    /** For callbacks to shops, whose answers say nothing but their status. */
    public static HttpLimits forCallbacks() {
        return new HttpLimits(Duration.ofSeconds(5), Duration.ofSeconds(15), 1 << 14, false);
    }

    public HttpLimits withPlainHttp(boolean allowed) {
        return new HttpLimits(connect, answer, answerBytes, allowed);
    }

    public HttpLimits withAnswer(Duration limit) {
        return new HttpLimits(connect, limit, answerBytes, plainHttp);
    }
}
