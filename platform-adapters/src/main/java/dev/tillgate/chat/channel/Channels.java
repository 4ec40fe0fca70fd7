package dev.tillgate.chat.channel;

import dev.tillgate.callback.StoreSignatures;
import dev.tillgate.flow.chat.ChannelBook;
import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatChannel;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Opens connected channels; one is opened once for as long as its settings stay as they are. */
public final class Channels {
    private static final int MOST_OPENED = 10_000;

    private final ChannelBook book;
    private final List<ChannelType> types;
    private final Exchange exchange;
    private final StoreSignatures signatures;
    private final Addresses addresses;
    private final InstantSource clock;
    private final Map<ChannelId, Opened> opened = new ConcurrentHashMap<>();

    public Channels(
            ChannelBook book,
            List<ChannelType> types,
            Exchange exchange,
            StoreSignatures signatures,
            Addresses addresses,
            InstantSource clock) {
        this.book = book;
        this.types = List.copyOf(types);
        this.exchange = exchange;
        this.signatures = signatures;
        this.addresses = addresses;
        this.clock = clock;
    }

    /** Where channels send their messages. */
    public interface Addresses {
        /**
         * The id of a channel that is not connected yet, the same each time: many channels must be told the address
         * first, and one that is connected anew has it still.
         */
        ChannelId first(MerchantId merchant, StoreId store, String kind);

        String of(ChannelId id);
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
    public Channel tried(ChatChannel wanted, ChannelType type) {
        return type.opener().open(wanted.settings(), tools(wanted));
    }

    /** The store's channels that this version knows, oldest first. */
    public List<Connected> of(MerchantId merchant, StoreId store) {
        return book.of(merchant, store).stream()
                .map(this::open)
                .flatMap(Optional::stream)
                .toList();
    }

    public Addresses addresses() {
        return addresses;
    }

    private Optional<Connected> open(ChatChannel kept) {
        Opened before = opened.get(kept.id());
        if (before != null && before.settings().equals(kept.settings())) {
            return Optional.of(new Connected(kept, before.type(), before.channel()));
        }
        Optional<Opened> fresh = types.stream()
                .filter(type -> type.id().equals(kept.kind()))
                .findFirst()
                .map(type -> new Opened(type, kept.settings(), type.opener().open(kept.settings(), tools(kept))));
        if (opened.size() >= MOST_OPENED) {
            opened.clear();
        }
        fresh.ifPresent(one -> opened.put(kept.id(), one));
        return fresh.map(one -> new Connected(kept, one.type(), one.channel()));
    }

    private ChannelType.Tools tools(ChatChannel of) {
        return new ChannelType.Tools(
                exchange,
                addresses.of(of.id()),
                (url, id, body) -> signatures.sign(of.merchant(), of.store(), url, id, body),
                clock);
    }

    private record Opened(ChannelType type, Settings settings, Channel channel) {}
}
