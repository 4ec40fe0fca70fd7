package dev.tillgate.webapp.console;

import dev.tillgate.flow.CallbackBook.Delivery;
import dev.tillgate.flow.CallbackBook.Try;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One callback delivery with its tries. */
public record CallbackPage(View view, Delivery delivery, List<Try> tries, boolean replayable) {
    /** The event's facts, by name. */
    public Map<String, Object> facts() {
        return new TreeMap<>(delivery.event().data());
    }
}
