package dev.tillgate.webapp.console;

import org.jspecify.annotations.Nullable;

/**
 * The page that makes the owner.
 *
 * @param open whether its link still works
 * @param path where the form goes
 * @param asksName whether the merchant's name has to be given, because there is no merchant yet
 * @param email as entered before
 * @param problem message key of what is wrong with what was entered, or null
 */
public record SetupPage(
        View view,
        boolean open,
        String path,
        boolean asksName,
        String email,
        String name,
        @Nullable String problem) {}
