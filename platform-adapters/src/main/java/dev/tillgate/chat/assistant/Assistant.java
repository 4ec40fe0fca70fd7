package dev.tillgate.chat.assistant;

import dev.tillgate.chat.assistant.Talk.Awaiting;
import dev.tillgate.chat.assistant.Turn.Line;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Talks about paying. The same conversation with the same facts always goes the same way; what it says of money is a
 * fact of the gateway, and what it does is one of a few actions that are checked again where they are done.
 */
public final class Assistant {
    private static final int LONGEST_WORD = 500;
    private static final Pattern SCORE =
            Pattern.compile("^\\s*([1-5])(?!\\d)\\s*[,.:;，。！!分★⭐/5]*\\s*(.*)$", Pattern.DOTALL);

    private final Understanding understanding;

    public Assistant(Understanding understanding) {
        this.understanding = understanding;
    }

    /** The answer to what a buyer wrote, by the rules alone. */
    public Turn answer(Talk talk, String message, Facts facts) {
        return answer(talk, message, facts, other -> other);
    }

    /**
     * The answer to what a buyer wrote.
     *
     * @param second says what the message means that the rules did not understand
     */
    public Turn answer(Talk talk, String message, Facts facts, UnaryOperator<Understood> second) {
        if (talk.awaiting() == Awaiting.FEEDBACK) {
            Optional<Turn> rated = feedback(talk, message);
            if (rated.isPresent()) {
                return rated.get();
            }
        }
        Understood said = understanding.of(message);
        return answer(talk, said.intent() == Intent.OTHER ? second.apply(said) : said, facts);
    }

    /** The answer to what was understood, also of a button. */
    public Turn answer(Talk talk, Understood said, Facts facts) {
        Speaker speaker = new Speaker(talk, said, facts);
        return switch (said.intent()) {
            case HUMAN -> speaker.handOff("chat.human");
            case COMPLAINT -> speaker.complaint();
            case HOW_TO_PAY -> speaker.howToPay();
            case PAY_ORDER -> speaker.withOrder(speaker::pay);
            case PAYMENT_STATUS -> speaker.withOrder(speaker::status);
            case CHANGE_METHOD -> speaker.withOrder(speaker::change);
            case CANCEL -> speaker.withOrder(speaker::askCancel);
            case REFUND -> speaker.withOrder(speaker::refund);
            case YES -> speaker.yes();
            case NO -> speaker.no();
            case THANKS -> speaker.thanks();
            case GREETING -> speaker.greeting();
            case OTHER -> speaker.other();
        };
    }

    /** What to say unasked when an order's payment has come to something; nothing when there is nothing to add. */
    public Turn news(Talk talk, OrderFacts order) {
        Speaker speaker = new Speaker(talk.about(order.reference()), null, null);
        return switch (order.standing()) {
            case PAID -> speaker.paidNews(order);
            case IN_DOUBT -> speaker.say("chat.status.in_doubt", order);
            case OPEN -> order.declined() == null ? speaker.done() : speaker.declined(order);
            case UNDER_WAY, ENDED -> speaker.done();
        };
    }

    private static Optional<Turn> feedback(Talk talk, String message) {
        Matcher score = SCORE.matcher(message.strip());
        String order = talk.order();
        if (order == null || !score.matches()) {
            return Optional.empty();
        }
        String word = score.group(2).strip();
        return Optional.of(new Turn(
                talk.awaiting(Awaiting.NOTHING),
                List.of(new Line("chat.feedback.thanks", Map.of())),
                List.of(new Turn.KeepFeedback(
                        order,
                        Integer.parseInt(score.group(1)),
                        word.length() > LONGEST_WORD ? word.substring(0, LONGEST_WORD) : word)),
                List.of()));
    }
}
