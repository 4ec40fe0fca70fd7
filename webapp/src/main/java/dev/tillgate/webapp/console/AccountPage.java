package dev.tillgate.webapp.console;

import dev.tillgate.merchant.ProviderAccount;
import dev.tillgate.merchant.ProviderAccounts;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.ProviderType;
import dev.tillgate.provider.SettingField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The form of a provider account, new or known.
 *
 * @param account the known one, or null
 * @param label as entered or as stored
 * @param values settings as entered or as stored; secrets never
 * @param problems message key by field name
 * @param notificationUrl what the merchant has to tell the provider, or null for a new one
 * @param wish names the wish to have that address registered, or empty
 */
public record AccountPage(
        View view,
        ProviderType type,
        @Nullable ProviderAccount account,
        String label,
        Map<String, String> values,
        Map<String, String> problems,
        @Nullable String notificationUrl,
        String wish) {

    /** Whether the gateway can tell the provider the address by itself. */
    public boolean canRegister() {
        return account != null && type.can(Provider.RegistersWebhook.class);
    }

    /** Whether a webhook that is there can be replaced, because its secret is told once only. */
    public boolean canReplace() {
        return canRegister() && view.frame().texts().has("provider." + type.id() + ".webhook.replace");
    }

    /** Whether that was just asked for. */
    public boolean asksToReplace() {
        return "webhook_consent".equals(view.said());
    }

    public String registerPath() {
        return action() + "/webhook";
    }

    public String replaceText() {
        return view.text("provider." + type.id() + ".webhook.replace");
    }

    public String value(SettingField field) {
        return field.secret() ? "" : values.getOrDefault(field.name(), "");
    }

    /** Whether it is a secret that is set and that the account can do without. */
    public boolean canRemove(SettingField field) {
        return field.secret()
                && !field.required()
                && account != null
                && account.settings().values().containsKey(field.name());
    }

    /** The name of the choice to take it away, within the form. */
    public String removal(SettingField field) {
        return field.name() + ProviderAccounts.REMOVE;
    }

    public @Nullable String problem(String field) {
        String key = problems.get(field);
        return key == null ? null : view.textOr(key, view.text("problem.setting.invalid"));
    }

    public String fieldLabel(SettingField field) {
        return view.textOr("provider." + type.id() + "." + field.name(), field.name());
    }

    public String choiceLabel(SettingField field, String choice) {
        return view.textOr("provider." + type.id() + "." + field.name() + "." + choice, choice);
    }

    /** What the merchant does at the provider, step by step; empty when there is nothing to do. */
    public List<String> guide() {
        List<String> steps = new ArrayList<>();
        String key = "provider." + type.id() + ".guide.";
        for (int i = 1; view.frame().texts().has(key + i); i++) {
            steps.add(view.text(key + i));
        }
        return steps;
    }

    public String help(SettingField field) {
        return view.textOr("provider." + type.id() + "." + field.name() + ".help", "");
    }

    public String action() {
        return view.path("/console/accounts/" + (account == null ? "new/" + type.id() : account.id()));
    }

    public String providerName() {
        return view.textOr("provider." + type.id(), type.id());
    }
}
