package dev.tillgate.provider;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All the gateway knows of a kind of provider; each provider package exports exactly one. Powers are read off the
 * provider class, so nothing is declared twice.
 *
 * @param id stable short name, such as {@code sandbox}
 * @param methods the methods it serves, best first
 * @param currencies ISO 4217 codes, or empty for any
 * @param settings what a merchant fills in
 * @param provider the class that {@code opener} opens
 */
public record ProviderType(
        String id,
        List<MethodType> methods,
        Set<String> currencies,
        List<SettingField> settings,
        Class<? extends Provider> provider,
        Opener opener) {
    /** Opens the provider for one account. */
    @FunctionalInterface
    public interface Opener {
        Provider open(Settings settings, Exchange exchange);
    }

    public ProviderType {
        methods = List.copyOf(methods);
        currencies = Set.copyOf(currencies);
        settings = List.copyOf(settings);
    }

    public boolean can(Class<? extends Provider> power) {
        return power.isAssignableFrom(provider);
    }

    public boolean serves(String method, String currencyCode) {
        return method(method).isPresent() && (currencies.isEmpty() || currencies.contains(currencyCode));
    }

    public Optional<MethodType> method(String code) {
        return methods.stream().filter(m -> m.code().equals(code)).findFirst();
    }
}
