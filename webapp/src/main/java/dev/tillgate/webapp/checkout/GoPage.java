package dev.tillgate.webapp.checkout;

/**
 * What {@code checkout/go.jte} shows.
 *
 * @param address the provider's page, a web address
 */
public record GoPage(PayPage page, String address) {}
