package dev.tillgate.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tillgate.chat.channel.Channel;
import dev.tillgate.chat.channel.ChannelType.Limits;
import dev.tillgate.chat.channel.Channels;
import dev.tillgate.chat.channel.Channels.Connected;
import dev.tillgate.chat.channel.Outgoing;
import dev.tillgate.chat.channel.Sent;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatId;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatSession;
import dev.tillgate.flow.chat.Delivery;
import dev.tillgate.flow.chat.DeliveryBook;
import dev.tillgate.flow.chat.DeliveryBook.Posted;
import dev.tillgate.flow.chat.DeliveryBook.Told;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells channels what was said: the worker of {@code CHAT_DELIVERY} jobs. Each conversation in order, one step kept at a
 * time; a crash in between sends the last message again at worst. Of several states of a pay card only the newest is told.
 * It is edited in place where the channel can; elsewhere a new message comes only when something was decided. Where a
 * channel takes few messages, the last one is kept for the outcome of a payment; where it takes none any more, the outcome
 * may still be told in a form that outlasts the window.
 */
public final class DeliverChats implements Consumer<Job> {
    private static final Logger LOG = LoggerFactory.getLogger(DeliverChats.class);
    private static final int BATCH = 50;
    private static final Duration SHORTEST = Duration.ofSeconds(2);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final int MOST_TRIES = 60;
    private static final String REFUSED = "channel.problem.refused";
    private static final String WINDOW = "channel.problem.window";

    private final Channels channels;
    private final ChatBook chats;
    private final DeliveryBook book;
    private final ChannelText text;
    private final InstantSource clock;

    public DeliverChats(Channels channels, ChatBook chats, DeliveryBook book, Words words, InstantSource clock) {
        this.channels = channels;
        this.chats = chats;
        this.book = book;
        this.text = new ChannelText(words);
        this.clock = clock;
    }

    @Override
    public void accept(Job job) {
        ChatId id = new ChatId(job.id());
        Optional<Delivery> found = book.find(job.merchant(), id);
        if (found.isEmpty()) {
            return;
        }
        Delivery delivery = found.get();
        Optional<Connected> channel = channels.find(delivery.channel());
        if (channel.isEmpty()) {
            stop(delivery, "channel.problem.removed");
            return;
        }
        ChatSession session = chats.session(job.merchant(), id).orElseThrow();
        List<ChatMessage> messages = chats.messages(job.merchant(), id, delivery.sent(), BATCH);
        if (channel.get().channel() instanceof Channel.Listens && !messages.isEmpty()) {
            long upTo = messages.get(messages.size() - 1).sequence();
            Outgoing all = new Outgoing("", null, List.of(), Transcript.of(session, messages));
            take(delivery, channel.get(), new Step(upTo, all, null, null));
            return;
        }
        Map<String, Posted> posted = new HashMap<>();
        book.posted(job.merchant(), id).forEach(one -> posted.put(one.payment().value(), one));
        List<Step> steps = new Steps(text, channel.get(), session.locale()).of(messages, posted);
        if (steps.isEmpty()) {
            long last = messages.isEmpty()
                    ? delivery.sent()
                    : messages.get(messages.size() - 1).sequence();
            book.keep(delivery, new Told(last, 0, null), null, clock.instant(), null);
            return;
        }
        if (!handedOver(delivery, channel.get().channel(), session, messages)) {
            return;
        }
        // One step a job: what follows is due at once, and a slow channel does not outlast the job's lease.
        if (isOver(delivery, channel.get().type().limits()) || take(delivery, channel.get(), steps.get(0))) {
            late(delivery, channel.get(), steps);
        }
    }

    /**
     * The assistant's last words before a person has it say that one comes: then the person must hear of it first. Cards
     * that change later call nobody. Answers whether there is nothing to wait for.
     */
    private boolean handedOver(Delivery delivery, Channel channel, ChatSession session, List<ChatMessage> messages) {
        boolean wanted = session.mode() == ChatSession.Mode.PERSON
                && messages.stream()
                        .anyMatch(one ->
                                one.author() == ChatMessage.Author.ASSISTANT && one.kind() == ChatMessage.Kind.TEXT);
        if (wanted
                && channel instanceof Channel.HandsOver desk
                && guarded(() -> desk.handOver(delivery.conversation())) instanceof Sent.Later later) {
            later(delivery, later);
            return false;
        }
        return true;
    }

