package dev.tillgate.platform;

import dev.tillgate.flow.Committed;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.shop.ConnectionBook;
import dev.tillgate.flow.shop.GuardBook;
import dev.tillgate.flow.shop.MessageBook;
import dev.tillgate.flow.shop.MessageBook.Arrival;
import dev.tillgate.flow.shop.ShopConnection;
import dev.tillgate.flow.shop.ShopMessage.Told;
import dev.tillgate.flow.shop.ShopNote;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.StoreId;
import dev.tillgate.platform.Connections.Connected;
import dev.tillgate.platform.Platform.Changes;
import dev.tillgate.platform.Platform.Polled;
import dev.tillgate.platform.Platform.Tended;
import dev.tillgate.platform.Platform.Tending;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after connections, the worker of {@code SHOP} jobs: mends what the shop has switched off, asks what has changed
 * in case a message was lost, and watches paid orders that nobody watches yet.
 */
public final class TendShops {
    private static final Logger LOG = LoggerFactory.getLogger(TendShops.class);
    private static final Duration TEND_EVERY = Duration.ofHours(1);
    private static final Duration POLL_EVERY = Duration.ofMinutes(10);
    private static final Duration SOON = Duration.ofSeconds(2);
    /** Orders paid that long before a shop was connected are made sure of too. */
    private static final Duration BEFORE_CONNECTING = Duration.ofDays(7);

    /** Nothing older can be told again, so nothing older is looked for. */
    private static final Duration LONG_AGO = Duration.ofDays(30);

    private static final int MOST_CHANGES = 200;
    private static final int MOST_ENLISTED = 5_000;
    private static final int MOST_AGAIN = 10_000;

    private final Connections connections;
    private final Books books;
    private final Committed committed;
    private final InstantSource clock;

    /** What it reads and writes. */
    public record Books(ConnectionBook connections, GuardBook guards, MessageBook messages) {}

    public TendShops(Connections connections, Books books, Committed committed, InstantSource clock) {
        this.connections = connections;
        this.books = books;
        this.committed = committed;
        this.clock = clock;
    }

    /** Looks after one connection. */
    public void run(MerchantId merchant, StoreId store) {
        Optional<Connected> found = connections.find(merchant, store);
        if (found.isEmpty() || !found.get().connection().isActive()) {
            books.connections().dueAt(merchant, store, null);
            return;
        }
        Connected shop = found.get();
        Instant now = clock.instant();
        Instant tended = shop.connection().tendedAt();
        if (tended == null || !tended.plus(TEND_EVERY).isAfter(now)) {
            tend(shop, now);
            enlist(shop, tended, now);
        }
        boolean more = shop.platform() instanceof Polled polled && poll(shop, polled, now);
        books.connections()
                .dueAt(
                        merchant,
                        store,
                        now.plus(more ? SOON : shop.platform() instanceof Polled ? POLL_EVERY : TEND_EVERY));
    }

    private void tend(Connected shop, Instant now) {
        Tending found = shop.platform() instanceof Tended tended ? tended(shop, tended) : Tending.FINE;
        List<String> before = shop.connection().problems();
        List<ShopNote> notes = new ArrayList<>();
        for (String what : found.mended()) {
            notes.add(ShopNote.of(shop.merchant(), shop.store(), ShopNote.Kind.REPAIRED, what, now));
        }
        for (String what : found.broken()) {
            if (!before.contains(what)) {
                notes.add(ShopNote.of(shop.merchant(), shop.store(), ShopNote.Kind.ATTENTION, what, now));
            }
        }
        if (!notes.isEmpty()) {
            books.guards().note(notes);
        }
        books.connections().change(shop.merchant(), shop.store(), connection -> connection.tended(found.broken(), now));
        if (!before.isEmpty() && found.broken().isEmpty()) {
            // What was refused may have been refused for that.
            books.guards().lookAtRefused(shop.merchant(), shop.store(), MOST_AGAIN, now);
            committed.committed(List.of(), Set.of(Kind.GUARD));
        }
    }

    private static Tending tended(Connected shop, Tended platform) {
        try {
            return platform.tend();
        } catch (RuntimeException mistake) {
            LOG.error(
                    "{} could not be tended: {}",
                    shop.store(),
                    mistake.getClass().getName());
            return new Tending(List.of(), shop.connection().problems());
        }
    }

    private void enlist(Connected shop, @Nullable Instant tended, Instant now) {
        Instant connected = shop.connection().connectedAt().minus(BEFORE_CONNECTING);
        Instant longAgo = now.minus(LONG_AGO);
        Instant first = connected.isAfter(longAgo) ? connected : longAgo;
        Instant since = tended == null ? first : tended.minus(TEND_EVERY);
        int found = books.guards().enlist(shop.merchant(), shop.store(), since, MOST_ENLISTED, now);
        if (found > 0) {
            committed.committed(List.of(), Set.of(Kind.GUARD));
        }
    }

    /** Whether there is more to ask for. */
    private boolean poll(Connected shop, Polled platform, Instant now) {
        Instant known = shop.connection().polledUntil();
        Instant since = known == null ? shop.connection().connectedAt() : known;
        Changes changes;
        try {
            changes = platform.changedSince(since, MOST_CHANGES);
        } catch (RuntimeException mistake) {
            LOG.error(
                    "{} could not be polled: {}",
                    shop.store(),
                    mistake.getClass().getName());
            return false;
        }
        for (String reference : changes.references()) {
            books.messages()
                    .keep(new Arrival(
                            shop.merchant(),
                            shop.store(),
                            "poll:" + since.toEpochMilli() + ":" + digest(reference),
                            List.of(new Told(ShopEvent.Kind.ORDER_CHANGED.name(), reference, null)),
                            null,
                            now));
        }
        if (!changes.references().isEmpty()) {
            committed.committed(List.of(), Set.of(Kind.INBOUND));
        }
        books.connections().change(shop.merchant(), shop.store(), connection -> polled(connection, changes));
        return changes.references().size() >= MOST_CHANGES && changes.until().isAfter(since);
    }

    private static ShopConnection polled(ShopConnection connection, Changes changes) {
        ShopConnection further = connection.polled(changes.until());
        String trouble = changes.trouble();
        if (trouble.isEmpty() || connection.problems().contains(trouble)) {
            return further;
        }
        List<String> problems = new ArrayList<>(connection.problems());
        problems.add(trouble);
        return further.withProblems(problems);
    }

    private static String digest(String reference) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(reference.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }
}
