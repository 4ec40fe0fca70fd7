/**
 * A shop of somebody else, as small as a shop can be: it knows the gateway only through its public API and callbacks,
 * with credentials of its own, and keeps its orders in tables of its own. Read it before you connect a shop: {@link
 * dev.tillgate.webapp.demo.GatewayClient} asks for money, {@link dev.tillgate.webapp.demo.DemoCallbacks} believes
 * nothing but verified callbacks, and {@link dev.tillgate.webapp.demo.ShopOrder} says what each of them changes.
 */
package dev.tillgate.webapp.demo;
