package dev.tillgate.platform;

import dev.tillgate.callback.StoreSignatures;
import dev.tillgate.flow.shop.ConnectionBook;
import dev.tillgate.flow.shop.ShopConnection;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.provider.Exchange;
import dev.tillgate.provider.Settings;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Opens the platform of a connected store; one is opened once for as long as its settings stay as they are. */
public final class Connections {
    private static final int MOST_OPENED = 10_000;

    private final ConnectionBook book;
    private final List<PlatformType> types;
    private final Way way;
    private final Map<StoreId, Opened> opened = new ConcurrentHashMap<>();

    /**
     * What platforms are opened with.
     *
     * @param exchange the way to shops
     * @param address where a store's shop sends its messages
     */
    public record Way(
            Exchange exchange, StoreSignatures signatures, Function<StoreId, String> address, InstantSource clock) {}

    public Connections(ConnectionBook book, List<PlatformType> types, Way way) {
        this.book = book;
        this.types = List.copyOf(types);
        this.way = way;
    }

    /** A store's shop, ready to be called outside any transaction; disconnected ones too. */
    public record Connected(ShopConnection connection, PlatformType type, Platform platform) {
        public MerchantId merchant() {
            return connection.merchant();
        }

        public StoreId store() {
            return connection.store();
        }
    }

    /** The shop that a message's address names. */
    public Optional<Connected> find(StoreId store) {
        return book.find(store).flatMap(this::open);
    }

    public Optional<Connected> find(MerchantId merchant, StoreId store) {
        return book.find(merchant, store).flatMap(this::open);
    }

    /** A store's shop with settings that are not kept: for trying them before {@link #connect}. */
    public Platform tried(MerchantId merchant, StoreId store, PlatformType type, Settings settings) {
        return type.opener().open(settings, tools(merchant, store));
    }

    /** Connects a store with settings that were checked, or gives it others; it is looked after at once. */
    public void connect(MerchantId merchant, StoreId store, PlatformType type, Settings settings) {
        var now = way.clock().instant();
        ShopConnection fresh = book.find(merchant, store)
                .filter(before -> before.platform().equals(type.id()))
                .map(before -> before.with(settings))
                .orElseGet(() -> ShopConnection.opened(merchant, store, type.id(), settings, now));
        book.connect(fresh, now);
    }

    /** Ends a connection: nothing is sent to the shop any more, and its secrets are forgotten. */
    public void disconnect(MerchantId merchant, StoreId store) {
        book.remove(merchant, store);
        opened.remove(store);
    }

    private Optional<Connected> open(ShopConnection connection) {
        Opened before = opened.get(connection.store());
        if (before != null && before.isFor(connection)) {
            return Optional.of(new Connected(connection, before.type(), before.platform()));
        }
        Optional<PlatformType> type = types.stream()
                .filter(known -> known.id().equals(connection.platform()))
                .findFirst();
        Optional<Opened> fresh = type.map(known -> new Opened(
                connection.merchant(),
                known,
                connection.settings(),
                known.opener().open(connection.settings(), tools(connection.merchant(), connection.store()))));
        if (opened.size() >= MOST_OPENED) {
            opened.clear();
        }
        fresh.ifPresent(one -> opened.put(connection.store(), one));
        return fresh.map(one -> new Connected(connection, one.type(), one.platform()));
    }

    private PlatformType.Tools tools(MerchantId merchant, StoreId store) {
        return new PlatformType.Tools(
                way.exchange(),
                new StoreSeal(way.signatures(), merchant, store),
                new StoreDrawer(book, merchant, store, way.clock()),
                way.address().apply(store),
                way.clock());
    }

    private record Opened(MerchantId merchant, PlatformType type, Settings settings, Platform platform) {
        boolean isFor(ShopConnection connection) {
            return merchant.equals(connection.merchant())
                    && type.id().equals(connection.platform())
                    && settings.equals(connection.settings());
        }
    }
}
