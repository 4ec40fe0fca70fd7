package dev.tillgate.merchant;

import dev.tillgate.payment.AccountId;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Opens and changes accounts at providers; what is saved has been checked by the provider's own rules. */
public final class ProviderAccounts {
    /** Added to a setting's name, says that an optional secret is to be taken away rather than kept. */
    public static final String REMOVE = ".remove";

    private static final int LONGEST_SETTING = 10_000;

    private final AccountBook book;
    private final List<ProviderType> types;
    private final Clock clock;

    public ProviderAccounts(AccountBook book, List<ProviderType> types, Clock clock) {
        this.book = book;
        this.types = List.copyOf(types);
        this.clock = clock;
    }

    /** The kinds of provider an account can be opened at. */
    public List<ProviderType> types() {
        return types;
    }

    public Optional<ProviderType> type(String provider) {
        return types.stream().filter(type -> type.id().equals(provider)).findFirst();
    }

    /** @throws NotAccepted naming every setting that is missing or wrong */
    public ProviderAccount open(MerchantId merchant, String provider, String label, Map<String, String> entered) {
        ProviderType type = type(provider).orElseThrow(() -> new NotAccepted("provider", "problem.provider.unknown"));
        ProviderAccount account = new ProviderAccount(
                merchant,
                AccountId.next(),
                provider,
                Names.accepted("label", label),
                checked(type, entered, Map.of()),
                true,
                clock.instant(),
                clock.instant());
        book.insert(account);
        return account;
    }

    /**
     * Changes label and settings; a secret left empty stays as it is, since it is never shown to be sent back. An
     * optional one goes when something is entered under its name and {@link #REMOVE}.
     *
     * @throws NotAccepted naming every setting that is missing or wrong
     */
    public ProviderAccount change(MerchantId merchant, AccountId account, String label, Map<String, String> entered) {
        String accepted = Names.accepted("label", label);
        return book.change(merchant, account, before -> {
            ProviderType type = type(before.provider()).orElseThrow(NoSuchElementException::new);
            Settings settings = checked(type, entered, before.settings().values());
            return before.with(accepted, settings, clock.instant());
        });
    }

    /**
     * Adds settings that the provider itself has told.
     *
     * @throws NotAccepted when they are not what such settings look like
     */
    public ProviderAccount learn(MerchantId merchant, AccountId account, Map<String, String> told) {
        return book.change(merchant, account, before -> {
            ProviderType type = type(before.provider()).orElseThrow(NoSuchElementException::new);
            Map<String, String> all = new LinkedHashMap<>(before.settings().values());
            all.putAll(told);
            return before.with(before.label(), checked(type, all, Map.of()), clock.instant());
        });
    }

    /** Whether new attempts may use the account; old charges live on in any case. */
    public ProviderAccount enable(MerchantId merchant, AccountId account, boolean enabled) {
        return book.change(merchant, account, before -> before.switched(enabled, clock.instant()));
    }

    private static Settings checked(ProviderType type, Map<String, String> entered, Map<String, String> before) {
        Map<String, String> accepted = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        for (SettingField field : type.settings()) {
            String value = entered.getOrDefault(field.name(), "").strip();
            boolean removed = !field.required() && entered.containsKey(field.name() + REMOVE);
            if (value.isEmpty() && field.secret() && !removed) {
                value = before.getOrDefault(field.name(), "");
            }
            if (!value.isEmpty()) {
                accepted.put(field.name(), value);
                problem(field, value).ifPresent(key -> problems.put(field.name(), key));
            } else if (field.required()) {
                problems.put(field.name(), "problem.setting.missing");
            }
        }
        Settings settings = new Settings(accepted);
        if (problems.isEmpty()) {
            problems.putAll(type.rules().check().apply(settings));
        }
        if (!problems.isEmpty()) {
            throw new NotAccepted(problems);
        }
        return settings;
    }

    private static Optional<String> problem(SettingField field, String value) {
        return value.length() > LONGEST_SETTING
                ? Optional.of("problem.setting.long")
                : field.check().apply(value);
    }
}
