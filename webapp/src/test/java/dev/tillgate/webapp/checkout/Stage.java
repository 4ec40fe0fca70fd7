package dev.tillgate.webapp.checkout;

import dev.tillgate.flow.Event;
import dev.tillgate.flow.EventType;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.Occasion;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.Payer;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptStatus;
import dev.tillgate.payment.Buyer;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.Order;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.OrderLine;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.MethodType.Style;
import dev.tillgate.provider.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A cashier whose orders live in memory and follow the real rules of {@link PaymentLife}; what the provider answers is
 * said by the test. Thread-safe.
 */
final class Stage implements Cashier {
    static final Money PRICE = Money.ofMinor(123_450, "EUR");
    static final Buyer BUYER = new Buyer("https://shop.example/thanks", "https://shop.example/cart", null, null);

    private static final AccountId ACCOUNT = AccountId.next();

    private final PaymentLife life = new PaymentLife(Pace.USUAL);
    private final MerchantId merchant = MerchantId.next();
    private final Map<PaymentId, OrderFile> files = new HashMap<>();
    private final Map<String, Function<Attempt, Outcome>> answers = new ConcurrentHashMap<>();
    private final Set<PaymentId> late = new HashSet<>();
    private volatile List<String> offered = List.of("card", "wallet", "qr", "bank_transfer");
    private volatile Consumer<List<Event>> listener = events -> {};
    private volatile Consumer<PaymentId> looked = payment -> {};

    MerchantId merchant() {
        return merchant;
    }

    void listen(Consumer<List<Event>> newListener) {
        listener = newListener;
    }

    /** What happens when the payer comes back and the provider is asked. */
    void whenLookedAt(Consumer<PaymentId> whatThen) {
        looked = whatThen;
    }

    void offer(String... methods) {
        offered = List.of(methods);
    }

    /** What the provider answers to every start with the method from now on. */
    void answer(String method, Function<Attempt, Outcome> outcome) {
        answers.put(method, outcome);
    }

    PaymentId order(Buyer buyer) {
        return order(buyer, PRICE, CaptureMode.AUTOMATIC, Instant.now());
    }

    PaymentId order(Buyer buyer, Money price, CaptureMode mode, Instant now) {
        OrderFile file = OrderFile.opened(new Order(
                merchant,
                OrderId.next(),
                StoreId.next(),
                "2026-1042",
                1,
                price,
                "Teas and a teapot",
                List.of(
                        new OrderLine("Oolong, high mountain, 100 g", 2, part(price, 2)),
                        new OrderLine("Cast iron teapot 铁壶", 1, part(price, 3)),
                        new OrderLine("Shipping", 1, part(price, 5))),
                buyer,
                null,
                1,
                0,
                now));
        PaymentId payment = life.open(file, mode, Duration.ofHours(1), now).id();
        keep(file, payment);
        return payment;
    }

    private static Money part(Money price, int tenths) {
        return Money.ofMinor(price.minorUnits() / 10 * tenths, price.currencyCode());
    }

    synchronized void change(PaymentId payment, Consumer<OrderFile> what) {
        OrderFile file = read(payment).copy();
        what.accept(file);
        keep(file, payment);
    }

    private synchronized OrderFile read(PaymentId payment) {
        OrderFile file = files.get(payment);
        if (file == null) {
            throw new NotPossible(NotPossible.Why.NOT_FOUND, "no such payment");
        }
        return file;
    }

    private synchronized void keep(OrderFile file, PaymentId payment) {
        List<Event> events = file.hasChanges() ? file.changes().events() : List.of();
        events.stream()
                .filter(event -> event.type() == EventType.PAYMENT_PAID_LATE)
                .forEach(event -> late.add(event.payment()));
        OrderFile committed = file.committed();
        committed.payments().forEach(each -> files.put(each.id(), committed));
        files.put(payment, committed);
        listener.accept(events);
    }

