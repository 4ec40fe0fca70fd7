package dev.tillgate.webapp.console;

import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.provider.ProviderType;
import java.util.List;

/** The list of provider accounts, and the kinds of provider another can be opened at. */
public record AccountsPage(View view, List<ProviderAccount> accounts, List<ProviderType> types) {}
