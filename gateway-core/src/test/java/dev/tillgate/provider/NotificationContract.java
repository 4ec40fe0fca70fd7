package dev.tillgate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.Notification.AttemptReport;
import dev.tillgate.provider.Notification.RefundReport;
import dev.tillgate.provider.Notification.Rejected;
import dev.tillgate.provider.Notification.Verified;
import dev.tillgate.provider.Outcome.Done;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The part of the contract about notifications: believed when genuine, fresh and for this merchant, else never. */
abstract class NotificationContract extends ChargeContract {
    private static final int MUTATIONS = 400;

    @Test
    void aGenuineNotificationReportsTheAttempt() {
        AttemptId attempt = merchant(1).charged(amount(), CaptureMode.AUTOMATIC);
        Notification notification = read(1, fixture().notification(1, attempt));
        assertThat(notification).isInstanceOfSatisfying(Verified.class, verified -> {
            assertThat(verified.dedupeKey()).isNotBlank();
            assertThat(verified.reports()).anySatisfy(report -> assertThat(report)
                    .isInstanceOfSatisfying(AttemptReport.class, about -> assertThat(about.attempt())
                            .isEqualTo(attempt)));
            if (!verified.weak()) {
                assertThat(verified.reports()).anySatisfy(report -> assertThat(report)
                        .isInstanceOfSatisfying(AttemptReport.class, about -> assertThat(about.outcome())
                                .isInstanceOfSatisfying(Done.class, done -> assertThat(done.amount())
                                        .isEqualTo(amount()))));
            }
        });
    }

    @Test
    void aRepeatHasTheSameKeyAndAnotherOneHasNot() {
        AttemptId attempt = merchant(1).charged(amount(), CaptureMode.AUTOMATIC);
        AttemptId other = merchant(1).charged(amount(), CaptureMode.AUTOMATIC);
        InboundRequest request = fixture().notification(1, attempt);
        assertThat(read(1, request)).isEqualTo(read(1, request));
        assertThat(key(read(1, request))).isNotEqualTo(key(read(1, fixture().notification(1, other))));
    }

    @Test
    void aChangedNotificationIsRejected() {
        AttemptId attempt = merchant(1).charged(amount(), CaptureMode.AUTOMATIC);
        InboundRequest request = fixture().notification(1, attempt);
        Random random = new Random(20_261_125);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] body = AnswerMutations.bytes(request.body(), random);
            if (!Arrays.equals(body, request.body())) {
                assertThat(read(1, with(request, request.headers(), body, request.receivedAt())))
                        .as("round " + i)
                        .isInstanceOf(Rejected.class);
            }
        }
    }

    @Test
    void oneWithoutItsHeadersIsRejected() {
        AttemptId attempt = merchant(1).charged(amount(), CaptureMode.AUTOMATIC);
        InboundRequest request = fixture().notification(1, attempt);
        InboundRequest bare = with(request, Map.of(), request.body(), request.receivedAt());
        assertThat(read(1, bare)).isInstanceOf(Rejected.class);
    }

    @Test
    void anOldOneAndOneFromTheFutureAreRejected() {
        assumeTrue(fixture().datesNotifications(), "this provider's notifications carry no time");
        AttemptId attempt = merchant(1).charged(amount(), CaptureMode.AUTOMATIC);
        InboundRequest request = fixture().notification(1, attempt);
        for (Duration shift : new Duration[] {
            Duration.ofSeconds(310), Duration.ofDays(1), Duration.ofSeconds(-310), Duration.ofDays(-1)
        }) {
            Instant then = request.receivedAt().plus(shift);
            assertThat(read(1, with(request, request.headers(), request.body(), then)))
                    .isInstanceOf(Rejected.class);
        }
        Instant soon = request.receivedAt().plusSeconds(240);
        assertThat(read(1, with(request, request.headers(), request.body(), soon)))
                .isInstanceOf(Verified.class);
    }

    @Test
    void anotherMerchantsIsRejected() {
        AttemptId attempt = merchant(1).charged(amount(), CaptureMode.AUTOMATIC);
        assertThat(read(2, fixture().notification(1, attempt))).isInstanceOf(Rejected.class);
    }

    @Test
    void aRefundMadeInTheProvidersDashboardIsReportedUnderItsOwnId() {
        for (Money amount : fixture().amounts()) {
            AttemptId attempt = merchant(1).charged(amount, CaptureMode.AUTOMATIC);
            Money part = Money.ofMinor(amount.minorUnits() / 3 / 100 * 100, amount.currencyCode());
            InboundRequest request = fixture().refundedInDashboard(1, attempt, part);
            assumeTrue(request != null, "this provider does not tell of refunds made elsewhere");
            Notification notification = read(1, Objects.requireNonNull(request));
            assertThat(notification).isInstanceOfSatisfying(Verified.class, verified -> assertThat(verified.reports())
                    .anySatisfy(report -> assertThat(report).isInstanceOfSatisfying(RefundReport.class, about -> {
                        assertThat(about.attempt()).isEqualTo(attempt);
                        assertThat(about.outcome()).isEqualTo(new Done(Outcome.Effect.REFUNDED, about.ref(), part));
                    })));
            assertThat(read(1, request)).isEqualTo(notification);
            assertThat(merchant(1).truth(attempt).refunded()).isEqualTo(part);
        }
    }

    private Notification read(int merchant, InboundRequest request) {
        return merchant(merchant).provider.read(request);
    }

    private static String key(Notification notification) {
        return notification instanceof Verified verified ? verified.dedupeKey() : "";
    }

    private static InboundRequest with(
            InboundRequest request, Map<String, String> headers, byte[] body, Instant receivedAt) {
        return new InboundRequest(request.method(), request.path(), request.query(), headers, body, receivedAt);
    }
}
