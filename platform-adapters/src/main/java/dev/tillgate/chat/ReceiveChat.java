package dev.tillgate.chat;

import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.Channels;
import dev.tillgate.chat.channel.Channels.Connected;
import dev.tillgate.chat.channel.ChatEvent;
import dev.tillgate.chat.channel.Lost;
import dev.tillgate.chat.channel.Received;
import dev.tillgate.chat.channel.Received.Reply;
import dev.tillgate.flow.Committed;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.JobQueue.Kind;
import dev.tillgate.flow.chat.ChannelBook;
import dev.tillgate.flow.chat.ChannelBook.Arrival;
import dev.tillgate.flow.chat.ChannelId;
import dev.tillgate.flow.chat.ChatChannel;
import dev.tillgate.flow.chat.DeliveryBook;
import dev.tillgate.provider.InboundRequest;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what channels send: verified, kept, answered; heard afterwards by a worker, so that a slow shop or a crash never
 * loses what a buyer said, and the channel is answered within its seconds. Channels that only knock are pulled.
 */
public final class ReceiveChat {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveChat.class);
    private static final int MOST_EVENTS = 1_000;
    private static final int MOST_ROUNDS = 20;

    private final Channels channels;
    private final ChannelBook book;
    private final DeliveryBook deliveries;
    private final Committed committed;
    private final InstantSource clock;
    private final MeterRegistry meters;

    public ReceiveChat(
            Channels channels,
            ChannelBook book,
            DeliveryBook deliveries,
            Committed committed,
            InstantSource clock,
            MeterRegistry meters) {
        this.channels = channels;
        this.book = book;
        this.deliveries = deliveries;
        this.committed = committed;
        this.clock = clock;
        this.meters = meters;
    }

    /** Verifies and keeps; repeats of what was kept are acknowledged again and change nothing. */
    public Reply receive(ChannelId id, InboundRequest request) {
        Optional<Connected> found = channels.find(id);
        if (found.isEmpty()) {
            return new Reply(404, "text/plain", "");
        }
        Connected connected = found.get();
        Received received = read(connected, request);
        meters.counter(
                        "tillgate.chat.messages",
                        "channel",
                        connected.type().id(),
                        "kind",
                        received.getClass().getSimpleName())
                .increment();
        return switch (received) {
            case Received.Verified verified -> {
                keep(connected.kept(), verified.events(), null);
                verified.lost().forEach(one -> lost(connected, one));
                yield verified.reply();
            }
            case Received.Knock knock -> {
                // Answered first: the pull may take longer than the channel waits.
                book.pullAt(connected.kept().merchant(), id, clock.instant());
                committed.committed(List.of(), Set.of(Kind.CHAT_PULL));
                yield knock.reply();
            }
            case Received.Greeting greeting -> greeting.reply();
            case Received.Rejected rejected -> {
                LOG.warn("a message for {} was rejected: {}", id, rejected.why());
                yield new Reply(rejected.status(), "text/plain", "");
            }
        };
    }

    private void lost(Connected connected, Lost message) {
        LOG.warn(
                "a message did not reach the buyer through {}: {}",
                connected.kept().id(),
                message.why());
        deliveries.troubled(connected.kept(), message.conversation(), "channel.problem.lost");
        meters.counter("tillgate.chat.lost", "channel", connected.type().id()).increment();
    }

    /** What a channel throws is a mistake of ours: it is sent again, and may meet a mended version. */
    private static Received read(Connected connected, InboundRequest request) {
        try {
            Received read = connected.channel().read(request);
            boolean endless = read instanceof Received.Verified verified
                    && verified.events().size() > MOST_EVENTS;
            return endless ? new Received.Rejected(413, "more than " + MOST_EVENTS + " events") : read;
        } catch (RuntimeException mistake) {
            return new Received.Rejected(500, mistake.getClass().getName());
        }
    }

    private void keep(ChatChannel channel, List<ChatEvent> events, @Nullable String mark) {
        Instant now = clock.instant();
        List<Arrival> arrivals = events.stream()
                .map(event -> ArrivalText.of(event, Conversations.LONGEST_TEXT, now))
                .toList();
        if ((!arrivals.isEmpty() || mark != null) && book.keep(channel, arrivals, mark) > 0) {
            committed.committed(List.of(), Set.of(Kind.CHAT_ARRIVAL));
        }
    }

    /** Pulls a channel's messages: the worker of {@code CHAT_PULL} jobs. */
    public void pull(Job job) {
        ChannelId id = new ChannelId(job.id());
        Optional<Connected> found = channels.find(id);
        if (found.isEmpty() || !(found.get().channel() instanceof Channel.Pulled pulled)) {
            book.pullAt(job.merchant(), id, null);
            return;
        }
        Connected connected = found.get();
        ChatChannel channel = connected.kept();
        String mark = channel.pulled();
        Channel.Pull last = new Channel.Pull(List.of(), mark, Duration.ZERO, "");
        for (int round = 0; last.again().isZero() && round < MOST_ROUNDS; round++) {
            last = pulled.pull(mark);
            keep(channel, last.events(), last.mark());
            last.lost().forEach(one -> lost(connected, one));
            mark = last.mark() == null ? mark : last.mark();
        }
        if (!last.trouble().isEmpty()) {
            LOG.warn("messages of {} cannot be pulled: {}", id, last.trouble());
        }
        book.pullAt(job.merchant(), id, clock.instant().plus(last.again()));
    }
}
