package dev.tillgate.flow;

import dev.tillgate.money.Money;
import dev.tillgate.payment.PaymentPolicy.Late;
import dev.tillgate.payment.PaymentPolicy.Over;
import dev.tillgate.payment.PaymentPolicy.Under;

/**
 * What money that has come means for a payment, by the store's policy.
 *
 * @param total what was received for the payment, this money included
 * @param missing what is still owed, zero when nothing is
 * @param excess what is too much, zero when nothing is
 */
record Reckoning(Verdict verdict, Money total, Money missing, Money excess) {
    /** What follows. */
    enum Verdict {
        /** Not to be believed or not to be booked without an operator. */
        HOLD,
        /** The order is paid: exactly, or within the tolerance. */
        PAID,
        /** Kept; the rest is still owed. */
        UNDERPAID,
        /** Not enough: it goes back. */
        UNDERPAID_BACK,
        /** The order is paid, the excess is kept. */
        OVERPAID,
        /** The order is paid, the excess goes back. */
        OVERPAID_BACK,
        /** Too late: it goes back. */
        LATE_BACK
    }

    /**
     * Money that has come.
     *
     * @param owed by the whole payment
     * @param before what was received for it earlier and not given back
     * @param asked of the provider for this attempt
     * @param came by what the provider says
     * @param late whether the payment had ended
     */
    record Arrival(Money owed, Money before, Money asked, Money came, boolean late) {
        boolean isAsAsked() {
            return came.equals(asked);
        }
    }

    static Reckoning of(AmountTerms terms, Arrival arrival) {
        Money none = Money.zero(arrival.owed.currency());
        boolean believable = arrival.isAsAsked() || terms.payerSetsAmount();
        if (!arrival.came.currency().equals(arrival.owed.currency()) || !believable) {
            return new Reckoning(Verdict.HOLD, arrival.before, none, none);
        }
        Money total = arrival.before.plus(arrival.came);
        int balance = total.compareTo(arrival.owed);
        Money missing = balance < 0 ? arrival.owed.minus(total) : none;
        Money excess = balance > 0 ? total.minus(arrival.owed) : none;
        return new Reckoning(verdict(terms, arrival, missing, excess), total, missing, excess);
    }

    private static Verdict verdict(AmountTerms terms, Arrival arrival, Money missing, Money excess) {
        if (arrival.late && terms.policy().late() == Late.REFUND) {
            return Verdict.LATE_BACK;
        }
        if (missing.isPositive()) {
            return terms.policy().tolerance().covers(arrival.owed, missing) ? Verdict.PAID : tooLittle(terms, arrival);
        }
        return excess.isPositive() ? tooMuch(terms, arrival) : Verdict.PAID;
    }

    /** What came exactly as asked is booked in any case: that it is not enough is our doing, not the provider's. */
    private static Verdict tooLittle(AmountTerms terms, Arrival arrival) {
        Under under = terms.policy().under();
        if (under == Under.HOLD && !arrival.isAsAsked()) {
            return Verdict.HOLD;
        }
        // Nobody can top up a payment that has ended.
        return under == Under.REFUND || arrival.late ? Verdict.UNDERPAID_BACK : Verdict.UNDERPAID;
    }

    private static Verdict tooMuch(AmountTerms terms, Arrival arrival) {
        Over over = terms.policy().over();
        if (over == Over.HOLD && !arrival.isAsAsked()) {
            return Verdict.HOLD;
        }
        return over == Over.REFUND ? Verdict.OVERPAID_BACK : Verdict.OVERPAID;
    }
}
