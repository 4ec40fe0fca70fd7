package dev.tillgate.flow.chat;

import dev.tillgate.payment.MerchantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far a conversation was told to its channel.
 *
 * @param conversation the channel's own name of it: where messages are sent
 * @param sent everything up to this number was sent, or needs not be
 * @param heardAt when the buyer last wrote, or null
 * @param sentSince messages sent since then
 * @param problem message key of why it waits, or null
 * @param tries how often the next message was tried
 */
public record Delivery(
        MerchantId merchant,
        ChatId session,
        ChannelId channel,
        String conversation,
        long sent,
        @Nullable Instant heardAt,
        int sentSince,
        @Nullable String problem,
        int tries) {}