    /**
     * Something to send.
     *
     * @param upTo everything up to this message is told by it
     * @param card the card it is, or null for words
     */
    record Step(
            long upTo,
            Outgoing message,
            @Nullable JsonNode card,
            @Nullable String edited) {
        boolean decides() {
            return card != null && Steps.decides(card);
        }
    }

    /** Answers whether the channel says that its window is closed. */
    private boolean take(Delivery delivery, Connected connected, Step step) {
        if (!fits(delivery, connected.type().limits(), step)) {
            stop(delivery, WINDOW);
            return false;
        }
        Sent sent = sent(delivery, connected.channel(), step);
        switch (sent) {
            case Sent.Done done -> done(delivery, step, done.ref());
            case Sent.Closed closed -> {}
            case Sent.Later later -> later(delivery, later);
            case Sent.Gone gone -> done(delivery, step, step.edited() == null ? "" : step.edited());
            case Sent.Refused refused -> {
                LOG.warn("{} refuses a message: {}", delivery.channel(), refused.why());
                // The next may be taken; until it is, the console says so.
                book.keep(delivery, new Told(step.upTo(), 0, REFUSED), null, clock.instant(), null);
            }
        }
        return sent instanceof Sent.Closed;
    }

    /**
     * The window is closed: what became of a payment may still be told in another form. All else is told when the buyer
     * writes again, so that nothing of it counts as told yet.
     */
    private void late(Delivery delivery, Connected connected, List<Step> steps) {
        Optional<Step> news = steps.stream().filter(Step::decides).findFirst();
        if (news.isEmpty() || !(connected.channel() instanceof Channel.Outlasts outlasts)) {
            stop(delivery, WINDOW);
            return;
        }
        Step step = news.get();
        Told told = new Told(delivery.sent(), 0, WINDOW);
        Instant now = clock.instant();
        switch (guarded(() -> outlasts.sendLate(delivery.conversation(), step.message(), key(delivery, step)))) {
            case Sent.Done done -> book.keep(delivery, told, posted(step, done.ref()), now, now);
            case Sent.Later later -> later(delivery, later);
            case Sent.Closed closed -> stop(delivery, WINDOW);
            case Sent.Gone gone -> stop(delivery, WINDOW);
            case Sent.Refused refused -> {
                LOG.warn("{} refuses a late message: {}", delivery.channel(), refused.why());
                stop(delivery, WINDOW);
            }
        }
    }

    private Sent sent(Delivery delivery, Channel channel, Step step) {
        String key = key(delivery, step);
        return guarded(() -> {
            if (step.edited() != null && channel instanceof Channel.Edits edits) {
                Sent edited = edits.edit(delivery.conversation(), step.edited(), step.message());
                return edited instanceof Sent.Gone
                        ? channel.send(delivery.conversation(), step.message(), key)
                        : edited;
            }
            return channel.send(delivery.conversation(), step.message(), key);
        });
    }

    private static String key(Delivery delivery, Step step) {
        return delivery.session().value().substring(4) + "-" + step.upTo();
    }

    /** What a channel throws is a mistake of ours: it is tried again, and may meet a mended version. */
    private static Sent guarded(Supplier<Sent> call) {
        try {
            return call.get();
        } catch (RuntimeException mistake) {
            return new Sent.Later(mistake.getClass().getSimpleName(), null);
        }
    }

    private boolean isOver(Delivery delivery, Limits limits) {
        Duration window = limits.window();
        Instant heard = delivery.heardAt();
        return window != null && (heard == null || clock.instant().isAfter(heard.plus(window)));
    }

    /** Within the channel's window, words leave the last message to a card that says how a payment ended. */
    private static boolean fits(Delivery delivery, Limits limits, Step step) {
        int left = limits.most() - delivery.sentSince();
        return limits.most() == 0 || left > (step.decides() ? 0 : 1);
    }

