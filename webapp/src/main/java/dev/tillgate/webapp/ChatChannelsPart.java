package dev.tillgate.webapp;

import dev.tillgate.catalog.ChatChannels;
import dev.tillgate.chat.ChatCodes;
import dev.tillgate.chat.Conversations;
import dev.tillgate.chat.DeliverChats;
import dev.tillgate.chat.Grants;
import dev.tillgate.chat.HearChats;
import dev.tillgate.chat.OwnBots;
import dev.tillgate.chat.ReceiveChat;
import dev.tillgate.chat.SecondReader;
import dev.tillgate.chat.Words;
import dev.tillgate.chat.channel.Channels;
import dev.tillgate.flow.Committed;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.chat.ChannelBook;
import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.DeliveryBook;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredChannels;
import dev.tillgate.store.StoredCodes;
import dev.tillgate.store.StoredDeliveries;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.api.ChatHooksResource;
import dev.tillgate.webapp.console.ChannelsResource;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;

/** The part of the composition root that connects conversations to chat channels. */
final class ChatChannelsPart {
    private final ChannelBook book;
    private final Channels channels;
    private final DeliveryBook deliveries;
    private final ChatCodes codes;
    private final ReceiveChat receive;
    private final HearChats hear;
    private final DeliverChats deliver;
    private final OwnBots bots;
    private final Clock clock;

    /** What it stands on. */
    record Ground(Sessions sessions, Vault vault, URI publicUrl, Shops shops, Grants grants, Clock clock) {}

    /** Whose conversations these are. */
    record Talk(Conversations conversations, ChatBook book, Words words) {}

    ChatChannelsPart(Ground ground, Talk talk, Committed committed, MeterRegistry meters) {
        clock = ground.clock();
        book = new StoredChannels(ground.sessions(), ground.vault());
        channels = new Channels(
                book,
                ChatChannels.ALL,
                ground.shops().exchange(),
                ground.shops().signatures(),
                new Addresses(ground.vault(), ground.publicUrl()),
                clock);
        deliveries = new StoredDeliveries(ground.sessions());
        codes = new ChatCodes(new StoredCodes(ground.sessions(), ground.vault()), ground.grants(), clock);
        bots = new OwnBots(channels, deliveries);
        receive = new ReceiveChat(channels, book, deliveries, committed, clock, meters);
        hear = new HearChats(channels, book, deliveries, talk.conversations(), codes, clock);
        deliver = new DeliverChats(channels, talk.book(), deliveries, talk.words(), clock);
    }

    /** Nobody can guess another store's. */
    private record Addresses(Vault vault, URI publicUrl) implements Channels.Addresses {
        @Override
        public ChannelId first(MerchantId merchant, StoreId store, String kind) {
            byte[] secret = vault.derive("chat-channel " + merchant + " " + store + " " + kind);
            return new ChannelId(ChannelId.PREFIX + "_" + HexFormat.of().formatHex(secret, 0, 13));
        }

        @Override
        public String of(ChannelId id) {
            return publicUrl + "/hooks/chat/" + id;
        }
    }

    Map<Kind, Consumer<Job>> work() {
        return Map.of(Kind.CHAT_ARRIVAL, hear, Kind.CHAT_DELIVERY, deliver, Kind.CHAT_PULL, receive::pull);
    }

    ChatCodes codes() {
        return codes;
    }

    /** Asked about what the assistant does not understand. */
    SecondReader second() {
        return SecondReader.connected(channels);
    }

    OwnBots bots() {
        return bots;
    }

    ChatHooksResource hooks() {
        return new ChatHooksResource(receive, clock);
    }

    /** How far conversations were told. */
    DeliveryBook deliveries() {
        return deliveries;
    }

    /** What the console connects them with. */
    ChannelsResource.Lines console() {
        return new ChannelsResource.Lines(book, channels);
    }
}
