package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.OrderDesk;
import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.PolicyBook;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.NextAction;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.OperationKind;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.payment.PaymentPolicy;
import dev.tillgate.payment.PaymentPolicy.Late;
import dev.tillgate.payment.PaymentPolicy.Over;
import dev.tillgate.payment.PaymentPolicy.Tolerance;
import dev.tillgate.payment.PaymentPolicy.Under;
import dev.tillgate.payment.PaymentStatus;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The rest of a payment and late whole transfers at the same moment, on a real database; the price is 19.99. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PartPaymentRacesTest {
    private static final Money PRICE = Money.ofMinor(1999, "EUR");
    private static final Money PART = Money.ofMinor(1500, "EUR");
    private static final Money REST = Money.ofMinor(499, "EUR");

    private StoreFixture fixture;
    private OrderDesk desk;
    private StoredPolicies policies;
    private final PaymentLife life = new PaymentLife(Pace.USUAL);
    private final InstantSource clock = InstantSource.system();

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        policies = new StoredPolicies(fixture.sessions, clock);
        desk = new OrderDesk(
                new StoredTransactions(
                        fixture.sessions,
                        (merchant, store) -> false,
                        (merchant, store) -> true,
                        (provider, method) -> method.endsWith("transfer")),
                (events, due) -> {});
        policies.set(
                fixture.samples.merchant,
                fixture.samples.store,
                PolicyBook.ANY_METHOD,
                new PaymentPolicy(Late.REFUND, Under.TOP_UP, Over.REFUND, Tolerance.NONE));
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void whoever_comes_first_the_order_is_charged_once_and_the_rest_goes_back() throws Exception {
        for (int round = 0; round < 20; round++) {
            Placed order = place("race " + round);
            AttemptId whole = start(order, "other_transfer").id();
            awaits(order, whole);
            AttemptId part = start(order, "bank_transfer").id();
            awaits(order, part);
            comes(order, part, PART);
            Attempt rest = start(order, "card");
            assertThat(rest.amount()).isEqualTo(REST);

            together(List.of(
                    () -> comes(order, whole, PRICE),
                    () -> comes(order, rest.id(), REST),
                    () -> comes(order, rest.id(), REST),
                    () -> comes(order, whole, PRICE)));

            OrderFile file = refundAll(order);
            PaymentView view = new PaymentView(file, order.payment);
            assertThat(view.payment().status()).isEqualTo(PaymentStatus.PAID);
            assertThat(view.payment().captured()).isEqualTo(Money.ofMinor(1500 + 499 + 1999, "EUR"));
            assertThat(view.received()).isEqualTo(PRICE);
        }
        assertThat(new LedgerCheck(fixture.sessions).run(20)).isEmpty();
    }

    @Test
    void many_who_begin_the_rest_at_once_begin_one() throws Exception {
        Placed order = place("starts");
        AttemptId part = start(order, "bank_transfer").id();
        awaits(order, part);
        comes(order, part, PART);

        List<Object> begun = StoreFixture.together(8, () -> start(order, "card").amount());

        assertThat(begun).filteredOn(Money.class::isInstance).containsExactly(REST);
        assertThat(begun).filteredOn(NotPossible.class::isInstance).hasSize(7);
    }

    @Test
    void late_money_goes_back_and_the_books_agree() {
        Placed order = place("late");
        AttemptId transfer = start(order, "bank_transfer").id();
        awaits(order, transfer);
        change(order, file -> life.cancel(file, order.payment, clock.instant()));
        comes(order, transfer, Money.ofMinor(2500, "EUR"));
        comes(order, transfer, Money.ofMinor(2500, "EUR"));

        OrderFile file = refundAll(order);
        assertThat(file.payment(order.payment).status()).isEqualTo(PaymentStatus.CANCELED);
        assertThat(file.order().chargedBy()).isNull();
        assertThat(file.operations())
                .filteredOn(operation -> operation.kind() == OperationKind.REFUND)
                .extracting(Operation::cause, Operation::amount)
                .containsExactly(tuple(Operation.Cause.LATE, Money.ofMinor(2500, "EUR")));
        assertThat(new LedgerCheck(fixture.sessions).run(20)).isEmpty();
    }

    @Test
    void a_methods_own_policy_goes_before_the_stores_and_none_is_the_usual_one() {
        PaymentPolicy own = new PaymentPolicy(Late.ACCEPT, Under.REFUND, Over.KEEP, new Tolerance(7, 25));
        policies.set(fixture.samples.merchant, fixture.samples.store, "own", own);
        policies.set(fixture.samples.merchant, fixture.samples.store, "own", own);

        Map<String, PaymentPolicy> all = policies.policies(fixture.samples.merchant, fixture.samples.store);
        assertThat(all).containsEntry("own", own).containsKey("*");
        assertThat(inForce("own")).isEqualTo(own);
        assertThat(inForce("other").under()).isEqualTo(Under.TOP_UP);
        policies.clear(fixture.samples.merchant, fixture.samples.store, "own");
        policies.clear(fixture.samples.merchant, fixture.samples.store, "own");
        assertThat(inForce("own").under()).isEqualTo(Under.TOP_UP);
        assertThat(policies.policies(MerchantId.next(), fixture.samples.store)).isEmpty();
    }

    private PaymentPolicy inForce(String method) {
        return fixture.sessions.read(
                session -> StoredPolicies.inForce(session, fixture.samples.merchant, fixture.samples.store, method));
    }

    private record Placed(OrderId order, PaymentId payment) {}

    private Placed place(String reference) {
        OrderFile file = OrderFile.opened(fixture.samples.order(reference));
        PaymentId payment = life.open(file, CaptureMode.AUTOMATIC, Duration.ofHours(1), clock.instant())
                .id();
        fixture.inOne(books -> books.save(file));
        return new Placed(file.order().id(), payment);
    }

    private Attempt start(Placed order, String method) {
        return desk.change(
                        fixture.samples.merchant,
                        order.order,
                        (books, file) -> life.start(
                                file,
                                order.payment,
                                new StoreProfile.Offer(method, fixture.samples.account, "sandbox"),
                                clock.instant()))
                .result();
    }

    private void awaits(Placed order, AttemptId attempt) {
        NextAction action = new NextAction.Transfer(List.of(), null);
        says(order, attempt, new Outcome.PayerMust("ch_" + attempt, action), Source.REPLY);
    }

    private boolean comes(Placed order, AttemptId attempt, Money amount) {
        says(order, attempt, new Outcome.Done(Effect.CAPTURED, "ch_" + attempt, amount), Source.NOTIFICATION);
        return true;
    }

    private void says(Placed order, AttemptId attempt, Outcome outcome, Source source) {
        change(order, file -> life.answered(file, attempt, outcome, source, clock.instant()));
    }

    private void change(Placed order, Consumer<OrderFile> what) {
        desk.change(fixture.samples.merchant, order.order, (books, file) -> {
            what.accept(file);
            return true;
        });
    }

    /** The provider does every refund. */
    private OrderFile refundAll(Placed order) {
        return desk.change(fixture.samples.merchant, order.order, (books, file) -> {
                    file.operations().stream()
                            .filter(o -> o.kind() == OperationKind.REFUND)
                            .toList()
                            .forEach(o -> life.operations()
                                    .answered(
                                            file,
                                            o.id(),
                                            new Outcome.Done(Effect.REFUNDED, "re_" + o.id(), o.amount()),
                                            Source.QUERY,
                                            clock.instant()));
                    return true;
                })
                .file();
    }

    private static void together(List<Callable<Boolean>> work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(work.size())) {
            List<Future<Boolean>> done = new ArrayList<>(pool.invokeAll(work));
            for (Future<Boolean> one : done) {
                one.get();
            }
        }
    }
}
