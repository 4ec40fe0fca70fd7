package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Outcome.PayerMust;
import dev.tillgate.provider.Outcome.Unknown;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.paypal.PayPalHouse.Started;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.NoticeFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The other side behaves as PayPal does, and badly when it is told to. */
class PayPalSimulatorTest {
    private final PayPalHouse house = new PayPalHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.Kind.class,
            names = {"LOSE_BEFORE", "LOSE_AFTER", "ERROR_BEFORE", "ERROR_AFTER", "TRUNCATE", "GARBLE", "HTML", "EMPTY"})
    void everyTroubleWithACompletionEndsPaidOnce(Fault.Kind kind) {
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.choose(started, "PAY");
        house.faults.on(request -> request.path().endsWith("/capture"), Fault.of(kind));
        Outcome first = house.complete(started);
        // What PayPal took is found in the order even where its answer is no answer.
        assertThat(first).isInstanceOfAny(Unknown.class, Done.class);
        Outcome then = house.query(started);
        if (then instanceof Outcome.Approved) {
            then = house.complete(started);
        }
        assertThat(then).isInstanceOf(Done.class);
        assertThat(house.truth(started).captured()).isEqualTo(PayPalHouse.AMOUNT);
    }

    @Test
    void aRequestThatArrivesLateIsCarriedOutOnce() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.choose(started, "PAY");
        house.faults.on(request -> request.path().endsWith("/capture"), Fault.of(Fault.Kind.ARRIVE_LATE));
        assertThat(house.complete(started)).isInstanceOf(Unknown.class);
        Awaitility.await().until(() -> house.query(started) instanceof Done);
        assertThat(house.complete(started)).isInstanceOf(Done.class);
        assertThat(house.truth(started).captured()).isEqualTo(PayPalHouse.AMOUNT);
    }

    @Test
    void tooManyRequestsIsNotSentAndSaysWhenToComeBack() throws IOException {
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.faults.on(request -> request.path().endsWith("/orders"), Fault.of(Fault.Kind.RATE_LIMIT));
        assertThat(PayPalHouse.outcome(
                        () -> house.provider.start(started.query().request())))
                .isEqualTo(new NotSent("RATE_LIMIT_REACHED"));
        house.faults.on(request -> request.path().contains("/v2/"), Fault.of(Fault.Kind.RATE_LIMIT));
        assertThat(send("GET", "/v2/checkout/orders/" + started.order(), "", Map.of())
                        .header("Retry-After"))
                .isEqualTo("1");
    }

    @Test
    void theKeyOfAnOrderIsForgottenAfterSixHoursAndThatOfARefundAfterDays() throws IOException {
        String body =
                "{\"intent\":\"CAPTURE\",\"purchase_units\":[{\"amount\":{\"currency_code\":\"EUR\",\"value\":\"1.00\"}}]}";
        String first = id(send("POST", "/v2/checkout/orders", body, Map.of("PayPal-Request-Id", "k1")));
        Answer again = send("POST", "/v2/checkout/orders", body, Map.of("PayPal-Request-Id", "k1"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(id(again)).isEqualTo(first);
        house.clock.move(Duration.ofHours(6).plusSeconds(1));
        assertThat(id(send("POST", "/v2/checkout/orders", body, Map.of("PayPal-Request-Id", "k1"))))
                .isNotEqualTo(first);
        assertThat(id(send("POST", "/v2/checkout/orders", body, Map.of())))
                .isNotEqualTo(id(send("POST", "/v2/checkout/orders", body, Map.of())));

        Started paid = house.paid(CaptureMode.AUTOMATIC);
        String capture = Objects.requireNonNull(
                house.simulator.newest("shop", paid.attempt().value(), false));
        String refund = "{\"amount\":{\"currency_code\":\"EUR\",\"value\":\"1.00\"}}";
        String path = "/v2/payments/captures/" + capture + "/refund";
        String one = id(send("POST", path, refund, Map.of("PayPal-Request-Id", "r1")));
        house.clock.move(Duration.ofDays(44));
        assertThat(id(send("POST", path, refund, Map.of("PayPal-Request-Id", "r1"))))
                .isEqualTo(one);
        house.clock.move(Duration.ofDays(2));
        assertThat(id(send("POST", path, refund, Map.of("PayPal-Request-Id", "r1"))))
                .isNotEqualTo(one);
    }

    @Test
    void anOrderThatNobodyAgreesToIsGoneAfterThreeHours() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        Started paid = house.paid(CaptureMode.AUTOMATIC);
        house.clock.move(Duration.ofHours(3).plusSeconds(1));
        assertThat(house.query(started)).isInstanceOf(Unknown.class);
        house.choose(started, "PAY");
        assertThat(house.query(started)).isInstanceOf(Unknown.class);
        assertThat(house.query(paid)).isInstanceOf(Done.class);
    }

    @Test
    void aNegativeTestIsAnsweredWithItsCode() throws IOException {
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.choose(started, "PAY");
        Map<String, String> mock =
                Map.of("PayPal-Mock-Response", "{\"mock_application_codes\":\"INSTRUMENT_DECLINED\"}");
        Answer answer = send("POST", "/v2/checkout/orders/" + started.order() + "/capture", "", mock);
        assertThat(answer.status()).isEqualTo(422);
        assertThat(PayPalReading.code(answer)).isEqualTo("INSTRUMENT_DECLINED");
        Map<String, String> broken =
                Map.of("PayPal-Mock-Response", "{\"mock_application_codes\":\"INTERNAL_SERVER_ERROR\"}");
        assertThat(send("GET", "/v2/checkout/orders/" + started.order(), "", broken)
                        .status())
                .isEqualTo(500);
        assertThat(house.query(started)).isInstanceOf(Outcome.Approved.class);
    }

    @Test
    void whatIsWrongWithAnOrderIsSaidInPayPalsWords() throws IOException {
        Map<String, String> wrong = new LinkedHashMap<>();
        wrong.put("{", "MALFORMED_REQUEST_JSON");
        wrong.put("{\"purchase_units\":[]}", "MISSING_REQUIRED_PARAMETER");
        wrong.put(order("XXX", "1.00"), "INVALID_CURRENCY_CODE");
        wrong.put(order("EUR", "1.001"), "DECIMAL_PRECISION");
        wrong.put(order("HUF", "1.50"), "DECIMAL_PRECISION");
        wrong.put(order("EUR", "0.00"), "CANNOT_BE_ZERO_OR_NEGATIVE");
        wrong.put(order("EUR", "one"), "INVALID_PARAMETER_SYNTAX");
        for (Map.Entry<String, String> one : wrong.entrySet()) {
            Answer answer = send("POST", "/v2/checkout/orders", one.getKey(), Map.of("PayPal-Request-Id", "k"));
            assertThat(PayPalReading.code(answer)).as(one.getKey()).isEqualTo(one.getValue());
        }
        String paypal = order("EUR", "1.00").replace("{\"intent\"", "{\"payment_source\":{\"paypal\":{}},\"intent\"");
        assertThat(PayPalReading.code(send("POST", "/v2/checkout/orders", paypal, Map.of())))
                .isEqualTo("PAYPAL_REQUEST_ID_REQUIRED");
        assertThat(send("POST", "/v2/checkout/orders", paypal, Map.of("Content-Type", "text/plain"))
                        .status())
                .isEqualTo(415);
    }

    private static String order(String currency, String value) {
        return "{\"intent\":\"CAPTURE\",\"purchase_units\":[{\"amount\":{\"currency_code\":\"%s\",\"value\":\"%s\"}}]}"
                .formatted(currency, value);
    }

    @Test
    void theBookSurvivesARestart(@TempDir Path folder) {
        Started paid;
        Started waiting;
        OperationRequest refund;
        try (PayPalHouse before = new PayPalHouse(folder)) {
            paid = before.paid(CaptureMode.AUTOMATIC);
            waiting = before.start(CaptureMode.AUTOMATIC);
            refund = before.operation(OperationKind.REFUND, paid, PayPalHouse.AMOUNT);
            assertThat(before.send(refund)).isInstanceOf(Done.class);
        }
        try (PayPalHouse after = new PayPalHouse(folder)) {
            assertThat(after.query(paid)).isInstanceOf(Done.class);
            assertThat(after.query(waiting)).isInstanceOf(PayerMust.class);
            assertThat(after.send(refund)).isInstanceOf(Done.class);
            ChargeQuery blind = new ChargeQuery(waiting.query().request(), null);
            assertThat(PayPalHouse.outcome(() -> after.provider.query(blind)))
                    .isInstanceOfSatisfying(
                            PayerMust.class, must -> assertThat(must.ref()).isEqualTo(waiting.order()));
        }
    }

    @Test
    void accountsAreTheSameForTheSameSecretAndStrangersAreTurnedAway() throws IOException {
        try (PayPalHouse other = new PayPalHouse()) {
            assertThat(other.simulator.account("shop")).isEqualTo(house.simulator.account("shop"));
        }
        assertThat(house.simulator.account("a")).isNotEqualTo(house.simulator.account("b"));
        Answer stranger = house.wire.real(
                Ask.get(PayPalHouse.URL + "/v2/checkout/orders/X", Map.of("Authorization", "Bearer x")));
        assertThat(stranger.status()).isEqualTo(401);
        Started mine = house.start(CaptureMode.AUTOMATIC);
        PayPalProvider theirs = new PayPalProvider(house.simulator.account("other"), house.wire, house.clock);
        assertThat(PayPalHouse.outcome(() -> theirs.query(mine.query()))).isInstanceOf(Unknown.class);
    }

    @Test
    void notificationsComeTwiceLateOrNeverAsPlanned() {
        house.faults.nextNotice(NoticeFault.TWICE);
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.choose(started, "PAY");
        Awaitility.await().until(() -> house.notices.size() == 2);
        assertThat(house.notices.get(0).body()).isEqualTo(house.notices.get(1).body());
        house.faults.nextNotice(NoticeFault.NONE);
        house.complete(started);
        Started next = house.start(CaptureMode.AUTOMATIC);
        house.choose(next, "PAY");
        Awaitility.await().until(() -> house.notices.size() == 3);
        assertThat(PayPalHouse.text(house.notices.get(2).body()))
                .contains(next.attempt().value());
    }

    @Test
    void thePageShowsWhatIsToBePaidAndCanBeUsedOnce() throws IOException {
        Started started = house.start(CaptureMode.AUTOMATIC);
        String page = Objects.requireNonNull(
                house.simulator.payerPage("shop", started.attempt().value()));
        Answer shown = house.wire.real(Ask.get(page, Map.of()));
        assertThat(shown.status()).isEqualTo(200);
        assertThat(PayPalHouse.text(shown.body()))
                .contains("12.30 EUR")
                .contains("PayPal")
                .contains("1001-");
        house.choose(started, "PAY");
        house.complete(started);
        assertThat(house.choose(started, "PAY")).isEmpty();
        assertThat(PayPalHouse.text(house.wire.real(Ask.get(page, Map.of())).body()))
                .contains("Paid.");
        assertThat(house.simulator.payerPage("shop", AttemptId.next().value())).isNull();
    }

    @Test
    void withoutAskingForTheWholeTheAnswerIsShort() throws IOException {
        Answer answer = send("POST", "/v2/checkout/orders", order("EUR", "1.00"), Map.of("PayPal-Request-Id", "s"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(PayPalHouse.text(answer.body()))
                .doesNotContain("purchase_units")
                .contains("\"rel\":\"approve\"");
    }

    private Answer send(String method, String path, String body, Map<String, String> more) throws IOException {
        Answer token = house.wire.real(Ask.post(
                PayPalHouse.URL + "/v1/oauth2/token",
                Map.of("Authorization", "Basic " + basic()),
                "grant_type=client_credentials".getBytes(StandardCharsets.US_ASCII)));
        String text = PayPalHouse.text(token.body());
        String value = text.replaceAll(".*\"access_token\":\"([^\"]+)\".*", "$1");
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + value);
        headers.put("Content-Type", "application/json");
        headers.putAll(more);
        return house.wire.real(new Ask(method, PayPalHouse.URL + path, headers, body.getBytes(StandardCharsets.UTF_8)));
    }

    private String basic() {
        var settings = house.simulator.account("shop");
        String pair = settings.get(PayPal.CLIENT_ID) + ":" + settings.get(PayPal.CLIENT_SECRET);
        return java.util.Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String id(Answer answer) {
        assertThat(answer.status()).isIn(List.of(200, 201));
        return PayPalHouse.text(answer.body()).replaceAll("(?s)^\\{\"id\":\"([^\"]+)\".*", "$1");
    }
}
