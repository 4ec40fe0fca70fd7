package dev.tillgate.flow.chat;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Settings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A channel through which buyers talk to a store.
 *
 * @param kind such as {@code telegram}
 * @param settings what the connection consists of; kept sealed
 * @param pulled messages up to this mark are kept, or null before the first; only for channels that are pulled
 */
public record ChatChannel(
        MerchantId merchant,
        ChannelId id,
        StoreId store,
        String kind,
        Settings settings,
        @Nullable String pulled,
        Instant createdAt) {
    /** What a conversation is kept as: two channels of one kind may use the same names. */
    public String named(String conversation) {
        return id + ":" + conversation;
    }

    /** Without settings. */
    @Override
    public String toString() {
        return kind + " " + id;
    }
}
