/**
 * PayPal's side of the wire, for tests and for practice: tokens, orders, captures, authorizations, refunds, the payer's
 * page, and notifications signed with certificates of its own, with a book that says what is true and trouble on
 * demand. {@link dev.tillgate.provider.paypal.simulator.PayPalSimulator} is the door; orders ({@code SimulatedOrders})
 * and what happens to money afterwards ({@code SimulatedPayments}) write into one book, as PayPal's own JSON ({@code
 * OrderJson}); {@code SimulatedNotices} tells the merchant, with certificates from {@code SimulatedCertificates}.
 *
 * <p>It keeps to the published schemas and to what PayPal's own client libraries send and accept; both are tested. It
 * knows PayPal's header for negative tests, {@code PayPal-Mock-Response}.
 */
package dev.tillgate.provider.paypal.simulator;
