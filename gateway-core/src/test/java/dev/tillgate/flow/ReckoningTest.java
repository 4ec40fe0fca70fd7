package dev.tillgate.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tillgate.flow.Reckoning.Arrival;
import dev.tillgate.flow.Reckoning.Verdict;
import dev.tillgate.money.Money;
import dev.tillgate.payment.PaymentPolicy;
import dev.tillgate.payment.PaymentPolicy.Late;
import dev.tillgate.payment.PaymentPolicy.Over;
import dev.tillgate.payment.PaymentPolicy.Tolerance;
import dev.tillgate.payment.PaymentPolicy.Under;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole table: what money that came makes of a payment over 10.00. */
class ReckoningTest {
    @ParameterizedTest(name = "{0}: before {1}, asked {2}, came {3}, late {4}, {5}/{6}/{7} is {8}")
    @CsvSource({
        // method, before, asked, came, late, when late, when under, when over, verdict, missing, excess
        "card,     0,   1000, 1000, false, ACCEPT, HOLD,   HOLD,   PAID,           0,   0",
        "card,     0,   1000, 1000, true,  ACCEPT, HOLD,   HOLD,   PAID,           0,   0",
        "card,     0,   1000, 1000, true,  REFUND, HOLD,   HOLD,   LATE_BACK,      0,   0",
        "card,     0,   1000, 1000, false, REFUND, HOLD,   HOLD,   PAID,           0,   0",
        // A card cannot bring another amount: whatever the policy, somebody has made a mistake.
        "card,     0,   1000,  999, false, ACCEPT, TOP_UP, KEEP,   HOLD,           0,   0",
        "card,     0,   1000, 1001, false, ACCEPT, REFUND, REFUND, HOLD,           0,   0",
        "card,     0,   1000,  999, true,  REFUND, REFUND, REFUND, HOLD,           0,   0",
        "transfer, 0,   1000,  700, false, ACCEPT, HOLD,   HOLD,   HOLD,           300, 0",
        "transfer, 0,   1000,  700, false, ACCEPT, TOP_UP, HOLD,   UNDERPAID,      300, 0",
        "transfer, 0,   1000,  700, false, ACCEPT, REFUND, HOLD,   UNDERPAID_BACK, 300, 0",
        "transfer, 0,   1000,  700, true,  ACCEPT, TOP_UP, HOLD,   UNDERPAID_BACK, 300, 0",
        "transfer, 0,   1000,  700, true,  ACCEPT, HOLD,   HOLD,   HOLD,           300, 0",
        "transfer, 0,   1000,  700, true,  REFUND, TOP_UP, KEEP,   LATE_BACK,      300, 0",
        "transfer, 0,   1000, 1200, false, ACCEPT, HOLD,   HOLD,   HOLD,           0,   200",
        "transfer, 0,   1000, 1200, false, ACCEPT, HOLD,   KEEP,   OVERPAID,       0,   200",
        "transfer, 0,   1000, 1200, false, ACCEPT, HOLD,   REFUND, OVERPAID_BACK,  0,   200",
        "transfer, 0,   1000, 1200, true,  ACCEPT, HOLD,   REFUND, OVERPAID_BACK,  0,   200",
        "transfer, 0,   1000, 1200, true,  REFUND, HOLD,   REFUND, LATE_BACK,      0,   200",
        // The rest, after 7.00.
        "card,     700, 300,   300, false, ACCEPT, TOP_UP, HOLD,   PAID,           0,   0",
        "transfer, 700, 300,   200, false, ACCEPT, TOP_UP, HOLD,   UNDERPAID,      100, 0",
        "transfer, 700, 300,   500, false, ACCEPT, TOP_UP, REFUND, OVERPAID_BACK,  0,   200",
        // A whole second transfer that crossed the first one comes as it was asked: it is booked in any case.
        "transfer, 700, 1000, 1000, false, ACCEPT, TOP_UP, HOLD,   OVERPAID,       0,   700",
        "card,     700, 1000, 1000, false, ACCEPT, TOP_UP, REFUND, OVERPAID_BACK,  0,   700",
        // The 7.00 went back while the rest was being paid, and the policy was changed: still booked.
        "card,     0,   300,   300, false, ACCEPT, HOLD,   HOLD,   UNDERPAID,      700, 0",
    })
    void the_table(
            String method,
            long before,
            long asked,
            long came,
            boolean late,
            Late whenLate,
            Under under,
            Over over,
            Verdict verdict,
            long missing,
            long excess) {
        AmountTerms terms =
                new AmountTerms(method.equals("transfer"), new PaymentPolicy(whenLate, under, over, Tolerance.NONE));

        Reckoning reckoning = Reckoning.of(terms, new Arrival(euro(1000), euro(before), euro(asked), euro(came), late));

        assertThat(reckoning.verdict()).isEqualTo(verdict);
        assertThat(reckoning.missing()).isEqualTo(euro(missing));
        assertThat(reckoning.excess()).isEqualTo(euro(excess));
    }

    @Test
    void another_currency_is_never_booked_whatever_the_policy() {
        AmountTerms generous = new AmountTerms(
                true, new PaymentPolicy(Late.ACCEPT, Under.TOP_UP, Over.KEEP, new Tolerance(500, 1000)));

        Reckoning reckoning =
                Reckoning.of(generous, new Arrival(euro(1000), euro(0), euro(1000), Money.ofMinor(1000, "JPY"), false));

        assertThat(reckoning.verdict()).isEqualTo(Verdict.HOLD);
    }

    @ParameterizedTest
    @CsvSource({
        // owed, missing, minor units, basis points, counts as paid
        "1000, 1,    0,   0,    false",
        "1000, 1,    1,   0,    true",
        "1000, 2,    1,   0,    false",
        "1000, 10,   0,   100,  true",
        "1000, 11,   0,   100,  false",
        "1000, 11,   20,  100,  true",
        // Rounded down: half a percent of 1.99 is less than a cent.
        "199,  1,    0,   50,   false",
        "200,  1,    0,   50,   true",
        "5,    5,    100, 1000, false",
        // Beyond what a long could multiply.
        "9000000000000000000, 900000000000000000, 0, 1000, true",
        "9000000000000000000, 900000000000000001, 0, 1000, false",
    })
    void a_tolerance_is_exact(long owed, long missing, long minor, int points, boolean covered) {
        assertThat(new Tolerance(minor, points).covers(euro(owed), euro(missing)))
                .isEqualTo(covered);
    }

    @Test
    void within_the_tolerance_a_transfer_pays_whatever_else_the_policy_says() {
        PaymentPolicy policy = new PaymentPolicy(Late.ACCEPT, Under.HOLD, Over.HOLD, new Tolerance(5, 0));

        assertThat(Reckoning.of(
                                new AmountTerms(true, policy),
                                new Arrival(euro(1000), euro(0), euro(1000), euro(995), false))
                        .verdict())
                .isEqualTo(Verdict.PAID);
        assertThat(Reckoning.of(
                                new AmountTerms(false, policy),
                                new Arrival(euro(1000), euro(0), euro(1000), euro(995), false))
                        .verdict())
                .as("a card")
                .isEqualTo(Verdict.HOLD);
    }

    @Test
    void there_is_no_negative_and_no_boundless_tolerance() {
        assertThatThrownBy(() -> new Tolerance(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tolerance(0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Tolerance(0, 1001)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Money euro(long minor) {
        return Money.ofMinor(minor, "EUR");
    }
}
