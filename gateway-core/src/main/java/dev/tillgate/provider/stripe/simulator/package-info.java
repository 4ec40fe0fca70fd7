/**
 * A simulator of Stripe: Checkout sessions, payment intents, refunds, disputes and events on Stripe's own wire, with its
 * payer's pages, its test instruments, its idempotency keys and its signed, repeated notifications. For tests, and for
 * merchants who practice without an account.
 */
package dev.tillgate.provider.stripe.simulator;
