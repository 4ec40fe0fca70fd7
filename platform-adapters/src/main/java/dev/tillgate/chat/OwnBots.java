package dev.tillgate.chat;

import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.Channels;
import dev.tillgate.chat.channel.Channels.Connected;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.flow.chat.DeliveryBook;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import java.util.Optional;

/** Bots of shops' own: whom they answer, and which conversations they are told of. */
public final class OwnBots {
    private final Channels channels;
    private final DeliveryBook deliveries;

    public OwnBots(Channels channels, DeliveryBook deliveries) {
        this.channels = channels;
        this.deliveries = deliveries;
    }

    /** Who answers visitors of the store's pages when no person does. */
    public ChatSession.Mode answering(MerchantId merchant, StoreId store) {
        return of(merchant, store)
                .filter(bot -> bot.channel() instanceof Channel.Listens listens && listens.answersVisitors())
                .map(bot -> ChatSession.Mode.BOT)
                .orElse(ChatSession.Mode.ASSISTANT);
    }

    /** The store's bot, if it has one, is told of what is said in this conversation from its beginning. */
    public void listen(ChatSession to) {
        of(to.merchant(), to.store())
                .ifPresent(bot ->
                        deliveries.heard(to.merchant(), to.id(), bot.kept().id(), to.conversation(), to.createdAt()));
    }

    private Optional<Connected> of(MerchantId merchant, StoreId store) {
        return channels.of(merchant, store).stream()
                .filter(one -> one.type().can(Channel.Listens.class))
                .findFirst();
    }
}
