package dev.tillgate.webapp.crash;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.webapp.SampleShops.Shop;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Shops that keep buying whatever happens. */
final class CrashLoad {
    private static final List<String> INSTRUMENTS = List.of(
            "tok_visa",
            "tok_visa",
            "tok_visa",
            "tok_visa",
            "tok_declined_insufficient_funds",
            "tok_pending_then_approved",
            "tok_pending_then_declined",
            "tok_out_of_order",
            "tok_answers_twice",
            "tok_silent",
            "tok_answers_late",
            "tok_error_after_charging",
            "tok_refunds_later",
            "tok_refunds_fail");

    private final PatientCaller caller;
    private final Crowd crowd = new Crowd();
    private final AtomicInteger refunds = new AtomicInteger();

    CrashLoad(String gateway, Shop shop) {
        this.caller = new PatientCaller(gateway, shop);
    }

    /** Begins an order at this interval. */
    void start(Duration interval, long seed) {
        crowd.start(interval, seed, (number, random) -> buy("o" + number, random));
    }

    /** Lets every buyer finish what it began: no order is left half asked. */
    void finish() throws InterruptedException {
        crowd.finish();
        caller.close();
    }

    int orders() {
        return crowd.orders();
    }

    int refunds() {
        return refunds.get();
    }

    /** Requests whose answer never came or was a failure of the machine, so that they were repeated. */
    int lostAnswers() {
        return caller.lostAnswers();
    }

    /** Answers that a careful shop does not expect. */
    List<String> surprises() {
        return Stream.concat(caller.surprises().stream(), crowd.broken().stream())
                .toList();
    }

    private void buy(String order, Random random) {
        String instrument = INSTRUMENTS.get(random.nextInt(INSTRUMENTS.size()));
        long minor = 100 + random.nextInt(100_000);
        String body = """
                {"order":"%s","amount":"%d.%02d","currency":"EUR","pay":{"method":"card","instrument":"%s"}}""".formatted(order, minor / 100, minor % 100, instrument);
        JsonNode payment = caller.post("/api/v1/payments", body, "order-" + order);
        String id = payment.path("id").asText();
        if (payment.path("status").asText().equals("open") && random.nextInt(3) == 0) {
            tryAgain(id, order);
        } else if (payment.path("status").asText().equals("paid") && random.nextInt(3) == 0) {
            refund(id, order, minor, random);
        }
    }

    /** Pays the same order once more, which is refused while the first attempt is in doubt. */
    private void tryAgain(String payment, String order) {
        caller.post("/api/v1/payments/" + payment + "/attempts", """
                {"method":"card","instrument":"tok_visa"}""", "again-" + order);
    }

    private void refund(String payment, String order, long minor, Random random) {
        long part = random.nextBoolean() ? minor : minor / 2;
        String amount = """
                {"amount":"%d.%02d","currency":"EUR"}""".formatted(part / 100, part % 100);
        caller.post("/api/v1/payments/" + payment + "/refunds", amount, "refund-" + order);
        refunds.incrementAndGet();
    }
}
