package dev.tillgate.chat;

import dev.tillgate.chat.assistant.Turn;
import dev.tillgate.flow.JobQueue.Job;
import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.chat.ChatBook.Said;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.flow.chat.ChatSession;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps pay cards true: the worker of {@code CHAT} jobs. A card whose payment has news is shown anew, and the assistant
 * says what it means; a card never goes back to an older state. Cards are looked at when something was committed, and
 * now and then by themselves, so that a crash in between only delays.
 */
public final class RefreshCards implements Consumer<Job> {
    private static final Duration SELDOM = Duration.ofHours(6);
    /** After that a payment rarely moves; if it does, the commit itself wakes the card. */
    private static final Duration FINAL = Duration.ofDays(7);

    private final Conversations.Parts parts;
    private final ChatContent content;

    public RefreshCards(Conversations.Parts parts) {
        this.parts = parts;
        this.content = new ChatContent(parts.words());
    }

    @Override
    public void accept(Job job) {
        for (int round = 1; round <= Conversations.ROUNDS; round++) {
            if (looked(job)) {
                return;
            }
        }
        // The lease brings the job back, and a commit may do so sooner.
    }

    /** False when the conversation changed, or there was news, since it was read. */
    private boolean looked(Job job) {
        Optional<ChatOrder> found = parts.book().order(job.merchant(), job.id());
        if (found.isEmpty() || found.get().payment() == null) {
            return true;
        }
        // The conversation before all that is decided on: whatever is committed after it was read raises its version.
        ChatSession session =
                parts.book().session(job.merchant(), found.get().session()).orElseThrow();
        ChatOrder order = parts.book().order(job.merchant(), job.id()).orElseThrow();
        PaymentView view = parts.payments().find(session, order).orElseThrow();
        PayCard card = parts.cards().of(view, order, session.channel());
        ChatOrder.Shown shown = PayCards.shown(view, card);
        boolean news = !shown.state().equals(order.shownState()) && shown.version() >= order.shownVersion();
        Said said = new Said(
                news ? messages(session, view, card) : List.of(),
                null,
                List.of(order.shown(shown, next(view))),
                List.of());
        ChatSession now = news ? session.talking(talk(session, view, card), session.locale()) : session;
        boolean kept = parts.book().keep(now, said).isPresent();
        if (kept && news) {
            parts.news().said(session);
        }
        return kept;
    }

    private List<ChatMessage> messages(ChatSession session, PaymentView view, PayCard card) {
        Instant now = parts.clock().instant();
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(content.card(session.locale(), card, null, now));
        if (session.mode() == ChatSession.Mode.ASSISTANT) {
            Turn turn = turn(session, view, card);
            for (int i = 0; i < turn.lines().size(); i++) {
                Turn.Line line = turn.lines().get(i);
                messages.add(content.said(
                        session.locale(),
                        parts.words().text(session.locale(), line.key(), line.values()),
                        i == turn.lines().size() - 1 ? turn.choices() : List.of(),
                        now));
            }
        }
        return messages;
    }

    private String talk(ChatSession session, PaymentView view, PayCard card) {
        return session.mode() == ChatSession.Mode.ASSISTANT
                ? TalkText.of(turn(session, view, card).talk())
                : session.talk();
    }

    private Turn turn(ChatSession session, PaymentView view, PayCard card) {
        return parts.assistant().news(TalkText.read(session.talk()), GatewayFacts.facts(view, card));
    }

    /** The longer nothing happened, the less often. */
    private @Nullable Instant next(PaymentView view) {
        Instant now = parts.clock().instant();
        Instant last = view.lastAttempt()
                .map(attempt -> attempt.updatedAt())
                .filter(at -> at.isAfter(view.payment().updatedAt()))
                .orElse(view.payment().updatedAt());
        Duration quiet = Duration.between(last, now);
        if (quiet.compareTo(FINAL) > 0) {
            return null;
        }
        Duration pause = quiet.dividedBy(4);
        pause = pause.compareTo(Conversations.LOOK_AGAIN) < 0 ? Conversations.LOOK_AGAIN : pause;
        return now.plus(pause.compareTo(SELDOM) > 0 ? SELDOM : pause);
    }
}
