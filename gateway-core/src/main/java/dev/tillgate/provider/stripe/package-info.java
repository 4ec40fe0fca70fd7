/**
 * Stripe: hosted Checkout pages for payers, and payment intents for instruments that are known already. The wire is
 * pinned to one version ({@link dev.tillgate.provider.stripe.Stripe#API_VERSION}); a simulator that speaks it is in
 * {@link dev.tillgate.provider.stripe.simulator}.
 *
 * <p>How our ids travel: the attempt id is the idempotency key of its creation, {@code client_reference_id} of the
 * Checkout session, and {@code metadata[tillgate_attempt]} of session and payment intent. The id of a refund or capture
 * is the idempotency key of its request and stands in the metadata of what it made or changed.
 *
 * <p>Instruments (what {@code ChargeRequest.instrument} may be): {@code pm_…}, a payment method made by Stripe's own
 * fields in the payer's browser; {@code ctoken_…}, a confirmation token made there; {@code cus_…/pm_…}, a payment method
 * saved for that customer, charged without the payer being present.
 */
package dev.tillgate.provider.stripe;
