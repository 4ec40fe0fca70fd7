package dev.tillgate.store;

import dev.tillgate.flow.EventType;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.ledger.LedgerEntry;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.DeclineReason;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationId;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OperationStatus;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.OrderLine;
import dev.tillgate.payment.Payment;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.payment.StoreId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes any order file at all: every field of every record with any value it can have, absent where it may be. */
final class AnyFile {
    /** Currencies with 0, 2 and 3 decimals. */
    private static final List<String> CURRENCIES = List.of("JPY", "CLP", "EUR", "CNY", "KWD", "BHD");

    private static final List<String> TEXTS = List.of(
            "",
            "Two mugs",
            "订单一千零四十二",
            "東京タワー ☕️",
            "👨‍👩‍👧‍👦🎁",
            "O'Brien \"; DROP TABLE payment; --",
            "\\ back\tslash\n%_`",
            "Ünïcödé ﷽ שלום",
            "\u0000 nul",
            "é");

    private final Random random;
    private final String currency;

    AnyFile(Random random) {
        this.random = random;
        this.currency = oneOf(CURRENCIES);
    }

    OrderFile opened() {
        OrderFile file = OrderFile.opened(order());
        for (int revision = 1; revision <= 1 + random.nextInt(3); revision++) {
            Payment payment = payment(file.order(), revision);
            file.put(payment);
            append(file, payment);
            for (int i = random.nextInt(3); i > 0; i--) {
                addAttempt(file, payment);
            }
        }
        return file;
    }

    /** Gives everything that can change another value. */
    void change(OrderFile file) {
        file.put(file.order()
                .revised(random.nextLong(), money(), text(255), lines())
                .chargedBy(maybe(AttemptId::next)));
        for (Payment payment : List.copyOf(file.payments())) {
            file.put(payment.to(oneOf(PaymentStatus.values()), maybe(this::time), time())
                    .plus(money(), money(), money(), time()));
        }
        for (Attempt attempt : List.copyOf(file.attempts())) {
            Attempt next = random.nextBoolean()
                    ? attempt.awaiting(nextAction(), maybe(() -> text(255)), maybe(this::time), time())
                    : attempt.to(oneOf(AttemptStatus.values()), maybe(() -> text(255)), maybe(this::time), time());
            file.put(next.because(maybe(() -> oneOf(DeclineReason.values())), maybe(() -> text(500))));
        }
        for (Operation operation : List.copyOf(file.operations())) {
            file.put(operation
                    .to(
                            oneOf(OperationStatus.values()),
                            maybe(() -> text(255)),
                            maybe(() -> text(500)),
                            maybe(this::time),
                            time())
                    .askedAgainAt(maybe(this::time), maybe(() -> text(500)), time()));
        }
        append(file, file.payments().iterator().next());
    }

    private Order order() {
        return new Order(
                MerchantId.next(),
                OrderId.next(),
                StoreId.next(),
                text(90) + random.nextInt(),
                random.nextLong(),
                money(),
                text(255),
                lines(),
                new Buyer(
                        maybe(() -> "https://shop.example/" + text(1900)),
                        maybe(() -> text(2000)),
                        maybe(() -> "zh-Hans-CN"),
                        maybe(() -> "CN")),
                maybe(AttemptId::next),
                random.nextInt(1000),
                random.nextInt(1000),
                time());
    }

    private Payment payment(Order order, int revision) {
        return new Payment(
                order.merchant(),
                PaymentId.next(),
                order.id(),
                order.store(),
                revision,
                money(),
                oneOf(PaymentStatus.values()),
                oneOf(CaptureMode.values()),
                money(),
                money(),
                money(),
                time(),
                maybe(this::time),
                time(),
                time());
    }

    private void addAttempt(OrderFile file, Payment payment) {
        Attempt attempt = new Attempt(
                payment.merchant(),
                AttemptId.next(),
                payment.id(),
                payment.order(),
                AccountId.next(),
                "sandbox",
                "bank_transfer",
                money(),
                oneOf(AttemptStatus.values()),
                maybe(() -> text(255)),
                maybe(this::nextAction),
                maybe(() -> oneOf(DeclineReason.values())),
                maybe(() -> text(500)),
                maybe(this::time),
                random.nextInt(100),
                time(),
                time());
        file.put(attempt);
        file.post(LedgerEntry.authorized(attempt, money(), time()));
        for (int i = random.nextInt(3); i > 0; i--) {
            Operation operation = operation(attempt);
            file.put(operation);
            file.post(LedgerEntry.refunded(attempt, operation.id(), money(), time()));
        }
    }

    private Operation operation(Attempt attempt) {
        return new Operation(
                attempt.merchant(),
                OperationId.next(),
                attempt.id(),
                attempt.payment(),
                attempt.order(),
                oneOf(OperationKind.values()),
                money(),
                oneOf(OperationStatus.values()),
                oneOf(Operation.Cause.values()),
                maybe(() -> text(255)),
                maybe(() -> text(255)),
                maybe(() -> text(500)),
                maybe(this::time),
                random.nextInt(100),
                time(),
                time());
    }

    private void append(OrderFile file, Payment payment) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            facts.put("text" + i, text(100));
            facts.put("number" + i, random.nextLong());
            facts.put("small" + i, (long) random.nextInt(3));
            facts.put("flag" + i, random.nextBoolean());
        }
        file.append(oneOf(EventType.values()), payment, facts, time());
    }

    private NextAction nextAction() {
        return switch (random.nextInt(6)) {
            case 0 -> new NextAction.Redirect(text(2000), maybe(this::time));
            case 1 -> new NextAction.Scan(text(2000), maybe(this::time));
            case 2 ->
                new NextAction.Transfer(
                        List.of(new NextAction.Detail("iban", text(34)), new NextAction.Detail("reference", text(50))),
                        maybe(this::time));
            case 3 -> new NextAction.SendCrypto("BTC", text(64), "21000000000000001", maybe(this::time));
            case 4 -> new NextAction.Invoke("wechat_jsapi", Map.of("package", text(64)), maybe(this::time));
            default -> new NextAction.Await(maybe(this::time));
        };
    }

    private List<OrderLine> lines() {
        List<OrderLine> lines = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            lines.add(new OrderLine(text(200), random.nextInt(), money()));
        }
        return lines;
    }

    private Money money() {
        return Money.ofMinor(1 + random.nextLong(1_000_000_000_000_000L), currency);
    }

    private Instant time() {
        return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    }

    /** Any text, sometimes as long as its column, in characters as the database counts them. */
    private String text(int longest) {
        String text = oneOf(TEXTS);
        return random.nextInt(10) == 0 ? "界".repeat(longest) : text.substring(0, Math.min(longest, text.length()));
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? null : value.get();
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
