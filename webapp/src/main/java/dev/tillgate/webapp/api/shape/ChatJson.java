package dev.tillgate.webapp.api.shape;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.tillgate.flow.chat.ChatMessage;
import dev.tillgate.flow.chat.ChatOrder;
import dev.tillgate.flow.chat.ChatSession;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A conversation and what was said in it. */
public final class ChatJson {
    private ChatJson() {}

    /** A conversation. */
    @Schema(name = "ChatSession", description = "One conversation of a buyer with the store.")
    public record Session(
            @Schema(pattern = "^chs_[0-9a-z]{26}$") String id,
            @Schema(pattern = "^sto_[0-9a-z]{26}$") String storeId,

            @Schema(description = "Through which channel", example = "bot")
            String channel,

            @Schema(description = "The channel's own name of the conversation")
            String conversation,

            @Schema(description = "Language, as a BCP 47 tag", example = "zh-CN")
            String locale,

            @Schema(
                    allowableValues = {"assistant", "bot", "person"},
                    description = "Who answers the buyer")
            String mode,

            @Schema(description = "What it may pay") List<Order> orders,

            @Schema(description = "Number of the newest message")
            long lastSequence,

            @Schema(
                    description =
                            "Lets its holder speak in this conversation and nowhere else; only in the answer that opens it")
            @Nullable
            String token,

            @Schema(format = "date-time") String createdAt) {
        public static Session of(ChatSession session, List<ChatOrder> orders, @Nullable String token) {
            return new Session(
                    session.id().value(),
                    session.store().value(),
                    session.channel(),
                    session.conversation(),
                    session.locale(),
                    Spelling.of(session.mode()),
                    orders.stream().map(Order::of).toList(),
                    session.lastSequence(),
                    token,
                    Spelling.of(session.createdAt()));
        }
    }

    /** An order that a conversation may pay. */
    @Schema(name = "ChatOrder", description = "An order that the conversation may pay, and up to how much.")
    public record Order(
            @Schema(description = "The shop's own order number")
            String order,

            @Schema(description = "Exact decimal text", example = "12.30")
            String ceiling,

            @Schema(description = "ISO 4217") String currency,

            @Schema(description = "Whether the ceiling is the price itself")
            boolean quoted,

            @Schema(format = "date-time") String expiresAt,

            @Schema(pattern = "^pay_[0-9a-z]{26}$") @Nullable
            String paymentId,

            @Schema(format = "date-time", description = "When the buyer agreed to the amount") @Nullable
            String agreedAt,

            @Schema(description = "The version of the privacy policy the buyer agreed to") @Nullable
            String agreedPolicy) {
        static Order of(ChatOrder order) {
            ChatOrder.Agreed agreed = order.agreed();
            return new Order(
                    order.reference(),
                    order.terms().ceiling().toDecimalText(),
                    order.terms().ceiling().currencyCode(),
                    order.terms().quoted(),
                    Spelling.of(order.terms().expiresAt()),
                    order.payment() == null ? null : order.payment().value(),
                    agreed == null ? null : Spelling.of(agreed.at()),
                    agreed == null ? null : agreed.policy());
        }
    }

    /** One thing said. */
    @Schema(name = "ChatMessage", description = "One thing said in a conversation.")
    public record Message(
            @Schema(description = "Number within the conversation, from 1, without gaps")
            long sequence,

            @Schema(allowableValues = {"buyer", "assistant", "bot", "person"})
            String author,

            @Schema(
                    allowableValues = {"text", "card"},
                    description = "card: a pay card or a newer state of one; the highest version of an order counts")
            String kind,

            @Schema(
                    type = "object",
                    description = "For text: text and choices (label, says, method). For a card: version, order,"
                            + " payment, store, title, lines, amount, due, currency, status, methods, link,"
                            + " expires_at, and texts in the conversation's language.")
            @JsonRawValue
            String content,

            @Schema(format = "date-time") String createdAt) {
        public static Message of(ChatMessage message) {
            return new Message(
                    message.sequence(),
                    Spelling.of(message.author()),
                    Spelling.of(message.kind()),
                    message.content(),
                    Spelling.of(message.createdAt()));
        }
    }

    /** Messages, oldest first. */
    @Schema(name = "ChatMessages")
    public record Messages(List<Message> data) {
        public static Messages of(List<ChatMessage> messages) {
            return new Messages(messages.stream().map(Message::of).toList());
        }
    }

    /** That a message was heard. */
    @Schema(name = "ChatHeard", description = "A message that was heard, and what was answered at once.")
    public record Heard(
            @Schema(description = "Its number; the same for a repeat")
            long sequence,

            @Schema(description = "It and everything after it")
            List<Message> data) {}

    /** A QR code. */
    @Schema(name = "ChatQr", description = "A QR code as one path of an SVG picture.")
    public record Qr(
            @Schema(description = "Units on a side, with the quiet zone")
            int size,

            @Schema(description = "The dark modules") String path) {}

    /** A reply that was taken. */
    @Schema(name = "ChatReplied")
    public record Replied(
            @Schema(description = "Its number; the same for a repeat")
            long sequence) {}

    /** A grant's token. */
    @Schema(name = "ChatGrant", description = "A token with which a conversation may pay one order.")
    public record Grant(
            String grant,

            @Schema(description = "Stands for the grant in links and in what a buyer types; only when it was asked for")
            @Nullable
            String code,

            @Schema(format = "date-time") String expiresAt) {}
}
