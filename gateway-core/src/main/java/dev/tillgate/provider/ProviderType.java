package dev.tillgate.provider;

import dev.tillgate.money.Money;
import dev.tillgate.provider.simulator.Simulator;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All the gateway knows of a kind of provider; each provider package exports exactly one. Powers are read off the
 * provider class, so nothing is declared twice. Texts for merchants and buyers are in {@code messages_en.properties} and
 * {@code messages_zh_CN.properties} beside the provider class.
 *
 * @param id stable short name, such as {@code sandbox}
 * @param methods the methods it serves, best first
 * @param currencies ISO 4217 codes, or empty for any
 * @param settings what a merchant fills in
 * @param provider the class that {@code opener} opens
 * @param rules what else there is to know
 */
public record ProviderType(
        String id,
        List<MethodType> methods,
        Set<String> currencies,
        List<SettingField> settings,
        Class<? extends Provider> provider,
        Opener opener,
        Rules rules) {
    /** Opens the provider for one account; {@code clock} is for signing and for the age of access tokens only. */
    @FunctionalInterface
    public interface Opener {
        Provider open(Settings settings, Exchange exchange, InstantSource clock);
    }

    /**
     * What differs between providers beyond their wire.
     *
     * @param declines their decline codes
     * @param check what is wrong with settings that are fine one by one, as message keys by field name: keys that do not
     *     belong together, a live key in test mode
     * @param limits whether a method takes this amount
     * @param acknowledgement the body that tells the provider that its notification was taken
     * @param simulator its simulator, for practice, or null when there is none
     */
    public record Rules(
            ErrorTable declines,
            Function<Settings, Map<String, String>> check,
            BiPredicate<MethodType, Money> limits,
            String acknowledgement,
            Simulator.@Nullable Opener simulator) {
        /** No codes, no further checks, no limits, an empty acknowledgement, no simulator. */
        public static final Rules NONE =
                new Rules(new ErrorTable(Map.of()), settings -> Map.of(), (method, amount) -> true, "", null);

        public Rules withDeclines(ErrorTable table) {
            return new Rules(table, check, limits, acknowledgement, simulator);
        }

        public Rules withCheck(Function<Settings, Map<String, String>> whole) {
            return new Rules(declines, whole, limits, acknowledgement, simulator);
        }

        public Rules withLimits(BiPredicate<MethodType, Money> takes) {
            return new Rules(declines, check, takes, acknowledgement, simulator);
        }

        public Rules withAcknowledgement(String body) {
            return new Rules(declines, check, limits, body, simulator);
        }

        public Rules withSimulator(Simulator.Opener opener) {
            return new Rules(declines, check, limits, acknowledgement, opener);
        }
    }

    public ProviderType {
        methods = List.copyOf(methods);
        currencies = Set.copyOf(currencies);
        settings = List.copyOf(settings);
    }

    /** A provider without further rules. */
    public ProviderType(
            String id,
            List<MethodType> methods,
            Set<String> currencies,
            List<SettingField> settings,
            Class<? extends Provider> provider,
            Opener opener) {
        this(id, methods, currencies, settings, provider, opener, Rules.NONE);
    }

    public boolean can(Class<? extends Provider> power) {
        return power.isAssignableFrom(provider);
    }

    /** Whether it can collect this amount by this method. */
    public boolean serves(String method, Money amount) {
        String currency = amount.currencyCode();
        return method(method)
                .filter(type -> currencies.isEmpty() || currencies.contains(currency))
                .filter(type -> type.currencies().isEmpty() || type.currencies().contains(currency))
                .filter(type -> rules.limits().test(type, amount))
                .isPresent();
    }

    public Optional<MethodType> method(String code) {
        return methods.stream().filter(m -> m.code().equals(code)).findFirst();
    }
}
