package dev.tillgate.webapp.console;

import dev.tillgate.merchant.Store;
import dev.tillgate.platform.PlatformType;
import dev.tillgate.provider.SettingField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a store is connected to a shop by an app of the merchant's own, step by step.
 *
 * @param card the connection, or null before there is one
 * @param values settings as entered or as stored; secrets never
 * @param problems message key by field name
 * @param appUrl what the merchant enters as the app's address
 */
public record ConnectAppPage(
        View view,
        Store store,
        PlatformType type,
        @Nullable ShopCard card,
        Map<String, String> values,
        Map<String, String> problems,
        String appUrl) {
    public String path() {
        return view.path("/console/stores/" + store.id());
    }

    public String action() {
        return path() + "/app/" + type.id();
    }

    public String name() {
        return view.textOr("platform." + type.id(), type.id());
    }

    /** The steps, from the first click to the first payment. */
    public List<String> guide() {
        List<String> steps = new ArrayList<>();
        String key = "platform." + type.id() + ".guide.";
        for (int i = 1; view.frame().texts().has(key + i); i++) {
            steps.add(view.text(key + i));
        }
        return steps;
    }

    public String label(SettingField field) {
        return view.textOr("platform." + type.id() + "." + field.name(), field.name());
    }

    public String help(SettingField field) {
        return view.textOr("platform." + type.id() + "." + field.name() + ".help", "");
    }

    public String choice(SettingField field, String choice) {
        return view.textOr("platform." + type.id() + "." + field.name() + "." + choice, choice);
    }

    public String value(SettingField field) {
        return field.secret() ? "" : values.getOrDefault(field.name(), "");
    }

    public @Nullable String problem(SettingField field) {
        String key = problems.get(field.name());
        return key == null ? null : view.textOr(key, view.text("problem.setting.invalid"));
    }

    /** Whether it must be typed in: a secret that is known already need not. */
    public boolean needed(SettingField field) {
        return field.required() && !(field.secret() && card != null);
    }
}
