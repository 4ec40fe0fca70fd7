package dev.tillgate.webapp.console;

import dev.tillgate.merchant.Store;
import java.util.List;

/** The list of stores. */
public record StoresPage(View view, List<Store> stores) {}
