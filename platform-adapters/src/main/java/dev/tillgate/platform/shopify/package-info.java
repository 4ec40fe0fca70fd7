/**
 * Shopify shops, through an app of the merchant's own. The buyer chooses a manual payment method in Shopify's checkout
 * and pays here; what was paid is booked on the order through the Admin API.
 */
@org.jspecify.annotations.NullMarked
package dev.tillgate.platform.shopify;
