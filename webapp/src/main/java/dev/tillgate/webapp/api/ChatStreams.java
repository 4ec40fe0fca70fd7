package dev.tillgate.webapp.api;

import dev.tillgate.chat.ChatNews;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.payment.MerchantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the open streams of a conversation when something was said in it: at once for what this node adds, and by one
 * look for all of them for what other nodes have added.
 */
public final class ChatStreams implements ChatNews, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChatStreams.class);
    private static final int MOST_OF_ONE = 8;
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Clocks of nodes differ, and what is said is dated a moment before it can be read. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private static final int MOST_NEWS = 2_000;

    private final Watches<Chat> watches;
    private final ChatBook book;
    private final InstantSource clock;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("chat-streams").daemon().factory());

    /** What is watched. */
    record Chat(MerchantId merchant, ChatId id) {
        static Chat of(ChatSession session) {
            return new Chat(session.merchant(), session.id());
        }
    }

    public ChatStreams(int most, ChatBook book, InstantSource clock) {
        this.watches = new Watches<>(most, MOST_OF_ONE);
        this.book = book;
        this.clock = clock;
        looks.scheduleWithFixedDelay(this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void said(ChatSession in) {
        watches.wake(Chat.of(in));
    }

    Watches<Chat>.Watch watch(ChatSession session) {
        return watches.watch(Chat.of(session), session.id().value());
    }

    private void look() {
        try {
            Instant since = clock.instant().minus(MARGIN);
            watches.keys().stream().map(Chat::merchant).distinct().forEach(merchant -> book.changed(
                            merchant, since, MOST_NEWS)
                    .forEach(mark -> watches.wake(new Chat(merchant, mark.session()), mark.lastSequence())));
        } catch (RuntimeException databaseAway) {
            LOG.debug("news of other nodes are seen later: {}", databaseAway.toString());
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
        watches.close();
    }
}
