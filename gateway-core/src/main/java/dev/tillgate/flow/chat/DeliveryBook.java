package dev.tillgate.flow.chat;

import dev.tillgate.payment.MerchantId;
import dev.tillgate.payment.PaymentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is still to be told to channels. Each method is a short transaction of its own. */
public interface DeliveryBook {
    Optional<Delivery> find(MerchantId merchant, ChatId session);

    /** The buyer wrote: the conversation is told there from now on, and the channel's window is open anew. */
    void heard(MerchantId merchant, ChatId session, ChannelId channel, String conversation, Instant at);

    /**
     * Says of a conversation what is wrong with telling it, until the buyer writes or a message is taken again; nothing
     * when the channel has no such conversation.
     *
     * @param problem message key
     */
    void troubled(ChatChannel channel, String conversation, String problem);

    /** Pay cards that stand in the conversation. */
    List<Posted> posted(MerchantId merchant, ChatId session);

    /**
     * Keeps how far it was told.
     *
     * @param card the card that was sent or edited, or null
     * @param dueAt when to go on, or null to wait for something new; what came meanwhile is due now
     */
    void keep(Delivery before, Told told, @Nullable Posted card, Instant now, @Nullable Instant dueAt);

    /**
     * One step of telling.
     *
     * @param upTo everything up to this number was sent, or needs not be
     * @param messages how many of them count against the channel's window
     * @param problem message key of why it does not go on, or why a message that is behind was not taken, or null
     */
    record Told(long upTo, int messages, @Nullable String problem) {}

    /**
     * A pay card as the channel has it.
     *
     * @param ref the channel's own name of the message
     * @param version of the card; never falls
     * @param status what it says
     */
    record Posted(PaymentId payment, String ref, long version, String status) {}
}
