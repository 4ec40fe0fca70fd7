package dev.tillgate.chat;

import dev.tillgate.flow.chat.ChatSession;

/** Is told when something was added to a conversation, after it was committed; must not block. */
@FunctionalInterface
public interface ChatNews {
    void said(ChatSession in);
}
