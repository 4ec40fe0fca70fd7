package dev.tillgate.flow;

import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** One order on the stage: what is done to it in a test reads like a story. */
final class Scene {
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    static final Money TEN = Money.ofMinor(1000, "EUR");

    final PaymentLife life = new PaymentLife(Pace.USUAL);
    final AccountId account = AccountId.next();
    OrderFile file;
    Instant now = NOON;
    PaymentId payment;

    Scene(CaptureMode mode) {
        file = OrderFile.opened(new Order(
                MerchantId.next(),
                OrderId.next(),
                StoreId.next(),
                "1042",
                1,
                TEN,
                "Tea",
                List.of(),
                Buyer.UNKNOWN,
                null,
                1,
                0,
                NOON));
        payment = life.open(file, mode, Duration.ofHours(1), now).id();
    }

    static Scene open() {
        return new Scene(CaptureMode.AUTOMATIC);
    }

    static Scene openForManualCapture() {
        return new Scene(CaptureMode.MANUAL);
    }

    Attempt start(String method) {
        return life.start(file, payment, new StoreProfile.Offer(method, account, "sandbox"), now);
    }

    Scene reply(Attempt attempt, Outcome outcome) {
        life.answered(file, attempt.id(), outcome, Source.REPLY, now);
        return this;
    }

    Scene notified(Attempt attempt, Outcome outcome) {
        life.answered(file, attempt.id(), outcome, Source.NOTIFICATION, now);
        return this;
    }

    Scene queried(Attempt attempt, Outcome outcome) {
        life.answered(file, attempt.id(), outcome, Source.QUERY, now);
        return this;
    }

    Scene operationReply(Operation operation, Outcome outcome) {
        life.operations().answered(file, operation.id(), outcome, Source.REPLY, now);
        return this;
    }

    Scene later(Duration passed) {
        now = now.plus(passed);
        return this;
    }

    Payment payment() {
        return file.payment(payment);
    }

    Attempt attempt(AttemptId id) {
        return file.attempt(id);
    }

    List<Operation> operations(OperationKind kind) {
        return file.operations().stream().filter(o -> o.kind() == kind).toList();
    }

    /** Names of the events so far, in order. */
    List<String> events() {
        return file.changes().events().stream().map(e -> e.type().code()).toList();
    }

    static Outcome collected(Money amount) {
        return new Outcome.Done(Effect.CAPTURED, "ch_1", amount);
    }

    static Outcome reserved(Money amount) {
        return new Outcome.Done(Effect.AUTHORIZED, "ch_1", amount);
    }

    static Outcome closed() {
        return new Outcome.Done(Effect.CLOSED, "ch_1", TEN);
    }

    static Outcome refunded(Money amount) {
        return new Outcome.Done(Effect.REFUNDED, "re_1", amount);
    }

    static Outcome mustPay() {
        return new Outcome.PayerMust("ch_1", new NextAction.Redirect("https://bank.example/pay", null));
    }

    static Outcome unknown() {
        return new Outcome.Unknown("no answer");
    }
}
