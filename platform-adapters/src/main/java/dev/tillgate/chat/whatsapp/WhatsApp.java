package dev.tillgate.chat.whatsapp;

import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.meta.MetaSettings;
import dev.tillgate.provider.SettingField;
import dev.tillgate.provider.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A business number at WhatsApp. Limits:
 * <a href="https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/text-messages">text</a>,
 * <a href="https://developers.facebook.com/docs/whatsapp/pricing#customer-service-windows">the 24 hours</a>, checked
 * 2026-11-25.
 */
public final class WhatsApp {
    static final String NUMBER = "number";
    static final String ACCOUNT = "account";
    static final String TEMPLATE = "template";
    static final String LANGUAGE = "language";

    private static final Pattern TEMPLATE_NAME = Pattern.compile("[0-9a-z_]{1,512}");
    private static final Pattern LANGUAGE_CODE = Pattern.compile("[a-z]{2,3}(_[A-Z]{2})?");
    private static final String ID = "whatsapp";

    public static final ChannelType TYPE = new ChannelType(
            ID,
            List.of(
                    MetaSettings.number(NUMBER, ID),
                    MetaSettings.token(ID),
                    MetaSettings.secret(ID),
                    MetaSettings.verify(ID),
                    MetaSettings.number(ACCOUNT, ID),
                    SettingField.text(TEMPLATE)
                            .optional()
                            .checked(MetaSettings.form(TEMPLATE_NAME, "channel.whatsapp.template.form")),
                    SettingField.text(LANGUAGE)
                            .optional()
                            .checked(MetaSettings.form(LANGUAGE_CODE, "channel.whatsapp.language.form")),
                    MetaSettings.api()),
            WhatsAppChannel.class,
            new ChannelType.Limits(4_096, Duration.ofHours(24), 0),
            WhatsAppChannel::new,
            WhatsApp::check);

    private WhatsApp() {}

    private static Map<String, String> check(Settings settings) {
        Map<String, String> problems = new HashMap<>();
        boolean named = !settings.getOr(TEMPLATE, "").isEmpty();
        boolean spoken = !settings.getOr(LANGUAGE, "").isEmpty();
        if (named && !spoken) {
            problems.put(LANGUAGE, "channel.whatsapp.language.missing");
        }
        if (spoken && !named) {
            problems.put(TEMPLATE, "channel.whatsapp.template.missing");
        }
        return problems;
    }
}
