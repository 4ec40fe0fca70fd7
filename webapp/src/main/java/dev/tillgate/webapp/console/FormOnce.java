package dev.tillgate.webapp.console;

import dev.tillgate.flow.AlreadyAsked;
import dev.tillgate.flow.IdempotencyRecord;
import dev.tillgate.flow.NotPossible;
import dev.tillgate.flow.OnceOnly;
import dev.tillgate.flow.Transactions;
import dev.tillgate.merchant.SecretText;
import dev.tillgate.payment.PaymentId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Lets a form that moves money count once, however often it is sent: a double click, a reload, a lost answer. Its token
 * is an idempotency key of the person who sent it, committed together with what it does.
 */
final class FormOnce {
    private static final int SEE_OTHER = 303;
    private static final int LONGEST_TOKEN = 100;

    private final Transactions transactions;
    private final Clock clock;

    FormOnce(Transactions transactions, Clock clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** A token for a form that is being shown. */
    String newToken() {
        return SecretText.next("").value();
    }

    /**
     * Does it, unless this form did it before.
     *
     * @param what all that the form says, so that a changed form is not taken for the same one
     * @return whether it was done, now or before; not when the token was used for something else
     * @throws NotPossible as the flow does
     */
    <R> boolean run(Operator operator, PaymentId payment, String token, String what, Consumer<OnceOnly<R>> flow) {
        if (token.isEmpty() || token.length() > LONGEST_TOKEN || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            return false;
        }
        IdempotencyRecord request = new IdempotencyRecord(
                operator.merchant(),
                operator.user().id(),
                token,
                new SecretText(payment + "\n" + what).digest(),
                payment.value(),
                null,
                null,
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        try {
            flow.accept(OnceOnly.remembered(request, result -> new OnceOnly.Answer(SEE_OTHER, "{}")));
            return true;
        } catch (AlreadyAsked repeat) {
            return isSame(request, repeat.earlier());
        } catch (NotPossible refusal) {
            // What this very form has done already is likely to be refused by now.
            if (wasDone(request)) {
                return true;
            }
            throw refusal;
        }
    }

    /** Found by trying to use the key and taking that back. */
    private boolean wasDone(IdempotencyRecord request) {
        try {
            transactions.inOne(books -> {
                books.insert(request);
                throw new TakenBack();
            });
            return false;
        } catch (TakenBack free) {
            return false;
        } catch (AlreadyAsked repeat) {
            return isSame(request, repeat.earlier());
        }
    }

    private static boolean isSame(IdempotencyRecord request, IdempotencyRecord earlier) {
        return earlier.requestHash().equals(request.requestHash());
    }

    private static final class TakenBack extends RuntimeException {
        TakenBack() {
            super("the key was free", null, false, false);
        }
    }
}
