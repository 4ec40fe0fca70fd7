package dev.tillgate.webapp.console;

import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.merchant.Store;
import dev.tillgate.provider.SettingField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a store is connected to a chat channel, step by step.
 *
 * @param address where the channel sends messages
 * @param values settings as entered or as stored; secrets never
 * @param problems message key by field name
 */
public record ChannelPage(
        View view,
        Store store,
        ChannelType type,
        String address,
        boolean isConnected,
        Map<String, String> values,
        Map<String, String> problems) {
    public String back() {
        return view.path("/console/stores/" + store.id() + "/chat");
    }

    public String action() {
        return view.path("/console/stores/" + store.id() + "/channels/" + type.id());
    }

    public String name() {
        return name(view, type.id());
    }

    static String name(View view, String kind) {
        return view.textOr("channel." + kind, kind);
    }

    /** Whether anybody writes there: a program that only listens sends nothing to this address. */
    public boolean isWrittenTo() {
        return !type.can(Channel.Listens.class) && !type.can(Channel.Understands.class);
    }

    public List<String> guide() {
        List<String> steps = new ArrayList<>();
        String key = "channel." + type.id() + ".guide.";
        for (int i = 1; view.frame().texts().has(key + i); i++) {
            steps.add(view.text(key + i));
        }
        return steps;
    }

    public String label(SettingField field) {
        return view.textOr("channel." + type.id() + "." + field.name(), field.name());
    }

    public String help(SettingField field) {
        return view.textOr("channel." + type.id() + "." + field.name() + ".help", "");
    }

    public String choice(SettingField field, String choice) {
        return view.textOr("channel." + type.id() + "." + field.name() + "." + choice, choice);
    }

    public String value(SettingField field) {
        return field.secret() ? "" : values.getOrDefault(field.name(), "");
    }

    public @Nullable String problem(SettingField field) {
        String key = problems.get(field.name());
        return key == null ? null : view.textOr(key, view.text("problem.setting.invalid"));
    }

    public boolean needed(SettingField field) {
        return field.required() && !(field.secret() && isConnected);
    }
}
