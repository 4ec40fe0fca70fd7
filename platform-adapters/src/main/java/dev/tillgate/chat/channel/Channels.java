package dev.tillgate.chat.channel;

import dev.tillgate.flow.chat.ChannelBook;
import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatChannel;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Opens connected channels; one is opened once for as long as its settings stay as they are. */
public final class Channels {
    private static final int MOST_OPENED = 10_000;

    private final ChannelBook book;
    private final List<ChannelType> types;
    private final Exchange exchange;
    private final Function<ChannelId, String> address;
    private final InstantSource clock;
    private final Map<ChannelId, Opened> opened = new ConcurrentHashMap<>();

    /** @param address where a channel sends its messages */
    public Channels(
            ChannelBook book,
            List<ChannelType> types,
            Exchange exchange,
            Function<ChannelId, String> address,
            InstantSource clock) {
        this.book = book;
        this.types = List.copyOf(types);
        this.exchange = exchange;
        this.address = address;
        this.clock = clock;
    }

    /** A channel, ready to be called outside any transaction. */
    public record Connected(ChatChannel kept, ChannelType type, Channel channel) {}

    public List<ChannelType> types() {
        return types;
    }

    /** The channel that a message's address names. */
    public Optional<Connected> find(ChannelId id) {
        return book.find(id).flatMap(this::open);
    }

    /** A channel with settings that are not kept yet: for trying them first. */
    public Channel tried(ChannelId id, ChannelType type, Settings settings) {
        return type.opener().open(settings, tools(id));
    }

    /** Where the channel sends its messages. */
    public String address(ChannelId id) {
        return address.apply(id);
    }

    private Optional<Connected> open(ChatChannel kept) {
        Opened before = opened.get(kept.id());
        if (before != null && before.settings().equals(kept.settings())) {
            return Optional.of(new Connected(kept, before.type(), before.channel()));
        }
        Optional<Opened> fresh = types.stream()
                .filter(type -> type.id().equals(kept.kind()))
                .findFirst()
                .map(type -> new Opened(type, kept.settings(), type.opener().open(kept.settings(), tools(kept.id()))));
        if (opened.size() >= MOST_OPENED) {
            opened.clear();
        }
        fresh.ifPresent(one -> opened.put(kept.id(), one));
        return fresh.map(one -> new Connected(kept, one.type(), one.channel()));
    }

    private ChannelType.Tools tools(ChannelId id) {
        return new ChannelType.Tools(exchange, address.apply(id), clock);
    }

    private record Opened(ChannelType type, Settings settings, Channel channel) {}
}
