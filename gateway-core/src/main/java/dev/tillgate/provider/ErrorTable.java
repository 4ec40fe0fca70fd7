package dev.tillgate.provider;

import dev.tillgate.payment.DeclineReason;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a provider's own decline codes mean, as data beside the provider: code → standard reason and advice. */
public record ErrorTable(Map<String, Entry> entries) {
    public ErrorTable {
        entries = Map.copyOf(entries);
    }

    /** The entry, or null when the code is not in the table. */
    public @Nullable Entry find(String code) {
        return entries.get(code);
    }

    public static Entry entry(DeclineReason reason, Advice advice) {
        return new Entry(reason, advice);
    }

    /** One row. */
    public record Entry(DeclineReason reason, Advice advice) {}

    /** What helps the buyer after this decline. Every further try is a new attempt. */
    public enum Advice {
        /** The same way may work in a while. */
        TRY_LATER,
        /** The same way works with details typed right. */
        CORRECT_DETAILS,
        /** Another card, account or method is needed. */
        OTHER_METHOD,
        /** Nothing failed: the buyer may simply choose again. */
        CHOOSE_AGAIN
    }
}
