package dev.tillgate.webapp.connect;

import dev.tillgate.merchant.Administration;
import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.merchant.Store;
import dev.tillgate.merchant.StoreMethod;
import dev.tillgate.money.InvalidMoney;
import dev.tillgate.money.Money;
import dev.tillgate.payment.AccountId;
import dev.tillgate.provider.MethodType;
import dev.tillgate.provider.ProviderType;
import java.util.Currency;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a store can do at this moment.
 *
 * @param testMode whether it offers a method that moves no money
 * @param methods codes of what it offers, in its order
 * @param currencies ISO 4217 codes that at least one of them takes, sorted
 */
public record StoreStatus(Store store, boolean testMode, List<String> methods, List<String> currencies) {
    private static final String MODE = "mode";
    private static final String LIVE = "live";
    private static final String SANDBOX = "sandbox";
    private static final Set<String> ALL = Currency.getAvailableCurrencies().stream()
            .map(Currency::getCurrencyCode)
            .filter(StoreStatus::isUsable)
            .collect(Collectors.toUnmodifiableSet());

    public static StoreStatus of(Administration administration, Store store) {
        Map<AccountId, ProviderAccount> accounts = new HashMap<>();
        administration.accounts().accounts(store.merchant()).forEach(account -> accounts.put(account.id(), account));
        Set<String> methods = new LinkedHashSet<>();
        Set<String> currencies = new TreeSet<>();
        boolean test = false;
        for (StoreMethod method : administration.methods().of(store.merchant(), store.id())) {
            ProviderAccount account = accounts.get(method.account());
            if (!method.enabled() || account == null || !account.enabled()) {
                continue;
            }
            methods.add(method.method());
            test |= isTest(account);
            administration
                    .providers()
                    .type(account.provider())
                    .ifPresent(type -> currencies.addAll(currencies(type, method.method())));
        }
        return new StoreStatus(store, test, List.copyOf(methods), List.copyOf(currencies));
    }

    private static boolean isTest(ProviderAccount account) {
        return account.provider().equals(SANDBOX)
                || !account.settings().getOr(MODE, LIVE).equals(LIVE);
    }

    private static Set<String> currencies(ProviderType type, String method) {
        Set<String> ofMethod = type.methods().stream()
                .filter(each -> each.code().equals(method))
                .findFirst()
                .map(MethodType::currencies)
                .orElse(Set.of());
        Set<String> named = ofMethod.isEmpty() ? type.currencies() : ofMethod;
        return named.isEmpty() ? ALL : named;
    }

    private static boolean isUsable(String code) {
        try {
            Money.currency(code);
            return true;
        } catch (InvalidMoney not) {
            return false;
        }
    }
}
