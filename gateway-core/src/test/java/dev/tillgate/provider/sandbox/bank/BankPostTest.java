package dev.tillgate.provider.sandbox.bank;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Notification.AttemptReport;
import dev.tillgate.provider.Notification.OperationReport;
import dev.tillgate.provider.Notification.Rejected;
import dev.tillgate.provider.Notification.Verified;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.Pending;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.Settings;
import dev.tillgate.provider.sandbox.Sandbox;
import dev.tillgate.provider.sandbox.SandboxProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The bank's notifications, over real HTTP: signed, repeated until taken, and as badly behaved as asked for. */
class BankPostTest {
    private static void until(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(condition);
    }

    @Test
    void oneComesForEveryChange() throws Exception {
        try (BankHouse house = BankHouse.open()) {
            AttemptId attempt = AttemptId.next();
            house.start(attempt, "tok_visa");
            OperationRequest refund = house.operation(OperationKind.REFUND, attempt, BankHouse.AMOUNT);
            house.provider.refund(refund);
            until(() -> house.notifications.size() >= 3);
            List<Notification> read =
                    house.notifications.stream().map(house.provider::read).toList();
            assertThat(read).allSatisfy(one -> assertThat(one).isInstanceOf(Verified.class));
            assertThat(read.stream().flatMap(one -> ((Verified) one).reports().stream()))
                    .anySatisfy(report -> assertThat(report).isInstanceOfSatisfying(OperationReport.class, about -> {
                        assertThat(about.operation()).isEqualTo(refund.operation());
                        assertThat(about.outcome()).isInstanceOf(Done.class);
                    }))
                    .anySatisfy(report -> assertThat(report)
                            .isInstanceOfSatisfying(AttemptReport.class, about -> assertThat(about.attempt())
                                    .isEqualTo(attempt)));
        }
    }

    @Test
    void itIsRepeatedUntilItIsTaken() {
        try (BankHouse house = BankHouse.open()) {
            house.shopAnswers = 503;
            house.start(AttemptId.next(), "tok_visa");
            until(() -> house.notifications.size() >= 2);
            house.shopAnswers = 204;
            int tries = house.notifications.size();
            until(() -> house.notifications.size() > tries);
            assertThat(house.notifications.stream()
                            .map(house.provider::read)
                            .map(one -> ((Verified) one).dedupeKey())
                            .distinct())
                    .hasSize(1);
        }
    }

    @Test
    void twiceMeansTheSameKeyTwice() {
        try (BankHouse house = BankHouse.open()) {
            house.start(AttemptId.next(), "tok_answers_twice");
            until(() -> house.notifications.size() == 2);
            assertThat(house.provider.read(house.notifications.get(0)))
                    .isEqualTo(house.provider.read(house.notifications.get(1)));
        }
    }

    @Test
    void outOfOrderMeansTheEarlierStateComesLast() {
        try (BankHouse house = BankHouse.open()) {
            house.start(AttemptId.next(), "tok_out_of_order");
            until(() -> house.notifications.size() == 2);
            List<Object> outcomes = house.notifications.stream()
                    .map(house.provider::read)
                    .<Object>map(
                            one -> ((AttemptReport) ((Verified) one).reports().get(0)).outcome())
                    .toList();
            assertThat(outcomes.get(0)).isInstanceOf(Done.class);
            assertThat(outcomes.get(1)).isInstanceOf(Pending.class);
        }
    }

    @Test
    void aWronglySignedOneIsRejected() {
        try (BankHouse house = BankHouse.open()) {
            house.start(AttemptId.next(), "tok_wrong_signature");
            until(() -> !house.notifications.isEmpty());
            assertThat(house.provider.read(house.notifications.get(0))).isInstanceOf(Rejected.class);
        }
    }

    @Test
    void theSecretChangesWithoutAGap() {
        try (BankHouse house = BankHouse.open()) {
            Settings before = house.bank.account(BankHouse.ACCOUNT);
            Settings after = house.bank.rotateNotificationSecret(BankHouse.ACCOUNT);
            String[] secrets = after.get(Sandbox.NOTIFICATION_SECRET).split(" ");
            assertThat(secrets).hasSize(2).contains(before.get(Sandbox.NOTIFICATION_SECRET));
            Settings newOnly = Sandbox.settings(house.server.url(), after.get(Sandbox.SECRET_KEY), secrets[0]);
            house.start(AttemptId.next(), "tok_visa");
            until(() -> !house.notifications.isEmpty());
            InboundRequest notification = house.notifications.get(0);
            for (Settings settings : List.of(before, after, newOnly)) {
                assertThat(new SandboxProvider(settings, house.wire).read(notification))
                        .isInstanceOf(Verified.class);
            }
            house.bank.rotateNotificationSecret(BankHouse.ACCOUNT);
            house.notifications.clear();
            house.start(AttemptId.next(), "tok_visa");
            until(() -> !house.notifications.isEmpty());
            assertThat(new SandboxProvider(before, house.wire).read(house.notifications.get(0)))
                    .as("the first secret is out of use after two changes")
                    .isInstanceOf(Rejected.class);
        }
    }
}
