package dev.tillgate.benchmark;

import dev.tillgate.payment.PaymentId;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** The requests a shop sends, as bytes. */
final class Purchase {
    private static final AtomicLong NUMBER =
            new AtomicLong(ThreadLocalRandom.current().nextLong(1L << 40) << 20);

    private Purchase() {}

    /** 26 characters of a new id. */
    static String newId() {
        return PaymentId.next().value().substring(PaymentId.PREFIX.length() + 1);
    }

    /** Creates a payment; pays it at once when an instrument is given. */
    static byte[] create(String token, String instrument) {
        String number = Long.toString(NUMBER.getAndIncrement(), 36);
        String pay = instrument.isEmpty() ? "" : ",\"pay\":{\"method\":\"card\",\"instrument\":\"" + instrument + "\"}";
        String body = "{\"order\":\"B-" + number
                + "\",\"amount\":\"48.30\",\"currency\":\"EUR\",\"description\":\"Two teas and a pot\",\"lines\":["
                + "{\"name\":\"Oolong, 100 g\",\"quantity\":2,\"total\":\"18.40\"},"
                + "{\"name\":\"Tea pot, clay\",\"quantity\":1,\"total\":\"29.90\"}],\"buyer\":{\"locale\":\"en\","
                + "\"country\":\"DE\",\"return_url\":\"https://shop.example/orders/" + number + "\"}" + pay + "}";
        return request("POST /api/v1/payments", token, "Idempotency-Key: key-" + number + "\r\n", body);
    }

    /** Creates a payment and tries to pay it with a method. */
    static byte[] start(String token, Party party) {
        String number = Long.toString(NUMBER.getAndIncrement(), 36);
        String instrument = party.instrument().isEmpty() ? "" : ",\"instrument\":\"" + party.instrument() + "\"";
        String body = "{\"order\":\"B-" + number + "\",\"amount\":\"48.30\",\"currency\":\"" + party.currency()
                + "\",\"pay\":{\"method\":\"" + party.method() + "\"" + instrument + "}}";
        return request("POST /api/v1/payments", token, "Idempotency-Key: key-" + number + "\r\n", body);
    }

    /** Reads a payment. */
    static byte[] read(String token, String payment) {
        return request("GET /api/v1/payments/" + payment, token, "", "");
    }

    /** Asks for an access token. */
    static byte[] token(String basicCredentials) {
        String body = "grant_type=client_credentials";
        return ("POST /api/oauth/token HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + basicCredentials
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] request(String line, String token, String header, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String length =
                bytes.length == 0 ? "" : "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n";
        return (line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token + "\r\n" + header + length
                        + "\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }
}
