/**
 * PayPal, Orders v2: the payer agrees on PayPal's page, and the money moves with a second request of ours. The files:
 * the type with its settings ({@link dev.tillgate.provider.paypal.PayPal}), the verbs ({@link
 * dev.tillgate.provider.paypal.PayPalProvider}), the wire with its access token ({@code PayPalWire}), what an order is
 * ({@code PayPalOrder}) and what it means ({@code PayPalReading}), the codes as data ({@link
 * dev.tillgate.provider.paypal.PayPalErrors}), amounts ({@code PayPalAmounts}), and notifications: their signature
 * ({@code TransmissionSignature}), the certificates for it ({@code PayPalCertificates}) and their meaning ({@code
 * PayPalEvents}). The other side is in {@link dev.tillgate.provider.paypal.simulator}.
 *
 * <p>Checked against PayPal's published schemas (checkout_orders 2.13, payments 2.5, notifications 1.11) on 2026-11-25:
 * https://github.com/paypal/paypal-rest-api-specifications
 *
 * <p>Left out on purpose: a method of its own for Pay Later. Orders v2 has no field that asks for it on PayPal's page;
 * the payer chooses it there, within the method {@code paypal}.
 */
package dev.tillgate.provider.paypal;
