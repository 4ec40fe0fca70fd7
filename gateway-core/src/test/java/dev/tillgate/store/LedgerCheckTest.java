package dev.tillgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tillgate.flow.OrderFile;
import dev.tillgate.flow.Pace;
import dev.tillgate.flow.PaymentLife;
import dev.tillgate.flow.PaymentLife.Source;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.StoreProfile;
import dev.tillgate.money.Money;
import dev.tillgate.payment.Attempt;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.payment.Operation;
import dev.tillgate.payment.PaymentId;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Outcome.Effect;
import dev.tillgate.store.LedgerCheck.Disagreement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerCheckTest {
    private final PaymentLife life = new PaymentLife(Pace.USUAL);
    private StoreFixture fixture;
    private LedgerCheck check;

    @BeforeAll
    void open() {
        fixture = new StoreFixture();
        check = new LedgerCheck(fixture.sessions);
    }

    @BeforeEach
    void empty() {
        fixture.empty();
    }

    @AfterAll
    void close() {
        fixture.close();
    }

    @Test
    void the_books_agree_whatever_a_payment_has_been_through() {
        new Till(fixture.sessions, fixture.samples).purchase("plain");
        new Till(fixture.sessions, fixture.samples).create("never paid");
        OrderFile file = authorized("captured in parts, refunded in parts, one refund bounced");
        PaymentId id = Samples.onlyPayment(file).id();
        succeed(file, life.operations().capture(file, id, euros(700), Samples.NOW), Effect.CAPTURED);
        succeed(file, life.operations().capture(file, id, euros(300), Samples.NOW), Effect.CAPTURED);
        succeed(file, life.operations().refund(file, id, euros(400), null, Samples.NOW), Effect.REFUNDED);
        Operation bounced = life.operations().refund(file, id, euros(100), null, Samples.NOW);
        succeed(file, bounced, Effect.REFUNDED);
        life.operations().answered(file, bounced.id(), new Outcome.Refused("closed"), Source.REPLY, Samples.NOW);
        life.operations().refund(file, id, euros(50), null, Samples.NOW);
        fixture.inOne(books -> books.save(file));
        OrderFile released = authorized("released");
        succeed(
                released,
                life.operations()
                        .release(released, Samples.onlyPayment(released).id(), Samples.NOW),
                Effect.CLOSED);
        fixture.inOne(books -> books.save(released));

        assertThat(check.run(10)).isEmpty();
    }

    @Test
    void a_sum_that_no_entry_explains_is_found() {
        PaymentView paid = new Till(fixture.sessions, fixture.samples).purchase("sum");
        fixture.database.execute("UPDATE payment SET captured = captured + 1");

        assertThat(check.run(10))
                .containsExactly(new Disagreement(
                        fixture.samples.merchant,
                        paid.id().value(),
                        "payment says 1999/2000/0 EUR, ledger 1999/1999/0"));
    }

    @Test
    void a_lost_entry_is_found_by_payment_and_by_provider() {
        PaymentView paid = new Till(fixture.sessions, fixture.samples).purchase("lost");
        fixture.database.execute("DELETE FROM ledger_entry");

        assertThat(check.run(10))
                .extracting(Disagreement::subject)
                .containsExactly(paid.id().value(), "prompt");
    }

    @Test
    void an_entry_without_payment_and_an_operation_without_entry_are_found() {
        new Till(fixture.sessions, fixture.samples).purchase("orphan");
        fixture.database.execute("UPDATE ledger_entry SET payment_id = 'pay_elsewhere'");
        OrderFile file = authorized("operation");
        Operation capture =
                life.operations().capture(file, Samples.onlyPayment(file).id(), euros(700), Samples.NOW);
        fixture.inOne(books -> books.save(file));
        fixture.database.execute("UPDATE operation SET status = 'SUCCEEDED'");

        assertThat(check.run(10))
                .extracting(Disagreement::what)
                .anyMatch(what -> what.contains("not there: pay_elsewhere"))
                .contains("CAPTURE SUCCEEDED of 700 EUR, ledger 0");
        assertThat(check.run(10))
                .extracting(Disagreement::subject)
                .contains(capture.id().value());
    }

    /** An order of 10 euros, reserved. */
    private OrderFile authorized(String reference) {
        OrderFile file = OrderFile.opened(fixture.samples.order(reference));
        PaymentId id = life.open(file, CaptureMode.MANUAL, Duration.ofHours(1), Samples.NOW)
                .id();
        StoreProfile.Offer offer = new StoreProfile.Offer("card", fixture.samples.account, "sandbox");
        Attempt attempt = life.start(file, id, offer, Samples.NOW);
        Outcome reserved = new Outcome.Done(Effect.AUTHORIZED, "ch_1", attempt.amount());
        life.answered(file, attempt.id(), reserved, Source.REPLY, Samples.NOW);
        return file;
    }

    private void succeed(OrderFile file, Operation operation, Effect effect) {
        Outcome done = new Outcome.Done(effect, "op_1", operation.amount());
        life.operations().answered(file, operation.id(), done, Source.REPLY, Samples.NOW);
    }

    private static Money euros(long minor) {
        return Money.ofMinor(minor, "EUR");
    }
}