    /** The provider says something of the payment's newest attempt. */
    void say(PaymentId payment, Outcome outcome) {
        say(payment, outcome, Instant.now());
    }

    void say(PaymentId payment, Outcome outcome, Instant now) {
        change(payment, file -> {
            List<Attempt> attempts = file.attemptsOf(payment);
            Source source = attempts.getLast().status() == AttemptStatus.STARTED ? Source.REPLY : Source.NOTIFICATION;
            life.answered(file, attempts.getLast().id(), outcome, source, now);
        });
    }

    /** An attempt that begins and gets no answer at all. */
    Attempt begin(PaymentId payment, String method, Instant now) {
        List<Attempt> begun = new ArrayList<>();
        change(
                payment,
                file -> begun.add(life.start(file, payment, new StoreProfile.Offer(method, ACCOUNT, "sandbox"), now)));
        return begun.getFirst();
    }

    PaymentLife life() {
        return life;
    }

    @Override
    public synchronized Optional<PaymentView> view(MerchantId asked, PaymentId payment) {
        return Optional.ofNullable(files.get(payment))
                .filter(file -> file.merchant().equals(asked))
                .map(file -> new PaymentView(file, payment));
    }

    @Override
    public synchronized PaymentView start(MerchantId asked, PaymentId payment, String method, Payer payer) {
        if (!offered.contains(method)) {
            throw new NotPossible(NotPossible.Why.METHOD_UNAVAILABLE, "not offered");
        }
        Attempt attempt = begin(payment, method, Instant.now());
        Function<Attempt, Outcome> answer = answers.get(method);
        if (attempt.status() == AttemptStatus.STARTED && answer != null) {
            say(payment, answer.apply(attempt));
        }
        return new PaymentView(read(payment), payment);
    }

    @Override
    public PaymentView look(MerchantId asked, PaymentId payment) {
        looked.accept(payment);
        return new PaymentView(read(payment), payment);
    }

    @Override
    public List<MethodChoice> methods(PaymentView payment, Occasion occasion) {
        List<String> declined = payment.attempts().stream()
                .filter(attempt -> attempt.status() == AttemptStatus.DECLINED)
                .map(Attempt::method)
                .toList();
        List<String> sorted = new ArrayList<>(offered);
        sorted.removeAll(declined);
        offered.stream().filter(declined::contains).forEach(sorted::add);
        String why = declined.isEmpty() ? "recommend.shop_choice" : "recommend.after_decline";
        return sorted.stream()
                .map(method -> new MethodChoice(
                        method, "sandbox", style(method), method.equals(sorted.getFirst()), why, false))
                .toList();
    }

    private static Style style(String method) {
        return switch (method) {
            case "qr" -> Style.SCAN;
            case "bank_transfer" -> Style.TRANSFER;
            default -> Style.REDIRECT;
        };
    }

    @Override
    public String storeName(PaymentView payment) {
        return "Tea & Leaf";
    }

    @Override
    public synchronized boolean wasPaidLate(PaymentView payment) {
        return late.contains(payment.id());
    }

    static Outcome collected(Attempt attempt) {
        return new Outcome.Done(Outcome.Effect.CAPTURED, "ch_1", attempt.amount());
    }

    static Outcome must(NextAction action) {
        return new Outcome.PayerMust("ch_1", action);
    }

    static Outcome scan() {
        return must(new NextAction.Scan(
                "https://wallet.example/q/7f3kq9x2m4", Instant.now().plus(Duration.ofMinutes(5))));
    }

    static Outcome transfer() {
        return must(new NextAction.Transfer(
                List.of(
                        new NextAction.Detail("beneficiary", "Sandbox Bank"),
                        new NextAction.Detail("iban", "XX00 SAND BOX0 0000 0000 00"),
                        new NextAction.Detail("reference", "SBX7F3KQ9X2"),
                        new NextAction.Detail("amount", "1234.50 EUR")),
                null));
    }
}
