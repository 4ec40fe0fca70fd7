package dev.tillgate.flow;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;

/** Addresses of our own that others are given. */
public interface Links {
    /** The payment's page: an unguessable capability. */
    String checkout(MerchantId merchant, PaymentId payment);

    /** Where the provider sends the payer back to. */
    String returnFrom(MerchantId merchant, PaymentId payment);

    /** Where an account's provider sends notifications. */
    String notifications(AccountId account);
}
