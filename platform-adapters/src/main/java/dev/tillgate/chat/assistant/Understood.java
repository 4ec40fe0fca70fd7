package dev.tillgate.chat.assistant;

import java.util.Optional;

/**
 * What was understood of a message. It only says what the buyer wants; amounts and payees never come from a message.
 *
 * @param chinese whether to answer in Chinese
 * @param order an order that is named, as written
 * @param method the code of a method that is named, such as {@code card}
 */
public record Understood(Intent intent, boolean chinese, Optional<String> order, Optional<String> method) {}
