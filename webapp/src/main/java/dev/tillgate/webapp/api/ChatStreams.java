package dev.tillgate.webapp.api;

import dev.tillgate.chat.ChatNews;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.webapp.problem.ProblemException;
import dev.tillgate.webapp.problem.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Wakes the open streams of a conversation when something was said in it, on this node; streams look by themselves now
 * and then for what other nodes have added. Bounded in all and for each conversation.
 */
public final class ChatStreams implements ChatNews, AutoCloseable {
    private static final int MOST_OF_ONE = 8;

    private final int most;
    private final Map<ChatId, Set<Watch>> byChat = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private volatile boolean closed;

    public ChatStreams(int most) {
        this.most = most;
    }

    @Override
    public void said(ChatId chat) {
        Set<Watch> watches = byChat.get(chat);
        if (watches != null) {
            watches.forEach(watch -> watch.news.release());
        }
    }

    /** How many are open, for the metrics. */
    public int count() {
        return open.get();
    }

    /**
     * Begins to watch a conversation.
     *
     * @throws ProblemException when too many are open
     */
    Watch watch(ChatId chat) {
        Watch watch = new Watch(chat);
        byChat.compute(chat, (id, before) -> {
            Set<Watch> all = before == null ? ConcurrentHashMap.newKeySet() : before;
            if (closed || all.size() >= MOST_OF_ONE || open.incrementAndGet() > most) {
                if (!closed && all.size() < MOST_OF_ONE) {
                    open.decrementAndGet();
                }
                throw new ProblemException(
                        ProblemType.UNAVAILABLE, "Too many streams are open.", List.of(), Map.of("Retry-After", "10"));
            }
            all.add(watch);
            return all;
        });
        return watch;
    }

    /** Ends all of them, for a stop of the program. */
    @Override
    public void close() {
        closed = true;
        byChat.values().forEach(watches -> watches.forEach(watch -> watch.news.release()));
    }

    /** One open stream's place to wait. */
    final class Watch implements AutoCloseable {
        private final ChatId chat;
        private final Semaphore news = new Semaphore(0);

        private Watch(ChatId chat) {
            this.chat = chat;
        }

        /** Waits until there may be news, at most so long. False when the stream has to end now. */
        boolean await(long millis) throws InterruptedException {
            if (!closed && news.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                news.drainPermits();
            }
            return !closed;
        }

        @Override
        public void close() {
            byChat.computeIfPresent(chat, (id, watches) -> {
                if (watches.remove(this)) {
                    open.decrementAndGet();
                }
                return watches.isEmpty() ? null : watches;
            });
        }
    }
}
