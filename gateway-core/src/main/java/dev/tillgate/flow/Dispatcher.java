package dev.tillgate.flow;

import dev.tillgate.flow.Directory.OpenAccount;
import dev.tillgate.payment.AccountId;
import dev.tillgate.provider.ChargeRequest;
import dev.tillgate.provider.NotSentException;
import dev.tillgate.provider.Outcome;
import dev.tillgate.provider.Provider;
import dev.tillgate.provider.Provider.ChargeQuery;
import dev.tillgate.provider.Provider.OperationRequest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only place from which providers are called. Asserts that the calling thread holds no transaction, and turns every
 * way a call can end into an {@link Outcome}: what surely was not sent is {@link Outcome.NotSent}, every other failure,
 * and a question that was not asked, is {@link Outcome.Unknown}.
 */
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Transactions transactions;
    private final MeterRegistry meters;
    private final Silence silence;

    /** Whether an account's provider did not answer when it was called last, or only with a failure of its machine. */
    @FunctionalInterface
    public interface Silence {
        boolean of(String provider, AccountId account);
    }

    /** Knows only of calls that had no answer at all. */
    public Dispatcher(Transactions transactions, MeterRegistry meters) {
        this(transactions, meters, (provider, account) -> false);
    }

    public Dispatcher(Transactions transactions, MeterRegistry meters, Silence silence) {
        this.transactions = transactions;
        this.meters = meters;
        this.silence = silence;
    }

    /** Starts a charge. */
    public Outcome start(OpenAccount account, ChargeRequest request) {
        return call(account, "start", request.attempt().value(), () -> account.provider()
                .start(request));
    }

    /** Asks what became of an attempt. */
    public Outcome query(OpenAccount account, ChargeQuery query) {
        return call(account, "query", query.attempt().value(), () -> account.provider()
                .query(query));
    }

    /** Moves the money of an attempt whose payer agreed. */
    public Outcome complete(OpenAccount account, ChargeQuery query) {
        return account.provider() instanceof Provider.Completes completes
                ? call(account, "complete", query.attempt().value(), () -> completes.complete(query))
                : new Outcome.Unknown("the provider says approved, and cannot complete");
    }

    /** Sends a capture, void or refund; sending it again with the same id does it once. */
    public Outcome send(OpenAccount account, OperationRequest request) {
        String id = request.operation().value();
        Provider provider = account.provider();
        return switch (request.kind()) {
            case CAPTURE ->
                provider instanceof Provider.Captures captures
                        ? call(account, "capture", id, () -> captures.capture(request))
                        : new Outcome.Refused("the provider cannot capture later");
            case VOID ->
                provider instanceof Provider.Voids voids
                        ? call(account, "void", id, () -> voids.cancel(request))
                        : new Outcome.Refused("the provider cannot close a charge");
            case REFUND ->
                provider instanceof Provider.Refunds refunds
                        ? call(account, "refund", id, () -> refunds.refund(request))
                        : new Outcome.Refused("the provider cannot refund");
        };
    }

    /** Asks what became of an operation; a provider that cannot be asked answers that it has no record. */
    public Outcome query(OpenAccount account, OperationRequest request) {
        String id = request.operation().value();
        if (account.provider() instanceof Provider.QueriesOperations queries) {
            return call(account, "query_operation", id, () -> queries.queryOperation(request));
        }
        return new Outcome.NotSent("the provider cannot be asked; sending again is harmless");
    }

    /**
     * Asks for something that moves no money, in words of its own.
     *
     * @param failed what a call without a usable answer comes to
     */
    public <T> T ask(OpenAccount account, String verb, String subject, Call<T> call, Failed<T> failed) {
        return timed(account, verb, () -> {
            try {
                return call.run();
            } catch (NotSentException notSent) {
                LOG.info("{} {} {} was not sent: {}", account.type().id(), verb, subject, reason(notSent));
                return failed.outcome(true, reason(notSent));
            } catch (IOException | RuntimeException lost) {
                LOG.warn("{} {} {} has no usable answer: {}", account.type().id(), verb, subject, reason(lost));
                return failed.outcome(false, reason(lost));
            }
        });
    }

    private Outcome call(OpenAccount account, String verb, String subject, Call<Outcome> call) {
        Outcome outcome = timed(account, verb, () -> attempt(account, verb, subject, call));
        return outcome instanceof Outcome.Unknown unknown
                        && silence.of(account.type().id(), account.id())
                ? new Outcome.Unknown(unknown.why(), true)
                : outcome;
    }

    private <T> T timed(OpenAccount account, String verb, Supplier<T> call) {
        if (transactions.isActive()) {
            throw new IllegalStateException("a provider is called while a transaction is open");
        }
        Timer.Sample sample = Timer.start(meters);
        T outcome = call.get();
        sample.stop(meters.timer(
                "tillgate.provider.calls",
                "provider",
                account.type().id(),
                "verb",
                verb,
                "outcome",
                outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT)));
        return outcome;
    }

    private static Outcome attempt(OpenAccount account, String verb, String subject, Call<Outcome> call) {
        try {
            return call.run();
        } catch (NotSentException notSent) {
            LOG.info("{} {} {} was not sent: {}", account.type().id(), verb, subject, reason(notSent));
            // A question that was not asked says nothing of what it was about. Captures, voids and refunds are sent
            // again with the same key, so they count as questions.
            return verb.equals("start") || verb.equals("complete")
                    ? new Outcome.NotSent(reason(notSent))
                    : new Outcome.Unknown(reason(notSent), true);
        } catch (IOException lost) {
            LOG.warn("{} {} {} has no answer: {}", account.type().id(), verb, subject, reason(lost));
            return new Outcome.Unknown(reason(lost), true);
        } catch (RuntimeException failed) {
            LOG.warn("{} {} {} has no usable answer: {}", account.type().id(), verb, subject, reason(failed));
            return new Outcome.Unknown(reason(failed));
        }
    }

    /** The kind of failure only: messages of others may hold anything. */
    private static String reason(Exception failure) {
        return failure instanceof NotSentException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getSimpleName();
    }

    /** What a provider is asked. */
    @FunctionalInterface
    public interface Call<T> {
        T run() throws IOException;
    }

    /** What it means that there is no usable answer. */
    @FunctionalInterface
    public interface Failed<T> {
        /** @param surelyNotSent whether nothing has reached the provider */
        T outcome(boolean surelyNotSent, String why);
    }
}
