package dev.tillgate.webapp.console;

/**
 * Logging in on the way to connecting a shop.
 *
 * @param shop which one, for reading
 * @param action where the form goes
 */
public record ConnectLogInPage(View view, String shop, String action) {}
