package dev.tillgate.provider;

import dev.tillgate.money.Money;
import dev.tillgate.payment.AttemptId;
import dev.tillgate.payment.CaptureMode;
import dev.tillgate.provider.Exchange.Answer;
import dev.tillgate.provider.Exchange.Ask;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A simulator of a provider, as {@link ProviderContract} needs it: the other side of a real wire, with a book of its
 * own that says what is true. Merchants are numbered; the same number is always the same merchant.
 */
public interface ProviderFixture extends AutoCloseable {
    ProviderType type();

    /** The settings of a merchant's account at the simulator. */
    Settings settings(int merchant);

    /** The texts in those settings that must never be seen anywhere. */
    List<String> secrets(int merchant);

    /** Amounts that the provider can take, with 0, 2 and 3 decimals as far as it has such currencies. */
    List<Money> amounts();

    /** A request that succeeds, at once or when the payer has paid; the same arguments give an equal request. */
    ChargeRequest charge(AttemptId attempt, Money amount, CaptureMode mode);

    /** A request that the payer's side declines at once, or null when no decline comes without the payer's doing. */
    @Nullable
    ChargeRequest declined(AttemptId attempt, Money amount);

    /** A request that waits for the payer, or null when all are decided at once. */
    @Nullable
    ChargeRequest waiting(AttemptId attempt, Money amount);

    /** The payer tries to pay what was started; does nothing when there is nothing to pay. */
    void payerPays(int merchant, AttemptId attempt);

    /** What the simulator's book says of an attempt. */
    Truth truth(int merchant, AttemptId attempt);

    /** The newest notification about the attempt, as it came in; waits for it. */
    InboundRequest notification(int merchant, AttemptId attempt);

    /**
     * The merchant gives so much back in the provider's own dashboard: the notification of it, as it came in; or null
     * when the provider tells nobody.
     */
    default @Nullable InboundRequest refundedInDashboard(int merchant, AttemptId attempt, Money amount) {
        return null;
    }

    /** Whether answers are signed, so that a changed one can be told. */
    boolean signsAnswers();

    /** Whether notifications carry a time, so that old ones can be told. */
    boolean datesNotifications();

    /** The answer with a fresh signature over what its body now is; the answer itself where nothing is signed. */
    Answer signedAgain(int merchant, Ask ask, Answer answer);

    /** The answer without its signature. */
    default Answer unsigned(Answer answer) {
        return new Answer(answer.status(), Map.of(), answer.body());
    }

    /** The answer with a harmless change of what is signed, under the signature that it had. */
    default Answer touched(Answer answer) {
        byte[] longer = Arrays.copyOf(answer.body(), answer.body().length + 1);
        longer[longer.length - 1] = ' ';
        return new Answer(answer.status(), answer.headers(), longer);
    }

    /** Whether this request moves or reads money, rather than fetching, say, an access token. */
    default boolean concernsMoney(Ask ask) {
        return true;
    }

    /** The same request with every credential in it spoiled. */
    default Ask spoiled(Ask ask) {
        Map<String, String> headers = new LinkedHashMap<>(ask.headers());
        headers.computeIfPresent("Authorization", (name, value) -> {
            char last = value.charAt(value.length() - 1);
            return value.substring(0, value.length() - 1) + (last == '0' ? '1' : '0');
        });
        return new Ask(ask.method(), ask.url(), headers, ask.body());
    }

    /** When a notification was received, for providers whose simulator has its own clock. */
    default Instant now() {
        return Instant.now();
    }

    @Override
    void close();

    /**
     * What is true of an attempt.
     *
     * @param charges how many charges the provider made for it
     * @param reserved what is reserved and not collected
     */
    record Truth(int charges, Money reserved, Money captured, Money refunded) {}
}
