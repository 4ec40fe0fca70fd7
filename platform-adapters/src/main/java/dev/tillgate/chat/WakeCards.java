package dev.tillgate.chat;

import dev.tillgate.flow.Committed;
import dev.tillgate.flow.Event;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.OrderId;
import dev.tillgate.payment.StoreId;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has cards looked at as soon as something was committed about their order. Costs stores without conversations nothing,
 * and the committing thread never a database call; what is missed here, a later look of {@link RefreshCards} finds.
 */
public final class WakeCards implements Committed, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WakeCards.class);

    private final ChatBook book;
    private final Committed workers;
    private final InstantSource clock;
    private final ExecutorService waker = Executors.newVirtualThreadPerTaskExecutor();
    private final TalkingStores stores;

    /** @param workers is told that there is work */
    public WakeCards(ChatBook book, TalkingStores stores, Committed workers, InstantSource clock) {
        this.book = book;
        this.stores = stores;
        this.workers = workers;
        this.clock = clock;
    }

    @Override
    public void committed(List<Event> events, Set<Kind> due) {
        Map<OrderId, Event> latest = new LinkedHashMap<>();
        events.forEach(event -> latest.put(event.order(), event));
        latest.values().forEach(event -> {
            if (!stores.isSilent(event.store())) {
                later(() -> wake(event.merchant(), event.store(), event.order()));
            }
        });
    }

    private void later(Runnable work) {
        try {
            waker.execute(work);
        } catch (RejectedExecutionException closed) {
            LOG.debug("closing: cards are looked at later");
        }
    }

    private void wake(MerchantId merchant, StoreId store, OrderId order) {
        try {
            if (stores.doesTalk(merchant, store) && book.wake(merchant, order, clock.instant())) {
                workers.committed(List.of(), Set.of(Kind.CHAT));
            }
        } catch (RuntimeException databaseAway) {
            LOG.warn("a card is looked at later: {}", databaseAway.toString());
        }
    }

    @Override
    public void close() {
        waker.shutdownNow();
    }
}
