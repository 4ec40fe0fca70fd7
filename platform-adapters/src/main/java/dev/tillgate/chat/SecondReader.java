package dev.tillgate.chat;

import dev.tillgate.chat.assistant.Understood;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.Channels;
import dev.tillgate.flow.chat.ChatSession;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what the assistant's rules do not understand. */
@FunctionalInterface
public interface SecondReader {
    /** What the buyer may have meant, or nothing. */
    Optional<Understood> of(ChatSession in, String text, boolean chinese);

    /** Whatever the store has connected for it. */
    static SecondReader connected(Channels channels) {
        return (in, text, chinese) -> channels.of(in.merchant(), in.store()).stream()
                .flatMap(one -> one.channel() instanceof Channel.Understands reader
                        ? reader.understand(text, chinese).stream()
                        : Stream.empty())
                .findFirst();
    }
}
