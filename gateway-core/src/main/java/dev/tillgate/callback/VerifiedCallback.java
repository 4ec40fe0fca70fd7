package dev.tillgate.callback;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A callback that surely comes from the gateway, for this store, with this body.
 *
 * @param id the event's id; the same in every delivery of the same event
 * @param type such as {@code payment.paid}
 * @param sequence number within the order: drop what is older than what you have applied
 * @param data the event's facts
 * @param isRepeat it was handled before: answer 2xx and change nothing
 */
public record VerifiedCallback(String id, String type, long sequence, JsonNode data, boolean isRepeat) {}
