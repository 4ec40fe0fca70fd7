/** Connecting a shop to the gateway: what is asked, what is approved, what is handed over. */
@org.jspecify.annotations.NullMarked
package dev.tillgate.webapp.connect;
