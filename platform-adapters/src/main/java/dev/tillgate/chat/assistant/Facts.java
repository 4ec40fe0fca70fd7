package dev.tillgate.chat.assistant;

import java.util.List;
import java.util.Optional;

/** What may be said in one conversation; other orders do not exist for it. */
public interface Facts {
    /** The order with this reference, if this conversation may see it. */
    Optional<OrderFacts> order(String reference);

    /** The orders talked about so far or opened with the conversation, newest first. */
    List<String> orders();

    /** Methods of the store when no order is known. */
    List<OrderFacts.Offer> methods();
}
