package dev.tillgate.provider.stripe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Multipart;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends one account's requests. */
final class StripeWire {
    private static final String FORM = "application/x-www-form-urlencoded;charset=UTF-8";

    private final String address;
    private final String filesAddress;
    private final String secretKey;
    private final boolean live;
    private final boolean practices;
    private final Exchange exchange;

    StripeWire(Settings settings, Exchange exchange) {
        String mode = settings.get(Stripe.MODE);
        this.live = mode.equals(Stripe.LIVE);
        this.practices = mode.equals(Stripe.PRACTICE);
        String url = practices ? settings.get(Stripe.PRACTICE_URL) : Stripe.HOST;
        this.address = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.filesAddress = practices ? address : Stripe.FILES_HOST;
        this.secretKey = settings.get(Stripe.SECRET_KEY);
        this.exchange = exchange;
    }

    /** Whether answers must be about real money. */
    boolean live() {
        return live;
    }

    Reply get(String path, StripeForm query) throws IOException {
        String encoded = query.encoded();
        String url = address + path + (encoded.isEmpty() ? "" : "?" + encoded);
        return new Reply(exchange.send(Ask.get(url, headers())));
    }

    /** @param notifyUrl where a practicing account wants its notifications, or null */
    Reply post(String path, String key, StripeForm form, @Nullable String notifyUrl) throws IOException {
        Map<String, String> headers = headers();
        headers.put("Content-Type", FORM);
        headers.put("Idempotency-Key", key);
        if (practices && notifyUrl != null) {
            headers.put(Stripe.PRACTICE_NOTIFY_HEADER, notifyUrl);
        }
        return new Reply(exchange.send(Ask.post(address + path, headers, form.bytes())));
    }

    Reply delete(String path) throws IOException {
        return new Reply(exchange.send(new Ask("DELETE", address + path, headers(), new byte[0])));
    }

    /** Hands a file over, which has a host of its own. */
    Reply upload(String key, Multipart form) throws IOException {
        Map<String, String> headers = headers();
        headers.put("Content-Type", form.contentType());
        headers.put("Idempotency-Key", key);
        return new Reply(exchange.send(Ask.post(filesAddress + "/v1/files", headers, form.bytes())));
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + secretKey);
        headers.put("Stripe-Version", Stripe.API_VERSION);
        return headers;
    }

    /** An answer, as far as it can be read. */
    static final class Reply {
        private final int status;
        private final boolean replayed;
        private final String text;
        private final @Nullable JsonNode body;

        Reply(Answer answer) {
            this.status = answer.status();
            this.replayed = "true".equals(answer.header("Idempotent-Replayed"));
            this.text = new String(answer.body(), StandardCharsets.UTF_8);
            this.body = StrictJson.object(answer.body());
        }

        /** The object, when the request was carried out; null otherwise. */
        @Nullable
        JsonNode object() {
            return status == 200 ? body : null;
        }

        /** The error, when the answer is a readable one of a refused request; null otherwise. */
        @Nullable
        JsonNode error() {
            JsonNode error = body == null || status < 400 || status >= 500 ? null : body.get("error");
            return error != null && error.isObject() && StrictJson.text(error, "type") != null ? error : null;
        }

        /** Whether this text stands anywhere in the answer. */
        boolean mentions(String id) {
            return text.contains(id);
        }

        /**
         * Whether Stripe repeats the failure of an earlier try with this key, which it does for a day: that try is over,
         * whatever it did. See docs.stripe.com/api/idempotent_requests, checked 2026-11-25.
         */
        boolean repeatsFailure() {
            return status >= 500 && replayed;
        }

        boolean is(int expected) {
            return status == expected;
        }

        /** What an answer without the object says of what was asked for. */
        Outcome trouble() {
            JsonNode error = error();
            String type = error == null ? null : StrictJson.text(error, "type");
            if (error == null || type == null) {
                return new Outcome.Unknown("answer " + status + " says nothing of what happened");
            }
            String code = StrictJson.text(error, "code");
            if (status == 401 || status == 403) {
                return new Outcome.Refused(code == null ? "Stripe does not take this key for this" : code);
            }
            boolean request = type.equals("invalid_request_error") && (status == 400 || status == 404);
            boolean aboutNothingElse = !error.has("payment_intent") && !error.has("charge");
            if (request && (code == null ? aboutNothingElse : StripeErrors.OURS.contains(code))) {
                return new Outcome.Refused(code == null ? "Stripe does not take this request" : code);
            }
            // Also 409 and 429: most likely nothing was done, but an earlier try with this key may be under way.
            return new Outcome.Unknown("error " + status + " " + (code == null ? type : code));
        }

        /** Whether it says that the thing is no longer in the state that the request needs. */
        boolean saysChanged() {
            JsonNode error = error();
            String code = error == null ? null : StrictJson.text(error, "code");
            return status == 400 && code != null && StripeErrors.CHANGED.contains(code);
        }
    }
}
