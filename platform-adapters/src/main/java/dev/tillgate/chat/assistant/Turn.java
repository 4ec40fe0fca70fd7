package dev.tillgate.chat.assistant;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The assistant's answer to one message: words as message keys, and what is to be done. Nothing in it is taken from the
 * buyer's words but the name of an order this conversation may see, and the choice among methods that are offered.
 */
public record Turn(Talk talk, List<Line> lines, List<Action> actions, List<Choice> choices) {
    public Turn {
        lines = List.copyOf(lines);
        actions = List.copyOf(actions);
        choices = List.copyOf(choices);
    }

    /**
     * One thing said.
     *
     * @param key of the message bundle
     * @param values its parameters: text, {@link dev.tillgate.money.Money}, or a method's code under "method"
     */
    public record Line(String key, Map<String, Object> values) {
        public Line {
            values = Map.copyOf(values);
        }
    }

    /**
     * A button.
     *
     * @param key of its label in the message bundle
     * @param says what is understood when it is pressed
     * @param method the method it stands for, or null
     */
    public record Choice(String key, Intent says, @Nullable String method) {}

    /** What is to be done besides talking. */
    public sealed interface Action {}

    /** The buyer has agreed to order and amount as shown: to be recorded before the card. */
    public record KeepConsent(String order) implements Action {}

    /** Show or refresh the order's pay card; {@code method} is preselected, or null. */
    public record ShowCard(String order, @Nullable String method) implements Action {}

    /** Cancel what can still be canceled. */
    public record Cancel(String order) implements Action {}

    /** Propose a refund to the merchant; a person decides. */
    public record ProposeRefund(String order) implements Action {}

    /** A person takes over, with everything said so far. */
    public record HandOff() implements Action {}

    /** What the buyer thinks, 1 to 5, and a word. */
    public record KeepFeedback(String order, int score, String word) implements Action {}
}
