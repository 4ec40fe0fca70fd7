package dev.tillgate.chat.messenger;

import dev.tillgate.chat.channel.ChannelType;
import dev.tillgate.chat.meta.MetaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A page at Facebook. Limits:
 * <a href="https://developers.facebook.com/documentation/business-messaging/messenger-platform/reference/send-api">Send
 * API</a>, <a href="https://developers.facebook.com/docs/messenger-platform/policy/policy-overview">the 24 hours</a>, checked
 * 2026-11-25.
 */
public final class Messenger {
    static final String PAGE = "page";

    private static final String ID = "messenger";

    public static final ChannelType TYPE = new ChannelType(
            ID,
            List.of(
                    MetaSettings.number(PAGE, ID),
                    MetaSettings.token(ID),
                    MetaSettings.secret(ID),
                    MetaSettings.verify(ID),
                    MetaSettings.api()),
            MessengerChannel.class,
            new ChannelType.Limits(2_000, Duration.ofHours(24), 0),
            MessengerChannel::new,
            settings -> Map.of());

    private Messenger() {}
}
