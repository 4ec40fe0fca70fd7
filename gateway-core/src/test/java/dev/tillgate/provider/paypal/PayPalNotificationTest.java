package dev.tillgate.provider.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.Dispute;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.AttemptReport;
import dev.tillgate.provider.Notification.DisputeReport;
import dev.tillgate.provider.Notification.Later;
import dev.tillgate.provider.Notification.OperationReport;
import dev.tillgate.provider.Notification.Rejected;
import dev.tillgate.provider.Notification.Verified;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.StrictJson;
import dev.tillgate.provider.paypal.PayPalHouse.Started;
import dev.tillgate.provider.simulator.NoticeFault;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who signed it, with which certificate, when, and what becomes of it where that cannot be told. */
class PayPalNotificationTest {
    private static final String CERTS = "/v1/notifications/certs/";
    private final PayPalHouse house = new PayPalHouse();

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void anApprovedOrderIsToldAndNeverBelievedAlone() {
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.choose(started, "PAY");
        Notification read = read(notice("CHECKOUT.ORDER.APPROVED"));
        assertThat(read).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.weak()).isTrue();
            assertThat(verified.dedupeKey()).startsWith("WH-");
            assertThat(verified.reports())
                    .singleElement()
                    .isInstanceOfSatisfying(AttemptReport.class, report -> assertThat(report.attempt())
                            .isEqualTo(started.attempt()));
        });
    }

    @Test
    void capturesVoidsAndRefundsOfOursAreToldByTheOperation() {
        Started started = house.paid(CaptureMode.MANUAL);
        assertThat(attempts(read(notice("PAYMENT.AUTHORIZATION.CREATED"))))
                .contains(started.attempt().value());
        OperationRequest capture = house.operation(OperationKind.CAPTURE, started, PayPalHouse.AMOUNT);
        house.send(capture);
        assertThat(operations(read(notice("PAYMENT.CAPTURE.COMPLETED"))))
                .containsExactly(capture.operation().value());
        OperationRequest refund = house.operation(OperationKind.REFUND, started, PayPalHouse.AMOUNT);
        house.send(refund);
        assertThat(operations(read(notice("PAYMENT.CAPTURE.REFUNDED"))))
                .containsExactly(refund.operation().value());
        house.simulator.failRefund(Objects.requireNonNull(
                house.simulator.newest("shop", started.attempt().value(), true)));
        assertThat(operations(read(notice("PAYMENT.REFUND.FAILED"))))
                .containsExactly(refund.operation().value());
    }

    @Test
    void aDisputeIsTold() {
        Started started = house.paid(CaptureMode.AUTOMATIC);
        String capture = Objects.requireNonNull(
                house.simulator.newest("shop", started.attempt().value(), false));
        house.simulator.dispute(capture, "MERCHANDISE_OR_SERVICE_NOT_RECEIVED");
        assertThat(read(notice("CUSTOMER.DISPUTE.CREATED")))
                .isInstanceOfSatisfying(Verified.class, verified -> assertThat(verified.reports())
                        .singleElement()
                        .isInstanceOfSatisfying(DisputeReport.class, report -> {
                            assertThat(report.attempt()).isEqualTo(started.attempt());
                            assertThat(report.dispute().status()).isEqualTo(Dispute.Status.NEEDS_RESPONSE);
                            assertThat(report.dispute().amount()).isEqualTo(PayPalHouse.AMOUNT);
                            assertThat(report.dispute().reason()).isEqualTo("MERCHANDISE_OR_SERVICE_NOT_RECEIVED");
                            assertThat(report.dispute().respondBy()).isNotNull();
                        }));
    }

    /** The signature alone proves too little: a notification that says "lost" is not what PayPal shows. */
    @Test
    void aDisputeIsBelievedAsPayPalShowsItWhenAsked() {
        Started started = house.paid(CaptureMode.AUTOMATIC);
        house.simulator.dispute(
                Objects.requireNonNull(
                        house.simulator.newest("shop", started.attempt().value(), false)),
                "UNAUTHORISED");
        InboundRequest notice = notice("CUSTOMER.DISPUTE.CREATED");
        house.wire.instead(ask -> ask.url().contains("/v1/customer/disputes/") ? PayPalHouse.json(503, "{}") : null);
        assertThat(read(notice)).isInstanceOf(Later.class);
        house.wire.instead(ask -> ask.url().contains("/v1/customer/disputes/") ? PayPalHouse.json(404, "{}") : null);
        assertThat(read(notice)).isInstanceOf(Notification.Ignored.class);
        house.wire.instead(ask -> ask.url().contains("/v1/customer/disputes/") ? underReview(ask) : null);
        assertThat(read(notice)).isInstanceOfSatisfying(Verified.class, verified -> assertThat(verified.reports())
                .singleElement()
                .isInstanceOfSatisfying(
                        DisputeReport.class,
                        report -> assertThat(report.dispute().status()).isEqualTo(Dispute.Status.UNDER_REVIEW)));
    }

    private Answer underReview(Ask ask) {
        String shown = PayPalHouse.text(real(ask).body());
        return PayPalHouse.json(200, shown.replace("WAITING_FOR_SELLER_RESPONSE", "UNDER_REVIEW"));
    }

    @Test
    void everyEndOfADisputeIsWonOrLost() {
        Map<String, Dispute.Status> ends = Map.of(
                "RESOLVED_BUYER_FAVOUR", Dispute.Status.LOST,
                "ACCEPTED", Dispute.Status.LOST,
                "RESOLVED_SELLER_FAVOUR", Dispute.Status.WON,
                "RESOLVED_WITH_PAYOUT", Dispute.Status.WON,
                "CANCELED_BY_BUYER", Dispute.Status.WON,
                "DENIED", Dispute.Status.WON);
        Started started = house.start(CaptureMode.AUTOMATIC);
        ends.forEach((code, status) -> assertThat(dispute(started, "RESOLVED", code))
                .isInstanceOfSatisfying(Verified.class, verified -> assertThat(verified.reports())
                        .singleElement()
                        .isInstanceOfSatisfying(
                                DisputeReport.class,
                                report -> assertThat(report.dispute().status()).isEqualTo(status))));
        assertThat(dispute(started, "RESOLVED", "SOMETHING_NEW")).isInstanceOf(Notification.Ignored.class);
        assertThat(dispute(started, "SOMETHING_NEW", "ACCEPTED")).isInstanceOf(Notification.Ignored.class);
        assertThat(dispute(started, "UNDER_REVIEW", "NONE")).isInstanceOf(Verified.class);
    }

    private static Notification dispute(Started started, String status, String outcome) {
        String text = """
                {"id":"WH-1","event_type":"CUSTOMER.DISPUTE.UPDATED","create_time":"2026-11-25T00:00:00Z","resource":{
                 "dispute_id":"PP-D-1","status":"%s","reason":"OTHER","dispute_outcome":{"outcome_code":"%s"},
                 "dispute_amount":{"currency_code":"EUR","value":"12.30"},
                 "disputed_transactions":[{"custom":"%s"}]}}""".formatted(status, outcome, started.attempt());
        return PayPalEvents.translate(Objects.requireNonNull(StrictJson.object(text.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void theCertificateIsFetchedOnceAndARotatedOneAgain() {
        InboundRequest first = capture();
        read(first);
        read(first);
        assertThat(fetches()).isEqualTo(1);
        house.simulator.rotateCertificate();
        InboundRequest second = capture();
        assertThat(read(second)).isInstanceOf(Verified.class);
        assertThat(read(first)).isInstanceOf(Verified.class);
        assertThat(fetches()).isEqualTo(2);
    }

    private long fetches() {
        return house.wire.asks.stream().filter(ask -> ask.url().contains(CERTS)).count();
    }

    @Test
    void aCertificateFromElsewhereIsNotEvenFetched() {
        InboundRequest genuine = capture();
        int before = house.wire.asks.size();
        for (String url : List.of(
                "http://evil.test" + CERTS + "CERT-1",
                PayPalHouse.URL + ".evil.test" + CERTS + "CERT-1",
                PayPalHouse.URL + "@evil.test" + CERTS + "CERT-1",
                PayPalHouse.URL + CERTS + "../../CERT-1",
                PayPalHouse.URL + CERTS + "CERT-1?x=/",
                PayPalHouse.URL + CERTS + "CERT-1#x",
                PayPalHouse.URL + CERTS,
                PayPalHouse.URL + "/v1/other/CERT-1",
                "https://api.paypal.com" + CERTS + "CERT-1",
                "file:///etc/passwd")) {
            assertThat(read(with(genuine, TransmissionSignature.CERT_URL, url)))
                    .as(url)
                    .isInstanceOf(Rejected.class);
        }
        assertThat(house.wire.asks).hasSize(before);
    }

    @Test
    void liveAndTestTakeCertificatesOfTheirOwnHostOnly() {
        Map<String, String> hosts = Map.of("live", "https://api.paypal.com", "test", "https://api.sandbox.paypal.com");
        hosts.forEach((mode, host) -> {
            var settings = new HashMap<>(house.simulator.account("shop").values());
            settings.put(PayPal.MODE, mode);
            settings.remove(PayPal.PRACTICE_URL);
            var whole = new dev.tillgate.provider.Settings(settings);
            var certificates = new PayPalCertificates(whole, new PayPalWire(whole, house.wire, house.clock));
            assertThat(certificates.allows(host + CERTS + "CERT-360caa42-fca2a594"))
                    .isTrue();
            hosts.values().stream().filter(other -> !other.equals(host)).forEach(other -> assertThat(
                            certificates.allows(other + CERTS + "CERT-360caa42"))
                    .isFalse());
            assertThat(certificates.allows(host.replace("https", "http") + CERTS + "CERT-1"))
                    .isFalse();
            assertThat(certificates.allows(host + ":8443" + CERTS + "CERT-1")).isFalse();
            // The simulator's certificate leads to no public root: nobody else's is ever enough.
            house.wire.instead(ask -> ask.url().startsWith(host) ? certificate() : null);
            assertThat(certificates.find(host + CERTS + "CERT-1", house.clock.instant()))
                    .isInstanceOf(PayPalCertificates.Found.Unusable.class);
            house.wire.honest();
        });
    }

    /** The simulator's own. */
    private Answer certificate() {
        String url = Objects.requireNonNull(capture().header(TransmissionSignature.CERT_URL));
        try {
            return house.wire.real(Ask.get(url, Map.of()));
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void whereTheCertificateCannotBeFetchedItIsForLater() {
        InboundRequest genuine = capture();
        house.wire.instead(ask -> ask.url().contains(CERTS) ? PayPalHouse.json(503, "") : null);
        assertThat(read(genuine)).isInstanceOf(Later.class);
        house.wire.honest();
        assertThat(read(genuine)).isInstanceOf(Verified.class);
    }

    @Test
    void theSimulatorsRootIsTakenOnlyWithTheAccountsOwnProof() {
        InboundRequest genuine = capture();
        house.wire.instead(ask -> {
            Answer real = ask.url().contains("/practice/root") ? real(ask) : null;
            return real == null ? null : new Answer(200, Map.of("practice-signature", List.of("00")), real.body());
        });
        assertThat(read(genuine)).isInstanceOf(Later.class);
    }

    private Answer real(Ask ask) {
        try {
            return house.wire.real(ask);
        } catch (java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void whereTheCertificateIsUnusablePayPalIsAsked() {
        InboundRequest genuine = capture();
        Function<Ask, @Nullable Answer> garbled =
                ask -> ask.url().contains(CERTS) ? PayPalHouse.json(200, "no certificate") : null;
        house.wire.instead(garbled);
        assertThat(read(genuine)).isInstanceOf(Verified.class);
        assertThat(house.wire.last().url()).endsWith("/v1/notifications/verify-webhook-signature");
        byte[] changed = (new String(genuine.body(), StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8);
        // What was found unusable is not fetched again for every notification.
        house.wire.instead(ask -> null);
        assertThat(read(genuine)).isInstanceOf(Verified.class);
        assertThat(house.wire.last().url()).endsWith("/v1/notifications/verify-webhook-signature");
        assertThat(read(new InboundRequest(
                        "POST", genuine.path(), null, genuine.headers(), changed, genuine.receivedAt())))
                .isInstanceOf(Rejected.class);
        assertThat(read(with(genuine, TransmissionSignature.ID, "other"))).isInstanceOf(Rejected.class);
        house.wire.instead(
                ask -> ask.url().contains("verify-webhook") ? PayPalHouse.json(500, "") : garbled.apply(ask));
        assertThat(read(genuine)).isInstanceOf(Later.class);
        house.wire.instead(ask -> ask.url().contains("verify-webhook")
                ? PayPalHouse.json(200, "{\"verification_status\":\"PERHAPS\"}")
                : garbled.apply(ask));
        assertThat(read(genuine)).isInstanceOf(Later.class);
    }

    @Test
    void anUnknownAlgorithmIsPutToPayPal() {
        InboundRequest genuine = capture();
        assertThat(read(with(genuine, TransmissionSignature.ALGORITHM, "SHA512withRSA")))
                .isInstanceOf(Verified.class);
        assertThat(house.wire.last().url()).endsWith("/verify-webhook-signature");
    }

    @Test
    void aWrongSignatureIsRejectedWithoutAskingAnybody() {
        house.faults.nextNotice(NoticeFault.WRONG_SIGNATURE);
        Started started = house.start(CaptureMode.AUTOMATIC);
        house.choose(started, "PAY");
        assertThat(read(notice("CHECKOUT.ORDER.APPROVED"))).isInstanceOf(Rejected.class);
        assertThat(house.wire.asks).noneMatch(ask -> ask.url().contains("verify-webhook"));
    }

    @Test
    void oneOfDaysAgoIsTakenAgainAndOneFromTheFutureNever() {
        InboundRequest genuine = capture();
        Notification first = read(genuine);
        assertThat(read(later(genuine, Duration.ofDays(1)))).isEqualTo(first);
        assertThat(read(later(genuine, Duration.ofDays(3)))).isInstanceOf(Verified.class);
        assertThat(read(later(genuine, Duration.ofDays(5)))).isInstanceOf(Rejected.class);
        assertThat(read(later(genuine, Duration.ofMinutes(-4)))).isInstanceOf(Verified.class);
        assertThat(read(later(genuine, Duration.ofMinutes(-6)))).isInstanceOf(Rejected.class);
    }

    @Test
    void aMissingHeaderIsARejection() {
        InboundRequest genuine = capture();
        for (String name : List.of(
                TransmissionSignature.ID,
                TransmissionSignature.TIME,
                TransmissionSignature.SIGNATURE,
                TransmissionSignature.CERT_URL,
                TransmissionSignature.ALGORITHM)) {
            assertThat(read(with(genuine, name, ""))).as(name).isInstanceOf(Rejected.class);
            assertThat(read(with(genuine, name, "x".repeat(2_000)))).as(name).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void whatConcernsNoPaymentIsIgnored() {
        String text = "{\"id\":\"WH-1\",\"event_type\":\"%s\",\"resource\":{\"custom_id\":\"%s\"}}";
        for (String body : List.of(
                text.formatted("BILLING.PLAN.CREATED", "att_0123456789abcdefghjkmnpqrs"),
                text.formatted("PAYMENT.CAPTURE.COMPLETED", "something else"))) {
            assertThat(PayPalEvents.translate(
                            Objects.requireNonNull(StrictJson.object(body.getBytes(StandardCharsets.UTF_8)))))
                    .isInstanceOf(Notification.Ignored.class);
        }
    }

    private InboundRequest capture() {
        house.paid(CaptureMode.AUTOMATIC);
        return notice("PAYMENT.CAPTURE.COMPLETED");
    }

    /** The newest notification of this kind. */
    private InboundRequest notice(String type) {
        Ask ask = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> house.notices.stream()
                                .filter(sent -> PayPalHouse.text(sent.body()).contains("\"" + type + "\""))
                                .reduce((first, second) -> second)
                                .orElse(null),
                        Objects::nonNull);
        house.notices.clear();
        String path = URI.create(ask.url()).getPath();
        return new InboundRequest("POST", path, null, ask.headers(), ask.body(), house.clock.instant());
    }

    private Notification read(InboundRequest request) {
        return house.provider.read(request);
    }

    private static InboundRequest with(InboundRequest request, String header, String value) {
        Map<String, String> headers = new HashMap<>(request.headers());
        headers.put(header, value);
        return new InboundRequest("POST", request.path(), null, headers, request.body(), request.receivedAt());
    }

    private static InboundRequest later(InboundRequest request, Duration by) {
        Instant then = request.receivedAt().plus(by);
        return new InboundRequest("POST", request.path(), null, request.headers(), request.body(), then);
    }

    private static List<String> attempts(Notification notification) {
        return ((Verified) notification)
                .reports().stream()
                        .filter(AttemptReport.class::isInstance)
                        .map(report -> ((AttemptReport) report).attempt().value())
                        .toList();
    }

    private static List<String> operations(Notification notification) {
        return ((Verified) notification)
                .reports().stream()
                        .filter(OperationReport.class::isInstance)
                        .map(report -> ((OperationReport) report).operation().value())
                        .toList();
    }
}
