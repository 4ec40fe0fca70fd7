package dev.tillgate.webapp;

import dev.tillgate.chat.ChatOrigins;
import dev.tillgate.chat.ChatPayments;
import dev.tillgate.chat.Conversations;
import dev.tillgate.chat.Grants;
import dev.tillgate.chat.PayCards;
import dev.tillgate.chat.RefreshCards;
import dev.tillgate.chat.TalkingStores;
import dev.tillgate.chat.WakeCards;
import dev.tillgate.chat.assistant.Assistant;
import dev.tillgate.chat.assistant.Understanding;
import dev.tillgate.chat.assistant.Understood;
import dev.tillgate.flow.Committed;
import dev.tillgate.flow.FlowParts;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.store.Sessions;
import dev.tillgate.store.StoredChats;
import dev.tillgate.vault.Vault;
import dev.tillgate.webapp.api.Api;
import dev.tillgate.webapp.api.ChatStreams;
import dev.tillgate.webapp.chat.ChatTexts;
import dev.tillgate.webapp.chat.ChatWidgetResource;
import dev.tillgate.webapp.console.ChatsResource;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The part of the composition root that conversations are made of. */
final class Chats {
    private static final int MOST_STREAMS = 12_000;

    private final ChatBook book;
    private final Grants grants;
    private final TalkingStores talking;
    private final Vault vault;
    private final ChatStreams streams;
    private final Conversations conversations;
    private final RefreshCards refresh;
    private final ChatChannelsPart channels;
    private final FlowParts parts;
    private final ChatTexts texts = new ChatTexts();

    /** What it stands on. */
    record Ground(Sessions sessions, Vault vault, Grants grants, URI publicUrl, Clock clock) {}

    Chats(Ground ground, FlowParts parts, Flows flows, Shops shops, Committed committed, MeterRegistry meters) {
        this.book = new StoredChats(ground.sessions(), ground.vault());
        this.streams = new ChatStreams(MOST_STREAMS, book, ground.clock());
        this.vault = ground.vault();
        this.talking = new TalkingStores(book);
        this.parts = parts;
        this.grants = ground.grants();
        Conversations.Parts made = new Conversations.Parts(
                book,
                new ChatPayments(parts.reader(), flows.create(), flows.reopen(), shops.prices(), parts.clock()),
                new PayCards(parts.directory(), flows.recommend(), parts.links(), parts.clock()),
                flows.cancel(),
                parts.directory(),
                new Assistant(new Understanding()),
                this::readAgain,
                texts,
                in -> {
                    talking.talks(in.store());
                    streams.said(in);
                    if (in.isToldElsewhere()) {
                        committed.committed(List.of(), Set.of(Kind.CHAT_DELIVERY));
                    }
                },
                parts.clock());
        this.conversations = new Conversations(made);
        this.refresh = new RefreshCards(made);
        this.channels = new ChatChannelsPart(
                new ChatChannelsPart.Ground(
                        ground.sessions(), ground.vault(), ground.publicUrl(), shops, ground.grants(), ground.clock()),
                new ChatChannelsPart.Talk(conversations, book, texts),
                committed,
                meters);
    }

    private Optional<Understood> readAgain(ChatSession in, String text, boolean chinese) {
        return channels.second().of(in, text, chinese);
    }

    /** What shops put on their pages, and where channels call. */
    List<Object> resources() {
        return List.of(new ChatWidgetResource(texts), channels.hooks());
    }

    Api.Chat forTheApi() {
        return new Api.Chat(conversations, book, grants, channels.codes(), channels.bots(), vault, streams);
    }

    /** What the console shows and answers with. */
    ChatsResource.Talks talks() {
        return new ChatsResource.Talks(
                book, channels.console().book(), channels.deliveries(), conversations, channels.bots());
    }

    /** For the checkout's pages. */
    ChatOrigins origins() {
        return new ChatOrigins(book);
    }

    /** Where buyers write elsewhere. */
    ChatChannelsPart channels() {
        return channels;
    }

    RefreshCards refresh() {
        return refresh;
    }

    ChatStreams streams() {
        return streams;
    }

    /** To be told of commits, so that cards are looked at at once. */
    WakeCards waker(Committed workers) {
        return new WakeCards(book, talking, workers, parts.clock());
    }
}
