package dev.tillgate.chat.meta;

import dev.tillgate.provider.SettingField;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Settings that every channel of Meta's has; their texts are each channel's own. */
public final class MetaSettings {
    public static final String TOKEN = "token";
    public static final String SECRET = "secret";
    public static final String VERIFY = "verify";
    public static final String API = "api";

    private static final Pattern APP_SECRET = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern ACCESS_TOKEN = Pattern.compile("[0-9A-Za-z|_-]{20,1000}");
    private static final Pattern WORD = Pattern.compile("[0-9A-Za-z_-]{8,100}");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{5,30}");
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s?#]*[^\\s?#/]");

    private MetaSettings() {}

    /** A number that Meta has given to something. */
    public static SettingField number(String name, String channel) {
        return SettingField.text(name).checked(form(NUMBER, "channel." + channel + "." + name + ".form"));
    }

    public static SettingField token(String channel) {
        return SettingField.secret(TOKEN).checked(form(ACCESS_TOKEN, "channel." + channel + ".token.form"));
    }

    public static SettingField secret(String channel) {
        return SettingField.secret(SECRET).checked(form(APP_SECRET, "channel." + channel + ".secret.form"));
    }

    /** Shown, for it has to be entered at Meta too; it opens nothing. */
    public static SettingField verify(String channel) {
        return SettingField.text(VERIFY).checked(form(WORD, "channel." + channel + ".verify.form"));
    }

    public static SettingField api() {
        return SettingField.text(API).optional().checked(form(ADDRESS, "problem.setting.invalid"));
    }

    /** A check of a setting's form; an empty one is for others to find missing. */
    public static Function<String, Optional<String>> form(Pattern form, String problem) {
        return value -> value.isEmpty() || form.matcher(value).matches() ? Optional.empty() : Optional.of(problem);
    }
}
