package dev.tillgate.flow;

import dev.tillgate.payment.PaymentPolicy;

/**
 * How money that comes by a method is judged.
 *
 * @param payerSetsAmount whether another amount than was asked for can come (a transfer); otherwise it is a mistake of
 *     the provider, whatever the policy
 */
public record AmountTerms(boolean payerSetsAmount, PaymentPolicy policy) {
    /** Of a method whose amount is fixed, at a store that has said nothing. */
    public static final AmountTerms USUAL = new AmountTerms(false, PaymentPolicy.USUAL);
}