    private void done(Delivery delivery, Step step, String ref) {
        int counted = step.edited() == null ? 1 : 0;
        book.keep(delivery, new Told(step.upTo(), counted, null), posted(step, ref), clock.instant(), null);
    }

    private static @Nullable Posted posted(Step step, String ref) {
        return step.card() == null
                ? null
                : new Posted(
                        ChannelText.payment(step.card()),
                        ref,
                        step.card().path("version").asLong(),
                        step.card().path("status").asText().toUpperCase(Locale.ROOT));
    }

    /** Waits for the buyer to write again; the console shows why. */
    private void stop(Delivery delivery, String why) {
        book.keep(delivery, new Told(delivery.sent(), 0, why), null, clock.instant(), null);
    }

    private void later(Delivery delivery, Sent.Later later) {
        Instant now = clock.instant();
        if (delivery.tries() >= MOST_TRIES) {
            stop(delivery, "channel.problem.unreachable");
            return;
        }
        Duration doubled = SHORTEST.multipliedBy(1L << Math.min(delivery.tries(), 12));
        Duration pause = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        Duration asked = later.after();
        pause = asked != null && asked.compareTo(pause) > 0 ? asked : pause;
        LOG.info("{} is told later: {}", delivery.channel(), later.why());
        book.keep(delivery, new Told(delivery.sent(), 0, "channel.problem.unreachable"), null, now, now.plus(pause));
    }

    /** What is to be sent of what was said. */
    static final class Steps {
        private final ChannelText text;
        private final Connected channel;
        private final String locale;
        private final int longest;

        Steps(ChannelText text, Connected channel, String locale) {
            this.text = text;
            this.channel = channel;
            this.locale = locale;
            this.longest = channel.type().limits().longest();
        }

        /** Whether the card says something that the buyer must know even where every message counts. */
        static boolean decides(JsonNode card) {
            return switch (card.path("status").asText()) {
                case "paid", "refunded", "partly_refunded", "expired", "canceled", "checking" -> true;
                default -> card.has("declined_text");
            };
        }

        List<Step> of(List<ChatMessage> messages, Map<String, Posted> posted) {
            Map<String, Long> newest = new HashMap<>();
            for (ChatMessage message : messages) {
                if (message.kind() == ChatMessage.Kind.CARD) {
                    newest.put(ChannelText.payment(ChannelText.content(message)).value(), message.sequence());
                }
            }
            List<Step> steps = new ArrayList<>();
            List<JsonNode> words = new ArrayList<>();
            long upTo = 0;
            for (ChatMessage message : messages) {
                if (message.author() == ChatMessage.Author.BUYER) {
                    continue;
                }
                JsonNode content = ChannelText.content(message);
                if (message.kind() == ChatMessage.Kind.TEXT) {
                    words.add(content);
                    upTo = message.sequence();
                    continue;
                }
                Step card = card(content, message.sequence(), newest, posted);
                if (card != null) {
                    flush(steps, words, upTo);
                    steps.add(card);
                }
            }
            flush(steps, words, upTo);
            return steps;
        }

        private void flush(List<Step> steps, List<JsonNode> words, long upTo) {
            if (!words.isEmpty()) {
                steps.add(new Step(upTo, ChannelText.texts(words, longest), null, null));
                words.clear();
            }
        }

        private @Nullable Step card(
                JsonNode card, long sequence, Map<String, Long> newest, Map<String, Posted> posted) {
            String payment = ChannelText.payment(card).value();
            Posted before = posted.get(payment);
            if (card.path("again").asBoolean()) {
                return new Step(sequence, text.card(card, locale, longest), card, null);
            }
            boolean older = newest.getOrDefault(payment, sequence) != sequence
                    || (before != null
                            && before.version() >= card.path("version").asLong());
            if (older) {
                return null;
            }
            Outgoing message = text.card(card, locale, longest);
            if (before != null
                    && channel.channel() instanceof Channel.Edits
                    && !before.ref().isEmpty()) {
                return new Step(sequence, message, card, before.ref());
            }
            return before == null || decides(card) ? new Step(sequence, message, card, null) : null;
        }
    }
}
