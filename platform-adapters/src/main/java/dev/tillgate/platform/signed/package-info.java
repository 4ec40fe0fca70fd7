/**
 * The signed shop protocol: a shop that implements one address, which the WooCommerce plugin and custom shops share.
 * Its public description is the page for developers, {@code /api/docs/shops}.
 */
@org.jspecify.annotations.NullMarked
package dev.tillgate.platform.signed;
