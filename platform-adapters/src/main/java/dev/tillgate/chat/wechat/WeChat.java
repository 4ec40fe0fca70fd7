package dev.tillgate.chat.wechat;

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
 * An official account. Five messages within 48 hours after the buyer wrote, by <a
 * href="https://developers.weixin.qq.com/doc/service/api/customer/message/api_sendcustommessage">its customer-service
 * messages</a>, checked 2026-11-25; the texts' 2,048 bytes are 680 characters of Chinese.
 */
public final class WeChat {
    static final String APP = "appid";
    static final String SECRET = "secret";
    static final String TOKEN = "token";
    static final String KEY = "key";
    static final String API = "api";
    static final String OFFICIAL = "https://api.weixin.qq.com";

    private static final Pattern APP_FORM = Pattern.compile("wx[0-9a-f]{16}");
    private static final Pattern SECRET_FORM = Pattern.compile("[0-9a-zA-Z]{32}");
    private static final Pattern TOKEN_FORM = Pattern.compile("[0-9a-zA-Z]{3,32}");
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s/?#]+");

    public static final ChannelType TYPE = new ChannelType(
            "wechat",
            List.of(
                    SettingField.text(APP).checked(form(APP_FORM, "channel.wechat.appid.form")),
                    SettingField.secret(SECRET).checked(form(SECRET_FORM, "channel.wechat.secret.form")),
                    SettingField.secret(TOKEN).checked(form(TOKEN_FORM, "channel.wechat.token.form")),
                    SettingField.secret(KEY).optional().checked(WeChat::key),
                    SettingField.text(API).optional().checked(WeChat::address)),
            WeChatChannel.class,
            new ChannelType.Limits(680, Duration.ofHours(48), 5),
            WeChatChannel::new,
            settings -> Map.of());

    private WeChat() {}

    private static Function<String, Optional<String>> form(Pattern pattern, String problem) {
        return value -> pattern.matcher(value).matches() ? Optional.empty() : Optional.of(problem);
    }

    private static Optional<String> key(String value) {
        return value.isEmpty() || Envelope.isKey(value) ? Optional.empty() : Optional.of("channel.wechat.key.form");
    }

    private static Optional<String> address(String value) {
        return value.isEmpty() || ADDRESS.matcher(value).matches()
                ? Optional.empty()
                : Optional.of("problem.setting.invalid");
    }
}
