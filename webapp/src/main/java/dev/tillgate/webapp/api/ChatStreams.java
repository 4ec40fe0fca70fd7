package dev.tillgate.webapp.api;

import dev.tillgate.chat.ChatNews;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatSession;

/**
 * Wakes the open streams of a conversation when something was said in it, on this node; streams look by themselves now
 * and then for what other nodes have added.
 */
public final class ChatStreams implements ChatNews, AutoCloseable {
    private static final int MOST_OF_ONE = 8;

    private final Watches<ChatId> watches;

    public ChatStreams(int most) {
        watches = new Watches<>(most, MOST_OF_ONE);
    }

    @Override
    public void said(ChatSession in) {
        watches.wake(in.id());
    }

    Watches<ChatId> watches() {
        return watches;
    }

    @Override
    public void close() {
        watches.close();
    }
}
