package dev.tillgate.store;

import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.List;

/** Plain orders, payments and what belongs to them, all of one merchant. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-05T10:15:30.123Z");

    final MerchantId merchant = MerchantId.next();
    final StoreId store = StoreId.next();
    final AccountId account = AccountId.next();

    Order order(String reference) {
        return new Order(
                merchant,
                OrderId.next(),
                store,
                reference,
                1,
                Money.ofMinor(1999, "EUR"),
                "Two mugs",
                List.of(),
                Buyer.UNKNOWN,
                null,
                0,
                0,
                NOW);
    }

    Payment payment(Order order) {
        Money zero = Money.zero(order.amount().currency());
        return new Payment(
                merchant,
                PaymentId.next(),
                order.id(),
                store,
                order.revision(),
                order.amount(),
                PaymentStatus.OPEN,
                CaptureMode.AUTOMATIC,
                zero,
                zero,
                zero,
                NOW.plusSeconds(3600),
                NOW.plusSeconds(3600),
                NOW,
                NOW);
    }

    Attempt attempt(Payment payment) {
        return new Attempt(
                merchant,
                AttemptId.next(),
                payment.id(),
                payment.order(),
                account,
                "sandbox",
                "card",
                payment.amount(),
                AttemptStatus.STARTED,
                null,
                null,
                null,
                null,
                NOW.plusSeconds(30),
                0,
                NOW,
                NOW);
    }

    Operation refund(Attempt attempt, Money amount) {
        return new Operation(
                merchant,
                OperationId.next(),
                attempt.id(),
                attempt.payment(),
                attempt.order(),
                OperationKind.REFUND,
                amount,
                OperationStatus.STARTED,
                Operation.Cause.REQUESTED,
                null,
                null,
                null,
                NOW.plusSeconds(30),
                0,
                NOW,
                NOW);
    }

    IdempotencyRecord request(String key) {
        return new IdempotencyRecord(merchant, "cli_1", key, "0".repeat(64), "-", null, null, NOW);
    }

    /** An order with one open payment, not stored yet. */
    OrderFile opened(String reference) {
        Order order = order(reference);
        OrderFile file = OrderFile.opened(order);
        file.put(payment(order));
        return file;
    }

    static Payment onlyPayment(OrderFile file) {
        return file.payments().iterator().next();
    }

    static Attempt onlyAttempt(OrderFile file) {
        return file.attempts().iterator().next();
    }
}
