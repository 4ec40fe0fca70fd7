package dev.tillgate.chat.wecom;

import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.tencent.Envelope;
import dev.tillgate.provider.SettingField;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A customer-service account at WeCom. Five messages within 48 hours after the buyer wrote, <a
 * href="https://developer.work.weixin.qq.com/document/path/96427">documented</a>, checked 2026-11-25; the texts' 2,048
 * bytes are 680 characters of Chinese.
 */
public final class WeCom {
    static final String CORP = "corpid";
    static final String SECRET = "secret";
    static final String ACCOUNT = "account";
    static final String TOKEN = "token";
    static final String KEY = "key";
    static final String API = "api";
    static final String OFFICIAL = "https://qyapi.weixin.qq.com";

    private static final Pattern CORP_FORM = Pattern.compile("w[wx][0-9a-zA-Z]{14,30}");
    private static final Pattern SECRET_FORM = Pattern.compile("[0-9a-zA-Z_-]{20,100}");
    private static final Pattern ACCOUNT_FORM = Pattern.compile("[0-9a-zA-Z_-]{6,64}");
    private static final Pattern TOKEN_FORM = Pattern.compile("[0-9a-zA-Z]{1,32}");
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/?#]+");

    public static final ChannelType TYPE = new ChannelType(
            "wecom",
            List.of(
                    SettingField.text(CORP).checked(form(CORP_FORM, "channel.wecom.corpid.form")),
                    SettingField.secret(SECRET).checked(form(SECRET_FORM, "channel.wecom.secret.form")),
                    SettingField.text(ACCOUNT).checked(form(ACCOUNT_FORM, "channel.wecom.account.form")),
                    SettingField.secret(TOKEN).checked(form(TOKEN_FORM, "channel.wecom.token.form")),
                    SettingField.secret(KEY).checked(WeCom::key),
                    SettingField.text(API).optional().checked(WeCom::address)),
            WeComChannel.class,
            new ChannelType.Limits(680, Duration.ofHours(48), 5),
            WeComChannel::new,
            settings -> Map.of());

    private WeCom() {}

    private static Function<String, Optional<String>> form(Pattern pattern, String problem) {
        return value -> pattern.matcher(value).matches() ? Optional.empty() : Optional.of(problem);
    }

    private static Optional<String> key(String value) {
        return Envelope.isKey(value) ? Optional.empty() : Optional.of("channel.wecom.key.form");
    }

    private static Optional<String> address(String value) {
        return value.isEmpty() || ADDRESS.matcher(value).matches()
                ? Optional.empty()
                : Optional.of("problem.setting.invalid");
    }
}
