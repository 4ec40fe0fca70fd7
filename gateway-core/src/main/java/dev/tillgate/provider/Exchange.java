package dev.tillgate.provider;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The one way out to a provider. The core owns it: time limits, TLS, size limits, a scrubbed transcript, metrics and
 * circuit breaking are the same for all.
 */
public interface Exchange {
    /**
     * Sends and waits for the whole answer.
     *
     * @throws NotSentException when surely nothing reached the provider
     * @throws IOException when anything else went wrong: it may have arrived
     */
    Answer send(Ask ask) throws IOException;

    /**
     * A request.
     *
     * @param headers in sending order; values of credentials are scrubbed from the transcript
     * @param body raw bytes, empty for none
     */
    record Ask(String method, String url, Map<String, String> headers, byte[] body) {
        public static Ask get(String url, Map<String, String> headers) {
            return new Ask("GET", url, headers, new byte[0]);
        }

        public static Ask post(String url, Map<String, String> headers, byte[] body) {
            return new Ask("POST", url, headers, body);
        }

        /** Without headers and body: they hold credentials. */
        @Override
        public String toString() {
            int query = url.indexOf('?');
            return method + " " + (query < 0 ? url : url.substring(0, query));
        }
    }

    /** An answer with a status, whatever it is. Header names are lower case. */
    record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        /** The first value of the header, or null. */
        public @Nullable String header(String name) {
            List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
            return values == null || values.isEmpty() ? null : values.get(0);
        }
    }
}
