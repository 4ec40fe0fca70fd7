package dev.tillgate.webapp.console;

import java.util.List;

/**
 * A shop cannot be connected with this address.
 *
 * @param wrong names of the parameters to blame, or empty when it is too old
 */
public record ConnectOverPage(View view, List<String> wrong) {}
