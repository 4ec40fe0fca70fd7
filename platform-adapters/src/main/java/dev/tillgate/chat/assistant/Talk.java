package dev.tillgate.chat.assistant;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where a conversation is: kept between two messages.
 *
 * @param awaiting what was asked last
 * @param order the order that is talked about, or null
 * @param method the method that was chosen last, or null
 * @param lost how often in a row nothing was understood
 * @param rated orders for which feedback was asked: once each
 * @param confirmed orders whose amount the buyer has agreed to
 */
public record Talk(
        Awaiting awaiting,
        @Nullable String order,
        @Nullable String method,
        int lost,
        Set<String> rated,
        Set<String> confirmed) {
    /** What the next message is an answer to. */
    public enum Awaiting {
        NOTHING,
        ORDER_NUMBER,
        ORDER_CONFIRMATION,
        CANCEL_CONFIRMATION,
        REFUND_CONFIRMATION,
        FEEDBACK
    }

    private static final int MOST_REMEMBERED = 20;

    public static final Talk NEW = new Talk(Awaiting.NOTHING, null, null, 0, Set.of(), Set.of());

    public Talk {
        rated = Set.copyOf(rated);
        confirmed = Set.copyOf(confirmed);
    }

    Talk awaiting(Awaiting next) {
        return new Talk(next, order, method, 0, rated, confirmed);
    }

    Talk about(String reference) {
        return new Talk(awaiting, reference, reference.equals(order) ? method : null, 0, rated, confirmed);
    }

    Talk by(@Nullable String code) {
        return new Talk(awaiting, order, code, lost, rated, confirmed);
    }

    Talk lostAgain() {
        return new Talk(Awaiting.NOTHING, order, method, lost + 1, rated, confirmed);
    }

    Talk rated(String reference) {
        return new Talk(awaiting, order, method, lost, with(rated, reference), confirmed);
    }

    Talk confirmed(String reference) {
        return new Talk(awaiting, order, method, lost, rated, with(confirmed, reference));
    }

    private static Set<String> with(Set<String> before, String reference) {
        Set<String> all = new TreeSet<>(before);
        all.add(reference);
        // A conversation rarely has more than one order; a set that grows for ever helps nobody.
        return all.size() > MOST_REMEMBERED ? Set.of(reference) : all;
    }
}
