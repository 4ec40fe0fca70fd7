package dev.tillgate.chat;

import dev.tillgate.flow.PaymentView;
import dev.tillgate.flow.chat.ChatBook;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.flow.chat.ChatSession;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells the payment's page whether it was opened from the conversation in which the payment was asked for. */
public final class ChatOrigins {
    /** In links of pay cards: the id of the {@link ChatOrder}. */
    public static final String PARAMETER = "chat";

    private final ChatBook book;

    public ChatOrigins(ChatBook book) {
        this.book = book;
    }

    /**
     * Where a payment was asked for.
     *
     * @param channel such as {@code telegram}
     * @param word the conversation shows the same one with the payment
     * @param fromThere whether the page was opened by the conversation's own link
     */
    public record Origin(String channel, String word, boolean fromThere) {}

    /** Nothing when the payment was asked for in no conversation, or only on the shop's own page. */
    public Optional<Origin> of(PaymentView view, @Nullable String mark) {
        List<ChatOrder> shown =
                book.paying(view.payment().merchant(), view.order().id());
        Optional<ChatOrder> marked =
                shown.stream().filter(one -> one.id().equals(mark)).findFirst();
        return marked.or(() -> shown.stream().findFirst())
                .map(one -> new Origin(
                        book.session(one.merchant(), one.session())
                                .map(ChatSession::channel)
                                .orElse(ChatSession.WIDGET),
                        one.word(),
                        marked.isPresent()))
                // The shop's own page leads to the same payment, with and without the chat on it.
                .filter(origin -> origin.fromThere() || !origin.channel().equals(ChatSession.WIDGET));
    }
}
