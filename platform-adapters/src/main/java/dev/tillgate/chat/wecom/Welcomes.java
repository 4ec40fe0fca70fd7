package dev.tillgate.chat.wecom;

import dev.tillgate.chat.wecom.Synced.Entered;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who may be greeted once, within twenty seconds; kept in memory because nothing is worth less after a restart. */
final class Welcomes {
    private static final Duration LIFE = Duration.ofSeconds(20);
    private static final int MOST = 1_000;

    private final Map<String, Entered> waiting = new LinkedHashMap<>();

    synchronized void add(Entered entered) {
        waiting.remove(entered.buyer());
        waiting.put(entered.buyer(), entered);
        if (waiting.size() > MOST) {
            waiting.remove(waiting.keySet().iterator().next());
        }
    }

    /** The code, for one use. */
    synchronized Optional<String> take(String buyer, Instant now) {
        Entered entered = waiting.remove(buyer);
        return entered == null || now.isAfter(entered.at().plus(LIFE)) ? Optional.empty() : Optional.of(entered.code());
    }
}
