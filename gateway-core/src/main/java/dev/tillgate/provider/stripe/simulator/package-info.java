/**
 * A simulator of Stripe, for tests and for merchants who practice without an account; its own host serves it ({@link
 * dev.tillgate.provider.simulator.Simulator}).
 *
 * <p>Requests, with Stripe's names, states, errors and headers: {@code POST} and {@code GET /v1/checkout/sessions[/id]},
 * {@code …/id/expire}; {@code POST} and {@code GET /v1/payment_intents[/id]}, {@code …/id/confirm|capture|cancel}; {@code
 * POST} and {@code GET /v1/refunds[/id]}; {@code GET /v1/disputes[/id]}, {@code GET /v1/events[/id]}. Lists are newest
 * first and paged by {@code starting_after}; {@code expand} works for {@code payment_intent} and {@code latest_charge}. A
 * parameter that Stripe does not know is refused. An {@code Idempotency-Key} is kept for a day, its failure too; the same
 * key with other parameters is an {@code idempotency_error}.
 *
 * <p>What a payment becomes is chosen by the test instrument ({@code pm_card_visa}, {@code pm_card_chargeDeclined…},
 * {@code pm_card_threeDSecure2Required}, {@code pm_card_createDispute}, {@code pm_card_refundFail} …), or by the button
 * that is pressed on the payer's page. Notifications go where the request said ({@link
 * dev.tillgate.provider.stripe.Stripe#PRACTICE_NOTIFY_HEADER}), else to the account's endpoint, signed anew at every try,
 * ten times more within three days.
 */
package dev.tillgate.provider.stripe.simulator;
