package dev.tillgate.provider.sandbox.bank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.InboundRequest;
import dev.tillgate.provider.Notification;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Done;
import dev.tillgate.provider.Outcome.NotSent;
import dev.tillgate.provider.Provider.OperationRequest;
import dev.tillgate.provider.simulator.Fault;
import dev.tillgate.provider.simulator.FaultPlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bank's book survives its process, keeps each key for one thing, and stays bounded. */
class BankBookTest {
    @TempDir
    Path folder;

    private UnaryOperator<BankOptions> inFolder() {
        return options -> BankOptions.inFolder(options.baseUrl(), options.rootSecret(), folder);
    }

    @Test
    void theBookSurvivesTheProcess() throws Exception {
        try (BankHouse house = new BankHouse(inFolder())) {
            AttemptId paid = AttemptId.next();
            AttemptId waiting = AttemptId.next();
            AttemptId pending = AttemptId.next();
            house.start(paid, "tok_visa");
            house.start(waiting, null);
            house.start(pending, "tok_pending_then_approved");
            Money part = Money.ofMinor(230, "EUR");
            OperationRequest refund = house.operation(OperationKind.REFUND, paid, part);
            house.provider.refund(refund);
            SandboxBank.Books before = house.bank.books(BankHouse.ACCOUNT);

            // The old one is not closed: it is as if its process had been killed in the middle of a line.
            Files.writeString(folder.resolve("bank.journal"), "C {\"id\":\"sch_half", StandardOpenOption.APPEND);
            house.restart(inFolder());

            assertThat(house.bank.books(BankHouse.ACCOUNT)).isEqualTo(before);
            assertThat(house.provider.refund(refund)).isInstanceOf(Done.class);
            assertThat(house.charge(paid).refunded()).isEqualTo(part);
            assertThat(house.query(waiting)).isInstanceOf(Outcome.PayerMust.class);
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(house.query(pending))
                    .isInstanceOf(Done.class));
        }
    }

    @Test
    void notificationsThatWereNotTakenAreSentAfterARestart() throws Exception {
        try (BankHouse house = new BankHouse(inFolder())) {
            house.shopAnswers = 500;
            house.start(AttemptId.next(), "tok_visa");
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !house.notifications.isEmpty());
            house.bank.close();
            house.notifications.clear();
            house.shopAnswers = 204;
            house.restart(inFolder());
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> !house.notifications.isEmpty());
            assertThat(house.provider.read(house.notifications.get(0))).isInstanceOf(Notification.Verified.class);
        }
    }

    @Test
    void oldHistoryIsDroppedFromDisk() throws Exception {
        Path journal = folder.resolve("bank.journal");
        try (BankHouse house = new BankHouse(inFolder())) {
            AttemptId attempt = AttemptId.next();
            house.start(attempt, "tok_visa");
            for (int i = 0; i < 50; i++) {
                house.provider.refund(house.operation(OperationKind.REFUND, attempt, Money.ofMinor(1, "EUR")));
            }
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> house.notifications.size() >= 101);
            long before = Files.size(journal);
            SandboxBank.Books books = house.bank.books(BankHouse.ACCOUNT);
            house.bank.close();
            house.restart(inFolder());
            assertThat(house.bank.books(BankHouse.ACCOUNT)).isEqualTo(books);
            assertThat(Files.size(journal)).isLessThan(before / 2);
        }
    }

    @Test
    void theOldestChargesAreForgottenFirst() throws Exception {
        try (BankHouse house = new BankHouse(options -> options.withMostCharges(3))) {
            List<AttemptId> attempts = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                AttemptId attempt = AttemptId.next();
                attempts.add(attempt);
                house.start(attempt, "tok_visa");
                house.provider.refund(house.operation(OperationKind.REFUND, attempt, Money.ofMinor(1, "EUR")));
            }
            SandboxBank.Books books = house.bank.books(BankHouse.ACCOUNT);
            assertThat(books.charges()).hasSize(3);
            assertThat(books.operations()).hasSize(3);
            assertThat(house.query(attempts.get(0))).isInstanceOf(NotSent.class);
            assertThat(house.query(attempts.get(4))).isInstanceOf(Done.class);
        }
    }

    @Test
    void theSameThingEightTimesAtOnceIsDoneOnce() throws Exception {
        try (BankHouse house = BankHouse.open()) {
            AttemptId attempt = AttemptId.next();
            ChargeRequest request = house.request(attempt, "card", "tok_visa", CaptureMode.AUTOMATIC);
            assertThat(atOnce(() -> house.provider.start(request))).hasSize(1);
            OperationRequest refund = house.operation(OperationKind.REFUND, attempt, Money.ofMinor(1000, "EUR"));
            assertThat(atOnce(() -> house.provider.refund(refund))).hasSize(1);
            assertThat(house.charge(attempt).refunded()).isEqualTo(Money.ofMinor(1000, "EUR"));
        }
    }

    private static Set<Outcome> atOnce(Callable<Outcome> call) throws Exception {
        Set<Outcome> outcomes = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Outcome>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                calls.add(threads.submit(call));
            }
            for (Future<Outcome> done : calls) {
                outcomes.add(done.get());
            }
        }
        return outcomes;
    }

    @Test
    void plannedFaultsHitOnceAndInOrder() {
        FaultPlan.Script script = new FaultPlan.Script()
                .next(Fault.of(Fault.Kind.LOSE_BEFORE))
                .next(Fault.of(Fault.Kind.LOSE_AFTER))
                .next(Fault.of(Fault.Kind.RATE_LIMIT));
        try (BankHouse house = BankHouse.with(script)) {
            AttemptId lost = AttemptId.next();
            AttemptId done = AttemptId.next();
            assertThat(house.start(lost, "tok_visa")).isInstanceOf(Outcome.Unknown.class);
            assertThat(house.start(done, "tok_visa")).isInstanceOf(Outcome.Unknown.class);
            assertThat(house.start(AttemptId.next(), "tok_visa")).isInstanceOf(NotSent.class);
            assertThat(house.query(lost)).isInstanceOf(NotSent.class);
            assertThat(house.query(done)).isInstanceOf(Done.class);
        }
    }

    @Test
    void aRequestThatArrivesAfterEverybodyGaveUpIsStillDone() {
        try (BankHouse house = BankHouse.with(new FaultPlan.Script().next(Fault.of(Fault.Kind.ARRIVE_LATE)))) {
            AttemptId attempt = AttemptId.next();
            assertThat(house.start(attempt, "tok_visa")).isInstanceOf(Outcome.Unknown.class);
            Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(house.query(attempt))
                    .isInstanceOf(Done.class));
        }
    }

    @Test
    void chanceIsTheSameForTheSameSeed() {
        String plan = "lose_before=10, lose_after=20,error_after=5,twice=30";
        assertThat(draws(FaultPlan.Chance.parse(7, plan))).isEqualTo(draws(FaultPlan.Chance.parse(7, plan)));
        assertThat(draws(FaultPlan.Chance.parse(7, plan))).contains(Fault.Kind.LOSE_AFTER, Fault.Kind.NONE);
        assertThatThrownBy(() -> FaultPlan.Chance.parse(1, "lose_everything=5"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FaultPlan.Chance.parse(1, "lose_after")).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Fault.Kind> draws(FaultPlan plan) {
        List<Fault.Kind> kinds = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            kinds.add(plan.onCall(new InboundRequest("GET", "/", null, Map.of(), new byte[0], Instant.EPOCH))
                    .kind());
        }
        return kinds;
    }
}
