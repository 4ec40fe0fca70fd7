package dev.tillgate.webapp.console;

import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.provider.ProviderType;
import java.util.List;

/** The list of provider accounts, the kinds of provider another can be opened at, and those that can be practiced. */
public record AccountsPage(
        View view, List<ProviderAccount> accounts, List<ProviderType> types, List<ProviderType> practice) {}
