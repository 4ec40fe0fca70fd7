package dev.tillgate.chat;

import dev.tillgate.chat.Conversations.Pressed;
import dev.tillgate.chat.Conversations.Text;
import dev.tillgate.chat.Conversations.Utterance;
import dev.tillgate.chat.assistant.Intent;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.Channels;
import dev.tillgate.chat.channel.Channels.Connected;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.chat.ChannelBook;
import dev.tillgate.flow.chat.ChannelBook.Arrived;
import dev.tillgate.flow.chat.ChatChannel;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.flow.chat.DeliveryBook;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears what buyers wrote in channels, each conversation's messages in the order in which they came: the worker of
 * {@code CHAT_ARRIVAL} jobs. Heard twice is as good as once.
 */
public final class HearChats implements Consumer<Job> {
    private static final Logger LOG = LoggerFactory.getLogger(HearChats.class);
    private static final Duration TURN = Duration.ofMillis(300);
    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final int MOST_TRIES = 10;
    private static final Duration CALLED = Duration.ofSeconds(30);

    private final Channels channels;
    private final ChannelBook book;
    private final DeliveryBook deliveries;
    private final Conversations conversations;
    private final ChatCodes codes;
    private final InstantSource clock;

    public HearChats(
            Channels channels,
            ChannelBook book,
            DeliveryBook deliveries,
            Conversations conversations,
            ChatCodes codes,
            InstantSource clock) {
        this.channels = channels;
        this.book = book;
        this.deliveries = deliveries;
        this.conversations = conversations;
        this.codes = codes;
        this.clock = clock;
    }

    @Override
    public void accept(Job job) {
        Optional<Arrived> found = book.arrived(job.merchant(), job.id());
        if (found.isEmpty()) {
            return;
        }
        Arrived message = found.get();
        Optional<Connected> channel = channels.find(message.channel());
        if (channel.isEmpty()) {
            book.done(message.merchant(), message.id(), "the channel is not connected any more");
        } else if (book.mustWait(message)) {
            book.again(message.merchant(), message.id(), clock.instant().plus(TURN), null);
        } else {
            tried(channel.get(), message);
        }
    }

    private void tried(Connected connected, Arrived message) {
        ChatChannel channel = connected.kept();
        try {
            hear(connected, message);
            book.done(message.merchant(), message.id(), null);
        } catch (Conversations.Full full) {
            book.done(message.merchant(), message.id(), "the conversation is full");
        } catch (RuntimeException failure) {
            LOG.warn("a message of {} cannot be heard: {}", channel.id(), failure.toString());
            if (message.tries() >= MOST_TRIES) {
                book.done(message.merchant(), message.id(), failure.getClass().getSimpleName());
                return;
            }
            Duration pause = SHORTEST.multipliedBy(1L << message.tries());
            book.again(
                    message.merchant(),
                    message.id(),
                    clock.instant().plus(pause),
                    failure.getClass().getSimpleName());
        }
    }

    private void hear(Connected connected, Arrived message) {
        ChatChannel channel = connected.kept();
        ArrivalText.Said said = ArrivalText.read(message.message());
        Instant now = clock.instant();
        ChatSession session = conversations.open(new ChatSession(
                channel.merchant(),
                ChatId.next(),
                channel.store(),
                channel.kind(),
                channel.named(message.message().conversation()),
                language(said),
                ChatSession.Mode.ASSISTANT,
                "",
                1,
                0,
                now,
                now));
        deliveries.heard(
                session.merchant(),
                session.id(),
                channel.id(),
                message.message().conversation(),
                message.message().at());
        if (connected.channel() instanceof Channel.HandsOver && isBack(session, message)) {
            conversations.giveBack(session.merchant(), session.id(), ChatSession.Mode.ASSISTANT);
        }
        Optional<Grant> brought = codes.in(session.merchant(), session.store(), said.text());
        brought.ifPresent(grant -> conversations.allow(session, grant));
        conversations.hear(
                session.merchant(),
                session.id(),
                brought.<Utterance>map(grant -> new Conversations.Brought(grant.reference(), said.text()))
                        .orElseGet(() -> utterance(said)),
                message.message().key());
    }

    /** Not what was written while the person was still being called. */
    private static boolean isBack(ChatSession session, Arrived message) {
        return session.mode() == ChatSession.Mode.PERSON
                && message.message().at().isAfter(session.updatedAt().plus(CALLED));
    }

    /** The buyer's, as the channel says; where it does not, as it is written. */
    private static String language(ArrivalText.Said said) {
        String told = said.locale();
        boolean chinese = told == null
                ? said.text().codePoints().anyMatch(c -> Character.UnicodeScript.of(c) == Character.UnicodeScript.HAN)
                : told.startsWith("zh");
        return chinese ? "zh-CN" : "en";
    }

    private static Utterance utterance(ArrivalText.Said said) {
        String pressed = said.pressed();
        if (pressed == null) {
            return new Text(said.text());
        }
        int colon = pressed.indexOf(':');
        Optional<Intent> meaning = Conversations.meaning(colon < 0 ? pressed : pressed.substring(0, colon));
        @Nullable String method = colon < 0 ? null : pressed.substring(colon + 1);
        return meaning.<Utterance>map(intent -> new Pressed(intent, method, said.text()))
                .orElseGet(() -> new Text(said.text()));
    }
}
